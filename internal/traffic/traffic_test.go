package traffic

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

const sec = time.Second

// stood is an object that stands from one time until another.
func stood(kind, id string, properties map[string]any, from, until time.Duration) Span {
	return Span{Type: "x:" + kind, ID: id, Properties: properties, From: from, Until: until}
}

func rule(id string, priority int, host string, blue, green int, from, until time.Duration) Span {
	group := func(name string, weight int) any { return map[string]any{"arn": name, "weight": float64(weight)} }
	return stood("ListenerRule", id, map[string]any{
		"priority":   float64(priority),
		"conditions": []any{map[string]any{"hostHeader": map[string]any{"values": []any{host}}}},
		"actions":    []any{map[string]any{"forward": map[string]any{"targetGroups": []any{group("blue", blue), group("green", green)}}}},
	}, from, until)
}

func named(name string) map[string]any { return map[string]any{"name": name, "namespace": "shop"} }

func binding(name, group, service string, from, until time.Duration) Span {
	return stood("TargetGroupBinding", "shop/"+name, map[string]any{"metadata": named(name), "spec": map[string]any{
		"targetGroupARN": group, "serviceRef": map[string]any{"name": service},
	}}, from, until)
}

func service(name, app string, from, until time.Duration) Span {
	return stood("Service", "shop/"+name, map[string]any{"metadata": named(name), "spec": map[string]any{"selector": map[string]any{"app": app}}}, from, until)
}

func pods(app string, from, until time.Duration) Span {
	return stood("Deployment", "shop/"+app, map[string]any{"metadata": named(app), "spec": map[string]any{
		"template": map[string]any{"metadata": map[string]any{"labels": map[string]any{"app": app}}},
	}}, from, until)
}

// blueRuns is a service in blue, with the rule that is given for it.
func blueRuns(more ...Span) []Span {
	return append(more,
		binding("blue", "blue", "blue-way", Always, Forever), service("blue-way", "blue", Always, Forever), pods("blue", Always, Forever),
		binding("green", "green", "green-way", 2*sec, Forever), service("green-way", "green", sec, Forever), pods("green", 27*sec, Forever))
}

func TestARuleThatMovesBeforeItsTargetsAreHealthyLeavesAGap(t *testing.T) {
	early := blueRuns(rule("r", 7, "api", 100, 0, Always, 2*sec), rule("r", 7, "api", 50, 50, 2*sec, Forever))
	assert.Equal(t, []Gap{{To: "api", Percent: 50, Seconds: 25}}, Gaps(early))
	late := blueRuns(rule("r", 7, "api", 100, 0, Always, 29*sec), rule("r", 7, "api", 50, 50, 29*sec, Forever))
	assert.Empty(t, Gaps(late))
}

func TestPodsThatLeaveBeforeTheRuleMovesLeaveAGap(t *testing.T) {
	spans := []Span{
		rule("r", 7, "api", 100, 0, Always, 40*sec), rule("r", 7, "api", 0, 100, 40*sec, Forever),
		binding("blue", "blue", "blue-way", Always, 10*sec), service("blue-way", "blue", Always, Forever), pods("blue", Always, Forever),
		binding("green", "green", "green-way", Always, Forever), service("green-way", "green", Always, Forever), pods("green", Always, Forever),
	}
	assert.Equal(t, []Gap{{To: "api", Percent: 100, Seconds: 30}}, Gaps(spans))
}

func TestPodsThatAreBoundLateAreCheckedFirst(t *testing.T) {
	spans := []Span{
		rule("r", 7, "api", 100, 0, Always, Forever), service("way", "blue", Always, Forever), pods("blue", Always, Forever),
		binding("old", "blue", "way", Always, 3*sec), binding("new", "blue", "way", 4*sec, Forever),
	}
	assert.Equal(t, []Gap{{To: "api", Percent: 100, Seconds: 21}}, Gaps(spans))
}

func TestTwoBindingsOfOneGroupOverlap(t *testing.T) {
	spans := []Span{
		rule("r", 7, "api", 100, 0, Always, Forever),
		binding("api", "blue", "way", Always, 40*sec), service("way", "old", Always, 40*sec), pods("old", Always, 40*sec),
		binding("api-blue", "blue", "new-way", sec, Forever), service("new-way", "new", 0, Forever), pods("new", 26*sec, Forever),
	}
	assert.Empty(t, Gaps(spans))
}

func TestANewRuleForAnOldHostWaitsForItsTargetsToo(t *testing.T) {
	spans := blueRuns(rule("old", 9, "api", 100, 0, Always, 60*sec), rule("new", 3, "api", 0, 100, 2*sec, Forever))
	assert.Equal(t, []Gap{{To: "api", Percent: 100, Seconds: 25}}, Gaps(spans), "the first that matches decides")
	after := blueRuns(rule("old", 3, "api", 100, 0, Always, 60*sec), rule("new", 9, "api", 0, 100, 2*sec, Forever))
	assert.Empty(t, Gaps(after))
}

func TestCallersInsideMissPodsToo(t *testing.T) {
	early := []Span{service("api", "old", Always, 2*sec), service("api", "new", 2*sec, Forever), pods("old", Always, 50*sec), pods("new", 30*sec, Forever)}
	assert.Equal(t, []Gap{{To: "api inside the cluster", Percent: 100, Seconds: 28}}, Gaps(early))
	late := []Span{service("api", "old", Always, 31*sec), service("api", "new", 31*sec, Forever), pods("old", Always, 50*sec), pods("new", 30*sec, Forever)}
	assert.Empty(t, Gaps(late))
}

func TestWhatIsNewOrTakenAwayHasNoGap(t *testing.T) {
	assert.Empty(t, Gaps(blueRuns(rule("r", 7, "new", 50, 50, 2*sec, Forever))), "nobody was answered before")
	gone := []Span{
		rule("r", 7, "api", 100, 0, Always, 5*sec),
		binding("blue", "blue", "way", Always, 5*sec), service("way", "blue", Always, 5*sec), pods("blue", Always, 3*sec),
	}
	assert.Empty(t, Gaps(gone))
	assert.Empty(t, Gaps([]Span{rule("r", 7, "api", 1, 0, Always, Forever)}), "a group that nothing in a cluster fills")
	assert.Empty(t, Gaps(blueRuns(rule("r", 7, "api.invalid", 1, 0, Always, 2*sec), rule("r", 7, "api.invalid", 1, 1, 2*sec, Forever))), "nobody asks for it")
}

func TestAGapThatStaysIsToldFirst(t *testing.T) {
	spans := blueRuns(
		rule("r", 7, "api", 100, 0, Always, 2*sec), rule("r", 7, "api", 50, 50, 2*sec, Forever),
		rule("s", 8, "web", 100, 0, Always, 3*sec), rule("s", 8, "web", 0, 100, 3*sec, Forever))
	spans = append(spans[:len(spans)-1], pods("other", Always, Forever))
	assert.Equal(t, []Gap{{To: "api", Percent: 50, Stays: true}, {To: "web", Percent: 100, Stays: true}}, Gaps(spans))
}
