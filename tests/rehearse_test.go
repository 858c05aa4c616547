package tests

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
)

// rehearse carries the checkout of a pull request out on its base, and gives the
// exit code, the answer and what was said meanwhile. home is where bases are kept.
func (p *pull) rehearse(home, stack string, args ...string) (code int, outcome rehearsal.Outcome, said string) {
	p.t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(p.t, err)
	process := command(p.t, home, append([]string{"rehearse", "--system", p.system, "--stack", stack, "--json"}, args...)...)
	process.Dir = p.root
	process.Env = append(process.Env, "PATH="+project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GITHUB_ACTIONS=", "GITEA_ACTIONS=", "GITHUB_REPOSITORY=")
	var problems bytes.Buffer
	process.Stderr = &problems
	output, err := process.Output()
	if err != nil {
		require.ErrorAs(p.t, err, new(*exec.ExitError), "%s", problems.String())
	}
	require.NoError(p.t, json.Unmarshal(output, &outcome), "stdout is one JSON value: %s\n%s", output, problems.String())
	assert.Equal(p.t, [2]string{p.system, stack}, [2]string{outcome.System, outcome.Stack})
	return process.ProcessState.ExitCode(), outcome, problems.String()
}

// Edits of a system's dev are carried out. The base is brought up once, by the first
// of them. Many more edits are in tests/edits.
func TestAnEditIsCarriedOutBeforeAnybodyMergesIt(t *testing.T) {
	t.Parallel()
	for _, system := range reviewed() {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			p := openPull(t, system, false)
			p.push(lives[system].change)
			code, outcome, said := p.rehearse(home, "dev")
			assert.Equal(t, cli.ExitOK, code, said)
			assert.Equal(t, [2]any{rehearsal.Works, rehearsal.BackWorks}, [2]any{outcome.Verdict, outcome.Back}, outcome.Reason)
			assert.Equal(t, 1, outcome.Changes.Update)
			assert.Contains(t, said, "bringing up the base")

			p.push(loses[system])
			code, outcome, said = p.rehearse(home, "dev")
			assert.Equal(t, cli.ExitBlocked, code, said)
			assert.Equal(t, rehearsal.Loses, outcome.Verdict, outcome.Reason)
			assert.NotEmpty(t, outcome.At)
			assert.Contains(t, said, "as an earlier rehearsal left it")
		})
	}
}

// Where nothing can be carried out, or nothing need be, no cloud is made.
func TestWhatNeedsNoCloudIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	p := openPull(t, reference, false)
	home := t.TempDir()
	for _, c := range []struct {
		prepare func()
		stack   string
		code    int
		verdict rehearsal.Verdict
		reason  string
	}{
		{func() {}, "dev", cli.ExitOK, rehearsal.Unchanged, ""},
		{func() {
			p.push(func(config map[string]any) {
				merge(config, "groundwork:database", map[string]any{"replicas": 1, "backups": "0d"})
			})
		}, "dev", cli.ExitUsage, rehearsal.Refused, "groundwork:database.replicas"},
		{func() { require.NoError(t, os.Remove(filepath.Join(p.root, "Pulumi.staging.yaml"))) },
			"staging", cli.ExitBlocked, rehearsal.Loses, "removed from the repository"},
	} {
		c.prepare()
		code, outcome, said := p.rehearse(home, c.stack)
		assert.Equal(t, c.code, code, said)
		assert.Equal(t, [2]any{c.verdict, rehearsal.BackUntried}, [2]any{outcome.Verdict, outcome.Back})
		assert.Contains(t, outcome.Reason, c.reason)
		assert.NotContains(t, said, "bringing up")
	}
}

// A stack that the base does not have comes up, and goes again but for its final
// snapshots.
func TestANewStackIsBroughtUpAndTakenDown(t *testing.T) {
	t.Parallel()
	for _, system := range reviewed() {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			p := openPull(t, system, false)
			staging := filepath.Join(filepath.Dir(p.file), "Pulumi.staging.yaml")
			p.git(p.root, "rm", "--quiet", staging)
			p.git(p.root, "-c", "user.name=ann", "-c", "user.email=ann@example.com", "commit", "--quiet", "-m", "No staging yet")
			p.git(p.root, "checkout", "--quiet", "HEAD~1", "--", staging)
			p.git(p.root, "reset", "--quiet")
			code, outcome, said := p.rehearse(t.TempDir(), "staging", "--base", "HEAD")
			assert.Equal(t, cli.ExitOK, code, said)
			assert.Equal(t, [2]any{rehearsal.Works, rehearsal.BackWorks}, [2]any{outcome.Verdict, outcome.Back}, outcome.Reason)
			assert.Greater(t, outcome.Changes.Create, 100)
			assert.Greater(t, outcome.Seconds, 600.0, "a cluster alone takes ten minutes")
		})
	}
}

// The program of another commit is built, and runs under the engine and on the
// cloud of this one: the same program finds what it declares.
func TestAProgramThatWasBuiltRunsUnderThisEngine(t *testing.T) {
	t.Parallel()
	w, b := upAlready(t, reference, "dev")
	w.close()
	system, err := w.project.System(reference)
	require.NoError(t, err)
	built := filepath.Join(t.TempDir(), "program")
	require.NoError(t, w.project.BuildProgram(t.Context(), testWriter{t}, system, built))
	w.executable = built
	w.reopen()
	again := w.run(engine.Up)
	assert.Zero(t, again.Changes.Total(), "%+v", again.Changes)
	assert.Equal(t, b.up.Changes.Create, again.Changes.Same)
	assert.Equal(t, "[secret]", again.Outputs["databaseUrl"])
	w.edit(lives[reference].change)
	assert.Equal(t, 1, w.run(engine.Up).Changes.Update)
	w.edit(func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"replicas": 1, "backups": "0d"})
	})
	result := w.try(engine.Up)
	assert.Equal(t, engine.Failed, result.Result)
	require.NotEmpty(t, result.Problems)
	assert.Contains(t, result.Problems[0], "groundwork:database.replicas", "the program says why")
	w.run(engine.Destroy)
}

// testWriter is a test's log.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(text []byte) (int, error) {
	w.t.Log(string(text))
	return len(text), nil
}
