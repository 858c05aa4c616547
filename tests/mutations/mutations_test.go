package mutations

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/tests/ledger"
)

const (
	// everyChange is how many files any change of the code is held against, of which
	// everyPlan are planned.
	everyChange = 400
	everyPlan   = 25
)

func project(t *testing.T) engine.Project {
	t.Helper()
	found, err := engine.FindProject(".")
	require.NoError(t, err)
	return found
}

func maker(t *testing.T, seed string) Maker {
	t.Helper()
	sources, err := Sources(project(t))
	require.NoError(t, err)
	made, err := NewMaker(seed, sources)
	require.NoError(t, err)
	return made
}

func TestTheSameNumberMakesTheSameFile(t *testing.T) {
	m := maker(t, "a")
	for number := range 50 {
		one, err := m.Make(number)
		require.NoError(t, err)
		again, err := m.Make(number)
		require.NoError(t, err)
		assert.Equal(t, string(one.Content), string(again.Content))
	}
}

// run is a run over the files of one seed.
type run struct {
	t      *testing.T
	seed   string
	maker  Maker
	judge  Judge
	report Report
	// engine has the engine carry some of them out.
	engine bool
	// accepted is how many were planned.
	accepted *atomic.Int64
}

const (
	// previewed is of how many files that are planned the engine previews one.
	previewed = 100
	// broughtUp is of how many files one comes up, if it is accepted, where nobody says.
	broughtUp = 250
)

// upEvery is of how many files one comes up.
func upEvery(t *testing.T) int {
	asked := os.Getenv("GROUNDWORK_MUTATIONS_UP")
	if asked == "" {
		return broughtUp
	}
	every, err := strconv.Atoi(asked)
	require.NoError(t, err)
	return max(every, 1)
}

// further has the engine carry out what is its turn.
func (r run) further(ctx context.Context, made Mutant) Verdict {
	accepted := r.accepted.Add(1)
	switch {
	case made.Number%upEvery(r.t) == 0:
		return carriedOut(ctx, r.t, project(r.t), made, engine.Up)
	case accepted%previewed == 0:
		return carriedOut(ctx, r.t, project(r.t), made, engine.Preview)
	}
	return Planned
}

// over judges the files of some numbers that no earlier run has judged.
func (r run) over(ctx context.Context, from, to int) {
	numbers := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		judge := r.judge
		judge.Dir = r.t.TempDir()
		workers.Go(func() {
			for number := range numbers {
				if err := r.one(ctx, judge, number); err != nil {
					r.t.Errorf("number %d: %v", number, err)
				}
			}
		})
	}
	for number := from; number < to && ctx.Err() == nil; number++ {
		if !r.judged(number) {
			numbers <- number
		}
	}
	close(numbers)
	workers.Wait()
}

// judged tells whether an earlier run has the verdict: of a file that is to be planned,
// that it was accepted is not enough.
func (r run) judged(number int) bool {
	verdict, known := r.report.Verdict(number)
	return known && (verdict != Accepted || r.judge.Recorder == nil)
}

func (r run) one(ctx context.Context, judge Judge, number int) error {
	made, err := r.maker.Make(number)
	if err != nil {
		return err
	}
	verdict, err := judge.Judge(ctx, made)
	if err == nil && r.engine && verdict == Planned {
		verdict = r.further(ctx, made)
	}
	if err != nil || ctx.Err() != nil {
		return err
	}
	return r.report.Add(number, verdict)
}

// tell tells what came of all, and fails where a bug was found.
func (r run) tell(path string) {
	refused, planned, failed := r.report.Count()
	summary := fmt.Sprintf("%s, seed %q: %d refused, %d accepted, %d bugs; the report is %s", time.Now().Format(time.DateOnly), r.seed, refused, planned, failed, path)
	r.t.Log(summary)
	bugs := r.report.Bugs()
	for _, bug := range bugs {
		r.t.Error(bug)
	}
	require.NoError(r.t, r.report.Note(append([]string{summary}, bugs...)...))
	require.NoError(r.t, r.report.Close())
}

// TestMutations judges files of a seed. Without more it takes a few; GROUNDWORK_MUTATIONS
// says how many, GROUNDWORK_MUTATIONS_CHECKED how many more are checked only,
// GROUNDWORK_MUTATIONS_UP of how many one comes up if it is accepted,
// GROUNDWORK_MUTATIONS_SEED by which seed, and GROUNDWORK_MUTATIONS_REPORT where the
// verdicts are written: a run goes on where the last one with that file was ended.
func TestMutations(t *testing.T) {
	planned, checked := everyPlan, everyChange
	if asked := os.Getenv("GROUNDWORK_MUTATIONS"); asked != "" {
		var err error
		planned, err = strconv.Atoi(asked)
		require.NoError(t, err)
		checked, err = strconv.Atoi(os.Getenv("GROUNDWORK_MUTATIONS_CHECKED"))
		require.NoError(t, err)
	}
	seed := os.Getenv("GROUNDWORK_MUTATIONS_SEED")
	path := reportPath(t, seed)
	report, err := OpenReport(path)
	require.NoError(t, err)
	r := run{t: t, seed: seed, maker: maker(t, seed), report: report, accepted: new(atomic.Int64), engine: os.Getenv("GROUNDWORK_MUTATIONS") != ""}
	r.judge.Recorder = graph.NewRecorder()
	r.over(t.Context(), 0, planned)
	r.judge.Recorder, r.engine = nil, false
	r.over(t.Context(), planned, planned+checked)
	r.tell(path)
}

// reportPath is where the verdicts are written: for a few, nowhere that stays;
// otherwise to the last report of this code and seed, or today's.
func reportPath(t *testing.T, seed string) string {
	t.Helper()
	if path := os.Getenv("GROUNDWORK_MUTATIONS_REPORT"); path != "" {
		return path
	}
	if os.Getenv("GROUNDWORK_MUTATIONS") == "" {
		return filepath.Join(t.TempDir(), "report.txt")
	}
	binary, err := os.Executable()
	require.NoError(t, err)
	code, err := ledger.CodeOf(binary, seed)
	require.NoError(t, err)
	home, err := project(t).Home()
	require.NoError(t, err)
	path, err := ledger.Dated(filepath.Join(home.Dir, "mutations"), code)
	require.NoError(t, err)
	return path
}

// TestOneMutant shows a file and its verdict: GROUNDWORK_MUTANT is its number.
func TestOneMutant(t *testing.T) {
	asked := os.Getenv("GROUNDWORK_MUTANT")
	if asked == "" {
		t.Skip("GROUNDWORK_MUTANT says which")
	}
	number, err := strconv.Atoi(asked)
	require.NoError(t, err)
	made, err := maker(t, os.Getenv("GROUNDWORK_MUTATIONS_SEED")).Make(number)
	require.NoError(t, err)
	verdict, err := Judge{Dir: t.TempDir(), Recorder: graph.NewRecorder()}.Judge(t.Context(), made)
	require.NoError(t, err)
	t.Logf("%s number %d: %s\n%s", made.Source, number, verdict, made.Content)
}
