package engine

import (
	"maps"
	"slices"
	"time"

	"groundwork/internal/localcloud/pace"
	"groundwork/internal/traffic"
)

// Timeline is how long an operation takes in a real cloud, with typical times
// for each resource, and what decides that: its critical path.
type Timeline struct {
	// Seconds is the whole time.
	Seconds float64 `json:"seconds"`
	// CriticalPath is the longest chain of operations that wait for each other.
	CriticalPath []Leg `json:"criticalPath"`
	// ApplicationsSeconds is when the applications are up: all workloads that the
	// operation makes or changes, and what leads to them. Absent when it touches no
	// workload.
	ApplicationsSeconds float64 `json:"applicationsSeconds,omitempty"`
	// Later are the operations that end after that, the last ones last.
	Later []Leg `json:"later,omitempty"`
	// Unanswered are whom nobody answers for a while, the longest first.
	Unanswered []traffic.Gap `json:"unanswered,omitempty"`
	// Course is what it was computed from.
	Course Course `json:"-"`
}

// Leg is one operation of the critical path.
type Leg struct {
	// Verb is create, update or delete; Type the Pulumi token, Name the logical
	// name.
	Verb string `json:"verb"`
	Type string `json:"type"`
	Name string `json:"name"`
	// From and Until are seconds since the beginning.
	From  float64 `json:"from"`
	Until float64 `json:"until"`
}

// timeline puts operations into the order in which the engine carries them out
// with room for all: creates and updates as soon as what they depend on is
// done, then deletes. before and after are the state around the operation.
func timeline(took []pace.Took, before, after checkpoint) Timeline {
	built, deleted := phases(took)
	course := Course{built: built, waits: after.waits()}
	ends := course.ends(every)
	path := course.path(ends)
	path = append(path, waves(deleted, before, after)...)
	line := Timeline{CriticalPath: []Leg{}, Course: course}
	var now time.Duration
	for _, took := range path {
		kind, name := splitURN(took.URN)
		line.CriticalPath = append(line.CriticalPath, Leg{
			Verb: took.Verb, Type: kind, Name: name, From: now.Seconds(), Until: (now + took.Time).Seconds(),
		})
		now += took.Time
	}
	line.Seconds = now.Seconds()
	line.tellApplications(course)
	line.Unanswered = traffic.Gaps(moves{course, ends, leaving(deleted, before, after), before, after}.spans())
	return line
}

// phases splits off the deletes of the last phase: those with no create of the
// same resource after them, which would be a replacement that deletes first.
func phases(took []pace.Took) (built map[string][]pace.Took, deleted map[string]pace.Took) {
	built, deleted = map[string][]pace.Took{}, map[string]pace.Took{}
	for _, took := range slices.Backward(took) {
		if took.Verb == "delete" && len(built[took.URN]) == 0 {
			deleted[took.URN] = took
			continue
		}
		built[took.URN] = append([]pace.Took{took}, built[took.URN]...)
	}
	return built, deleted
}

// waves is the longest delete of each wave, in their order.
func waves(deleted map[string]pace.Took, before, after checkpoint) []pace.Took {
	levels := levels(deleted, before, after)
	longest := map[int]pace.Took{}
	for urn, took := range deleted {
		most, ok := longest[levels[urn]]
		if !ok || took.Time > most.Time || took.Time == most.Time && took.URN < most.URN {
			longest[levels[urn]] = took
		}
	}
	var path []pace.Took
	for _, at := range slices.Backward(slices.Sorted(maps.Keys(longest))) {
		path = append(path, longest[at])
	}
	return path
}

// levels are the waves of deletes, the last one 0. The engine deletes in waves: what
// nothing depends on, then what only that depended on, and each waits for the
// whole of the one before:
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step_generator.go (ScheduleDeletes)
func levels(deleted map[string]pace.Took, before, after checkpoint) map[string]int {
	kept, needs := after.needs(), before.needs()
	levels := map[string]int{}
	var level func(urn string) int
	level = func(urn string) int {
		if known, ok := levels[urn]; ok {
			return known
		}
		levels[urn] = 0
		deepest := 0
		for _, need := range needs[urn] {
			_, stays := kept[need]
			if _, goes := deleted[need]; goes || !stays {
				deepest = max(deepest, level(need)+1)
			}
		}
		levels[urn] = deepest
		return deepest
	}
	for urn := range deleted {
		level(urn)
	}
	return levels
}

// leaving is when each delete begins, after the last create or update.
func leaving(deleted map[string]pace.Took, before, after checkpoint) map[string]time.Duration {
	of, longest := levels(deleted, before, after), map[int]time.Duration{}
	for urn, took := range deleted {
		longest[of[urn]] = max(longest[of[urn]], took.Time)
	}
	begins := make(map[string]time.Duration, len(deleted))
	for urn := range deleted {
		for level, takes := range longest {
			if level > of[urn] {
				begins[urn] += takes
			}
		}
	}
	return begins
}
