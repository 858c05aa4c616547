// Package traffic tells who gets no answer while an operation is carried out: it
// replays what stands when, and asks at each moment whether the requests of a host,
// and of callers inside a cluster, still reach something that runs.
package traffic

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// The ends of time.
const (
	// Always is before the operation.
	Always time.Duration = -1
	// Forever is after it.
	Forever time.Duration = math.MaxInt64
)

// Span is one version of an object, and the time during which it is what stands
// there. Of a workload that is made, From is when its pods are ready.
type Span struct {
	// Type is the Pulumi token, ID the provider's id.
	Type, ID string
	// Properties are what the object shows.
	Properties map[string]any
	From       time.Duration
	Until      time.Duration
}

func (s Span) stands(at time.Duration) bool { return s.From <= at && at < s.Until }

// Gap is a time without an answer for requests that are answered before the
// operation, and whose way is there after it.
type Gap struct {
	// To is what is asked: a host with its path, or a service inside the cluster.
	To string `json:"to"`
	// Percent of the requests get no answer, at the worst of times.
	Percent int `json:"percent"`
	// Seconds is how long; 0 with Stays.
	Seconds float64 `json:"seconds"`
	// Stays is true where it does not end with the operation.
	Stays bool `json:"stays,omitempty"`
}

// Gaps finds them, the longest first.
func Gaps(spans []Span) []Gap {
	w := newWorld(spans)
	var gaps []Gap
	for _, to := range slices.Sorted(maps.Keys(w.ways)) {
		if gap, is := w.gap(to); is {
			gaps = append(gaps, gap)
		}
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Or(less(b.Stays, a.Stays), cmp.Compare(b.Seconds, a.Seconds)) })
	return gaps
}

func less(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// way gives the percentage of requests that get no answer at a moment, and whether
// there is anything that would send them somewhere.
type way func(at time.Duration) (lost int, there bool)

// kinds are what matters, of whichever package and version.
var kinds = map[string]bool{"ListenerRule": true, "TargetGroupBinding": true, "Service": true, "Deployment": true, "StatefulSet": true}

// world is everything that stands at some time.
type world struct {
	// versions are by kind and id, rules by what they match, bindings by their target
	// group, services and workloads by their namespace, services by their name too.
	versions, rules, bindings, services, workloads map[string][]Span
	// times are when something changes, in their order.
	times []time.Duration
	ways  map[string]way
}

func newWorld(spans []Span) *world {
	w := &world{
		versions: map[string][]Span{}, rules: map[string][]Span{}, bindings: map[string][]Span{},
		services: map[string][]Span{}, workloads: map[string][]Span{}, ways: map[string]way{},
	}
	moments := map[time.Duration]bool{}
	for _, span := range spans {
		if !kinds[span.kind()] {
			continue
		}
		w.versions[span.kind()+span.ID] = append(w.versions[span.kind()+span.ID], span)
		w.add(span)
		if span.From >= 0 {
			moments[span.From], moments[span.From+checked] = true, true
		}
		if span.Until < Forever {
			moments[span.Until] = true
		}
	}
	w.times = slices.Sorted(maps.Keys(moments))
	w.addHosts()
	w.addServices()
	return w
}

func (w *world) add(span Span) {
	namespace, name := textAt(span.Properties, "metadata", "namespace"), textAt(span.Properties, "metadata", "name")
	switch span.kind() {
	case "ListenerRule":
		if to := matched(span); to != "" {
			w.rules[to] = append(w.rules[to], span)
		}
	case "TargetGroupBinding":
		group := textAt(span.Properties, "spec", "targetGroupARN")
		w.bindings[group] = append(w.bindings[group], span)
	case "Service":
		w.services[namespace+"/"+name] = append(w.services[namespace+"/"+name], span)
	default:
		w.workloads[namespace] = append(w.workloads[namespace], span)
	}
}

func (s Span) kind() string { return s.Type[strings.LastIndex(s.Type, ":")+1:] }

// gap adds up the times at which a way leads nowhere.
func (w *world) gap(to string) (Gap, bool) {
	asks := w.ways[to]
	if lost, there := asks(Always); lost > 0 || !there {
		return Gap{}, false // nobody was answered before
	}
	found := Gap{To: to}
	for i, at := range w.times {
		lost, _ := asks(at)
		if lost == 0 {
			continue
		}
		found.Percent = max(found.Percent, lost)
		if i+1 < len(w.times) {
			found.Seconds += (w.times[i+1] - at).Seconds()
		} else {
			found.Stays, found.Seconds = true, 0
		}
	}
	if len(w.times) > 0 {
		if _, there := asks(w.times[len(w.times)-1]); !there {
			return Gap{}, false // it was taken away on purpose
		}
	}
	return found, found.Percent > 0
}

// at walks maps by key.
func at(value any, path ...string) any {
	for _, key := range path {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

func textAt(value any, path ...string) string {
	text, _ := at(value, path...).(string)
	return text
}

func number(value any) (int, bool) {
	switch value := value.(type) {
	case float64:
		return int(value), true
	case int:
		return value, true
	}
	return 0, false
}
