package toggles

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/internal/rehearsal"
	"groundwork/tests/ledger"
)

// together is how many toggles are carried out at once.
const together = 24

// TestToggles carries toggles out on living stacks, and goes back: those that
// GROUNDWORK_TOGGLES asks for, "all", a number for each stack, drawn by
// GROUNDWORK_TOGGLES_SEED, or a part of their name. GROUNDWORK_TOGGLES_STACK names one
// stack.
func TestToggles(t *testing.T) {
	asked := os.Getenv("GROUNDWORK_TOGGLES")
	if asked == "" {
		t.Skip("make toggles carries out a sample, make toggles-all everything")
	}
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	all, known := bases(t)
	report := openReport(t, project)
	for _, base := range all {
		if only := os.Getenv("GROUNDWORK_TOGGLES_STACK"); only != "" && only != base.String() {
			continue
		}
		t.Run(base.String(), func(t *testing.T) {
			t.Parallel()
			found, err := Walk(base, known)
			require.NoError(t, err)
			found = wanted(base, found, asked)
			s := stackRun{t: t, project: project, base: base, report: report}
			s.carryOut(t.Context(), found)
		})
	}
}

// wanted are the toggles that are asked for.
func wanted(base Base, found []Toggle, asked string) []Toggle {
	if asked == "all" {
		return found
	}
	if count, err := strconv.Atoi(asked); err == nil {
		return drawn(base, found, os.Getenv("GROUNDWORK_TOGGLES_SEED"), count)
	}
	return slices.DeleteFunc(slices.Clone(found), func(one Toggle) bool { return !strings.Contains(one.String(), asked) })
}

// drawn are as many accepted toggles as are asked for, the same for the same seed.
func drawn(base Base, found []Toggle, by string, count int) []Toggle {
	seed := fnv.New64()
	fmt.Fprint(seed, by, base)
	found = slices.DeleteFunc(slices.Clone(found), func(one Toggle) bool { return one.Refused != nil })
	rand.New(rand.NewPCG(seed.Sum64(), 0)).Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	return found[:min(count, len(found))]
}

// stackRun carries out the toggles of one stack.
type stackRun struct {
	t       *testing.T
	project engine.Project
	base    Base
	report  *ledger.Ledger
	world   *world
}

func (s *stackRun) carryOut(ctx context.Context, found []Toggle) {
	of, err := footprintsOf(ctx, s.base, graph.NewRecorder())
	require.NoError(s.t, err)
	var all []planned
	for _, one := range found {
		if outcome, done := s.report.Known(keyOf(s.base, one)); done {
			s.hold(one, outcome)
			continue
		}
		if one.Refused != nil {
			s.record(one, refused(one.Refused))
			continue
		}
		all = append(all, planned{one, of.of(ctx, one)})
	}
	if len(all) == 0 {
		return
	}
	s.world = up(s.t, s.project, s.base)
	packs := s.base.packed(all, together)
	s.t.Logf("%d toggles in %d packs", len(all), len(packs))
	for _, pack := range packs {
		if ctx.Err() == nil {
			s.try(ctx, pack)
		}
	}
}

// try carries out a pack; where something is wrong, the suspects and the others by
// themselves.
func (s *stackRun) try(ctx context.Context, pack []planned) {
	seen, suspects := s.world.rehearse(ctx, pack)
	outcome := rehearsal.Judge(seen)
	if seen.Head != nil && !(fine(seen.Head) && fine(seen.Back)) {
		s.world.restore()
	}
	s.t.Logf("%d toggles: %s", len(pack), outcome.Line)
	switch {
	case ctx.Err() != nil:
	case outcome.Verdict == rehearsal.Unchanged:
		s.recordAll(pack, unchanging)
	case len(pack) == 1:
		s.record(pack[0].Toggle, judged(seen, outcome))
	case outcome.Verdict == rehearsal.Works && outcome.Back == rehearsal.BackWorks:
		s.recordAll(pack, "works")
	default:
		for _, part := range split(pack, suspects) {
			s.try(ctx, part)
		}
	}
}

func (s *stackRun) recordAll(pack []planned, outcome string) {
	for _, one := range pack {
		s.record(one.Toggle, outcome)
	}
}

func (s *stackRun) record(one Toggle, outcome string) {
	require.NoError(s.t, s.report.Record(keyOf(s.base, one), outcome))
	s.hold(one, outcome)
}

func (s *stackRun) hold(one Toggle, outcome string) {
	assert.False(s.t, strings.HasPrefix(outcome, wrong), "%s: %s", one, outcome)
}
