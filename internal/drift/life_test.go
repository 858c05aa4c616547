package drift

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

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
