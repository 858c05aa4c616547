// Package edits carries out the edits of edits.yaml, as people make them: each is a
// pull request on a stack that is up, and is rehearsed by the command.
package edits

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
)

// asCommand makes the test binary be the groundwork command.
const asCommand = "GROUNDWORK_TEST_AS_COMMAND"

var update = flag.Bool("update", false, "write the answers that came into testdata/answers.txt")

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "" {
		os.Exit(m.Run())
	}
	cli.Quicken()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(cli.Run(ctx, mended(program.Systems()), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// answers are what came of the edits that ran, by their names.
type answers struct {
	lock sync.Mutex
	of   map[string]string
}

// TestEdits rehearses each edit, and holds the answer against what was expected
// before it ever ran.
func TestEdits(t *testing.T) {
	if os.Getenv("GROUNDWORK_EDITS") == "" && !named() {
		t.Skip("make edits runs them, or -run TestEdits/NAME one")
	}
	t.Parallel()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	came, home := answers{of: map[string]string{}}, os.Getenv("GROUNDWORK_EDITS_HOME")
	if home == "" {
		home = t.TempDir()
	}
	edits := readEdits(t)
	t.Cleanup(func() { came.holdAgainstGolden(t, edits) })
	for _, e := range edits {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			came.rehearse(t, project, home, e)
		})
	}
}

// named tells whether -run asks for edits by their names.
func named() bool {
	return strings.Contains(flag.Lookup("test.run").Value.String(), "/")
}

// rehearse carries one edit out in a checkout of its own.
func (a *answers) rehearse(t *testing.T, project engine.Project, home string, e edit) {
	line, code, outcome := call(t, project, checkout(t, project, e), home, e)
	a.lock.Lock()
	a.of[e.Name] = fmt.Sprintf("%s\n  %d %s, back %s\n  %s\n", e.Name, code, outcome.Verdict, outcome.Back, line)
	a.lock.Unlock()
	assert.Equal(t, fmt.Sprintf("%d %s, back %s", e.Code, e.Verdict, e.Back), fmt.Sprintf("%d %s, back %s", code, outcome.Verdict, outcome.Back), line)
	assert.Regexp(t, pattern(e.Line), line)
	assert.LessOrEqual(t, len([]rune(line)), 120, "the first line fits: %s", line)
}

// checkout is a checkout of its own in which the edit is made.
func checkout(t *testing.T, project engine.Project, e edit) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "checkout")
	git(t, ".", "clone", "--quiet", "--shared", project.Root, root)
	if e.Base != nil {
		e.Base.apply(t, root, e)
		git(t, root, "-c", "user.name=ann", "-c", "user.email=ann@example.com", "commit", "--quiet", "--all", "-m", "What the edit begins with")
	}
	e.Edit.apply(t, root, e)
	return root
}

// pattern is what is expected; "..." stands for anything.
func pattern(expected string) *regexp.Regexp {
	return regexp.MustCompile("^(?s:" + strings.ReplaceAll(regexp.QuoteMeta(expected), `\.\.\.`, ".*") + ")$")
}

// call rehearses by the command, and gives the first line, the exit code and the
// whole answer. variables are set for the command.
func call(t *testing.T, project engine.Project, root, home string, e edit, variables ...string) (line string, code int, outcome rehearsal.Outcome) {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0], "rehearse", "--base", "HEAD", "--system", e.System, "--stack", e.Stack, "--json")
	process.Dir = root
	process.Env = append(append(os.Environ(), variables...), asCommand+"=1", "GROUNDWORK_HOME="+home,
		"PATH="+project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"))
	var said bytes.Buffer
	process.Stderr = &said
	output, err := process.Output()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError), "%s", said.String())
	}
	require.NoError(t, json.Unmarshal(output, &outcome), "stdout is one JSON value: %s\n%s", output, said.String())
	told := strings.Split(strings.TrimRight(said.String(), "\n"), "\n")
	line = strings.TrimPrefix(told[len(told)-1], e.System+"/"+e.Stack+": ")
	return line, process.ProcessState.ExitCode(), outcome
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", args...)
	command.Dir = dir
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
}
