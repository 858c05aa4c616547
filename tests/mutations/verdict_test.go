package mutations

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/graph"
	"groundwork/spec"
)

func TestAnAnswerIsHeldAgainstItsForm(t *testing.T) {
	fine := spec.Problem{File: "Pulumi.dev.yaml", Line: 2, Path: "groundwork:cache", Value: "1", Rule: "no", Instead: "nothing"}
	assert.Empty(t, misformed(spec.Problems{fine}))
	for part, spoil := range map[string]func(*spec.Problem){
		"lacks a part": func(p *spec.Problem) { p.Instead = "" },
		"lines for":    func(p *spec.Problem) { p.Rule = "two\nlines" },
		"may obey":     func(p *spec.Problem) { p.Value = "\x1b[2J" },
	} {
		broken := fine
		spoil(&broken)
		assert.Contains(t, misformed(spec.Problems{broken}), part)
	}
	assert.NotEmpty(t, misformed(spec.Problems{}))
}

func TestAReportGoesOnWhereItWasEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.txt")
	report, err := OpenReport(path)
	require.NoError(t, err)
	require.NoError(t, report.Add(3, Refused))
	require.NoError(t, report.Add(5, wrong("accepted, and not planned: %s\nin two lines", `"x" 1`)))
	require.NoError(t, report.Add(7, wrong("accepted, and not planned: %s in two lines", `"y" 2`)))
	require.NoError(t, report.Note("a summary", "of two lines"))
	require.NoError(t, report.Close())
	report, err = OpenReport(path)
	require.NoError(t, err)
	verdict, known := report.Verdict(3)
	assert.True(t, known)
	assert.Equal(t, Refused, verdict)
	_, known = report.Verdict(4)
	assert.False(t, known)
	refused, planned, bugs := report.Count()
	assert.Equal(t, []int{1, 0, 2}, []int{refused, planned, bugs})
	assert.Len(t, report.Bugs(), 1, "both are of one kind")
	assert.Contains(t, report.Bugs()[0], "2 times, numbers [5 7]")
	require.NoError(t, report.Close())
}

// A judge that finds nothing wrong with anything would be of no use.
func TestAFileThatIsAcceptedAndCantBePlannedIsABug(t *testing.T) {
	judge := Judge{Dir: t.TempDir(), Recorder: graph.NewRecorder()}
	made, err := maker(t, "").Make(0)
	require.NoError(t, err)
	made.Content = []byte("config:\n  aws:region: us-east-1\n  aws:region: us-east-1\n")
	verdict, err := judge.plan(t.Context(), made)
	require.NoError(t, err)
	assert.True(t, verdict.Bug(), verdict)
	verdict, err = judge.Judge(t.Context(), made)
	require.NoError(t, err)
	assert.Equal(t, Refused, verdict)
	made.Content = made.content
	verdict, err = judge.Judge(t.Context(), made)
	require.NoError(t, err)
	assert.Equal(t, Planned, verdict)
}

// A list in place of a text broke the maker once, at the 17,130th file of a seed.
func TestFilesAreMadeOfFilesThatAreWrongAlready(t *testing.T) {
	m := maker(t, "n5")
	for number := 17_000; number < 17_300; number++ {
		_, err := m.Make(number)
		require.NoError(t, err)
	}
}

func TestAFileThatWasOnlyCheckedIsPlannedWhereItIsToBe(t *testing.T) {
	report, err := OpenReport(filepath.Join(t.TempDir(), "report.txt"))
	require.NoError(t, err)
	checks := run{report: report}
	plans := run{report: report, judge: Judge{Recorder: graph.NewRecorder()}}
	require.NoError(t, report.Add(1, Accepted))
	require.NoError(t, report.Add(2, Planned))
	assert.True(t, checks.judged(1))
	assert.False(t, plans.judged(1))
	assert.True(t, plans.judged(2))
	assert.False(t, plans.judged(3))
	require.NoError(t, report.Close())
}
