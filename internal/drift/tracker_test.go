package drift

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"groundwork/internal/forge"
)

// memory is a forge that holds issues, and counts what is written.
type memory struct {
	forge.Forge
	issues []forge.Issue
	writes int
	fails  error
}

func (m *memory) FindIssue(_ context.Context, tag string) (*forge.Issue, error) {
	if m.fails != nil {
		return nil, m.fails
	}
	var newest *forge.Issue
	for _, issue := range m.issues {
		if forge.TagOf(issue.Body) != tag {
			continue
		}
		if issue.Open {
			return &issue, nil
		}
		newest = &issue
	}
	return newest, nil
}

func (m *memory) CreateIssue(_ context.Context, title, body string) (forge.Issue, error) {
	m.writes++
	issue := forge.Issue{Number: len(m.issues) + 1, Title: title, Body: body, Open: true}
	m.issues = append(m.issues, issue)
	return issue, nil
}

func (m *memory) UpdateIssue(_ context.Context, issue forge.Issue) (forge.Issue, error) {
	m.writes++
	m.issues[issue.Number-1] = issue
	return issue, nil
}

// drifting is a stack in which these machines are undeclared.
func drifting(machines ...string) Drift {
	var listed []Tagged
	for _, machine := range machines {
		listed = append(listed, carrying(account+"instance/"+machine))
	}
	set := state()
	set.Resources = set.Resources[:3]
	return Find(set, listed)
}

func untold(machines ...string) Drift {
	d := drifting(machines...)
	d.Problems = []string{"the cloud did not answer"}
	return d
}

func TestTheLifeOfAnIssue(t *testing.T) {
	held, now := &memory{}, noon
	tracker := Tracker{Forge: held, Now: func() time.Time { return now }}
	check := func(d Drift, want Outcome, writes int, since time.Time) {
		t.Helper()
		before := held.writes
		now = now.Add(time.Hour)
		kept, err := tracker.Keep(t.Context(), d)
		require.NoError(t, err)
		assert.Equal(t, want, kept.Outcome)
		assert.Equal(t, writes, held.writes-before, "writes")
		assert.Equal(t, since, kept.Since, "since")
	}
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

	check(drifting(), Unchanged, 0, time.Time{})
	check(drifting("i-a"), Opened, 1, hour(2))
	check(drifting("i-a"), Unchanged, 0, hour(2))
	check(untold(), Untold, 0, hour(2))
	check(drifting("i-a", "i-b"), Updated, 1, hour(2))
	assert.Contains(t, held.issues[0].Body, "`arn:aws:ec2:us-east-1:123456789012:instance/i-a`, since 2026-03-04 14:00 UTC")
	assert.Contains(t, held.issues[0].Body, "`arn:aws:ec2:us-east-1:123456789012:instance/i-b`, since 2026-03-04 17:00 UTC")
	check(drifting("i-b"), Updated, 1, hour(2))
	check(drifting(), Closed, 1, time.Time{})
	assert.Contains(t, held.issues[0].Body, "since 2026-03-04 19:00 UTC")
	check(drifting(), Unchanged, 0, time.Time{})
	check(untold("i-b"), Untold, 0, time.Time{})
	check(drifting("i-b"), Reopened, 1, hour(10))
	assert.Len(t, held.issues, 1)
}

func TestAnIssueClosedTooEarlyOpensAgainAndKeepsItsTime(t *testing.T) {
	held, now := &memory{}, noon
	tracker := Tracker{Forge: held, Now: func() time.Time { return now }}
	_, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	held.issues[0].Open = false
	now = now.Add(time.Hour)
	kept, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	assert.Equal(t, Reopened, kept.Outcome)
	assert.Equal(t, noon, kept.Since)
	assert.Contains(t, kept.Issue.Body, "was closed while the drift is still there")
}

func TestAnIssueClosedByHandRemembersThatTheDriftIsGone(t *testing.T) {
	held, now := &memory{}, noon
	tracker := Tracker{Forge: held, Now: func() time.Time { return now }}
	for _, step := range []struct {
		drift Drift
		want  Outcome
	}{{drifting("i-a"), Opened}, {drifting(), Closed}, {drifting(), Unchanged}, {drifting("i-a"), Reopened}} {
		kept, err := tracker.Keep(t.Context(), step.drift)
		require.NoError(t, err)
		assert.Equal(t, step.want, kept.Outcome)
		if step.want == Opened {
			held.issues[0].Open = false
		}
		if step.want == Reopened {
			assert.Equal(t, now, kept.Since, "it began anew")
			assert.NotContains(t, kept.Issue.Body, "was closed while")
		}
		now = now.Add(time.Hour)
	}
}

func TestAnIssueThatSomebodyOpenedWithoutDriftCloses(t *testing.T) {
	held := &memory{}
	tracker := Tracker{Forge: held, Now: func() time.Time { return noon }}
	for _, d := range []Drift{drifting("i-a"), drifting()} {
		_, err := tracker.Keep(t.Context(), d)
		require.NoError(t, err)
	}
	held.issues[0].Open = true
	kept, err := tracker.Keep(t.Context(), drifting())
	require.NoError(t, err)
	assert.Equal(t, Closed, kept.Outcome)
	assert.False(t, held.issues[0].Open)
}

func TestABodyThatPeopleEditedIsRepaired(t *testing.T) {
	edits := map[string]func(string) string{
		"the record removed":       func(body string) string { return recordLine.ReplaceAllString(body, "") },
		"the record broken":        func(body string) string { return strings.Replace(body, `"since":"`, `"since":"x`, 1) },
		"everything below removed": func(body string) string { return forge.TagOf(body) },
	}
	for name, edit := range edits {
		held := &memory{}
		tracker := Tracker{Forge: held, Now: func() time.Time { return noon }}
		_, err := tracker.Keep(t.Context(), drifting("i-a"))
		require.NoError(t, err)
		held.issues[0].Body = edit(held.issues[0].Body)
		kept, err := tracker.Keep(t.Context(), drifting("i-a"))
		require.NoError(t, err)
		assert.Equal(t, Updated, kept.Outcome, name)
		_, whole := recordOf(kept.Issue.Body)
		assert.True(t, whole, name)
	}
}

func TestLineEndsOfABrowserDoNotHideTheRecord(t *testing.T) {
	held := &memory{}
	tracker := Tracker{Forge: held, Now: func() time.Time { return noon }}
	_, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	held.issues[0].Body = "Looking into it.\r\n" + strings.ReplaceAll(held.issues[0].Body, "\n", "\r\n")
	held.issues[0].Body = strings.TrimPrefix(held.issues[0].Body, "Looking into it.\r\n")
	kept, err := tracker.Keep(t.Context(), drifting("i-a"))
	require.NoError(t, err)
	assert.Equal(t, Unchanged, kept.Outcome)
}

func TestAForgeThatFailsIsAnErrorThatNamesTheStack(t *testing.T) {
	refused := errors.New("no permission")
	_, err := Tracker{Forge: &memory{fails: refused}}.Keep(t.Context(), drifting("i-a"))
	require.ErrorIs(t, err, refused)
	assert.ErrorContains(t, err, "shop/prod")
}

// life is what a stack and its issue went through, as it ought to be remembered.
type life struct {
	held  *memory
	now   time.Time
	first map[string]time.Time // when each machine that drifts was first seen
	since time.Time            // when the drift began; zero while there is none
}

func (l *life) check(t *rapid.T, d Drift, machines []string) {
	l.now = l.now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
	before := l.held.writes
	kept, err := Tracker{Forge: l.held, Now: func() time.Time { return l.now }}.Keep(context.Background(), d)
	require.NoError(t, err)
	if d.Told() {
		l.remember(machines)
	}
	require.LessOrEqual(t, len(l.held.issues), 1, "one issue per stack")
	require.LessOrEqual(t, l.held.writes-before, 1, "one write per check")
	require.Equal(t, l.since, kept.Since)
	if !d.Told() {
		require.Equal(t, before, l.held.writes, "what could not be told writes nothing")
		return
	}
	l.compare(t)
}

// remember is the model: what persists keeps its time.
func (l *life) remember(machines []string) {
	seen := map[string]time.Time{}
	for _, machine := range machines {
		seen[machine] = l.now
		if first, known := l.first[machine]; known {
			seen[machine] = first
		}
	}
	if l.since.IsZero() || len(machines) == 0 {
		l.since = l.now
	}
	if len(machines) == 0 {
		l.since = time.Time{}
	}
	l.first = seen
}

func (l *life) compare(t *rapid.T) {
	if len(l.held.issues) == 0 {
		require.Empty(t, l.first)
		return
	}
	issue := l.held.issues[0]
	require.Equal(t, len(l.first) > 0, issue.Open, "open exactly while there is drift")
	for machine, first := range l.first {
		want := fmt.Sprintf("instance/%s`, since %s\n", machine, first.Format(stampLayout))
		require.Contains(t, issue.Body, want)
	}
}

func TestAtEveryMomentThereIsOneIssueAndItIsRight(t *testing.T) {
	machines := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"i-a", "i-b", "i-c", "i-d"}), 0, 4, rapid.ID[string])
	rapid.Check(t, func(t *rapid.T) {
		l := &life{held: &memory{}, now: noon, first: map[string]time.Time{}}
		var last []string
		t.Repeat(map[string]func(*rapid.T){
			"appear, change, vanish or return": func(t *rapid.T) {
				last = machines.Draw(t, "machines")
				l.check(t, drifting(last...), last)
			},
			"persist":        func(t *rapid.T) { l.check(t, drifting(last...), last) },
			"could not tell": func(t *rapid.T) { l.check(t, untold(machines.Draw(t, "seen")...), nil) },
			"somebody closes": func(t *rapid.T) {
				if len(l.held.issues) == 0 {
					t.Skip("no issue")
				}
				l.held.issues[0].Open = false
				l.check(t, drifting(last...), last)
			},
			"somebody opens": func(t *rapid.T) {
				if len(l.held.issues) == 0 {
					t.Skip("no issue")
				}
				l.held.issues[0].Open = true
				l.check(t, drifting(last...), last)
			},
		})
	})
}
