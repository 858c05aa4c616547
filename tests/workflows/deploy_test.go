package workflows

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// checkout is a repository with two systems, and commands that only write down how
// they are called.
type checkout struct {
	t   *testing.T
	dir string
}

const (
	oneState = `{"deployment": {"manifest": {"time": "2026-01-02T03:04:05Z"}}}`
	oneStep  = `{"manifest": {"time": "1"}, "resourcePlans": {"urn:1": {"steps": ["create"], "seed": "a", "goal": {"inputDiff": {"adds": {"class": "small", "password": {"ciphertext": "v1:abc"}}}}}}}`
)

func newCheckout(t *testing.T) checkout {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("scripts/deploy needs jq, which runners have")
	}
	c := checkout{t, t.TempDir()}
	for path, text := range map[string]string{
		"Pulumi.yaml": "name: shop\n", "systems/forum/Pulumi.yaml": "name: forum\n",
		"bin/export.json": oneState, "bin/plan.json": oneStep, "bin/preview.status": "0", "bin/report.status": "0",
	} {
		c.write(path, text)
	}
	for from, to := range map[string]string{"../../scripts/deploy": "scripts/deploy", "testdata/deploy/pulumi": "bin/pulumi", "testdata/deploy/groundwork": "bin/groundwork"} {
		text, err := os.ReadFile(from)
		require.NoError(t, err)
		c.write(to, string(text))
	}
	for _, arguments := range [][]string{{"init", "-q"}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "one"}} {
		out, err := exec.Command("git", append([]string{"-C", c.dir}, arguments...)...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	return c
}

func (c checkout) write(path, text string) {
	path = filepath.Join(c.dir, path)
	require.NoError(c.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(c.t, os.WriteFile(path, []byte(text), 0o755))
}

func (c checkout) read(path string) string {
	text, err := os.ReadFile(filepath.Join(c.dir, path))
	require.NoError(c.t, err)
	return string(text)
}

// calls are the commands that were called since the last time it was asked.
func (c checkout) calls() string {
	text, err := os.ReadFile(filepath.Join(c.dir, "bin/calls"))
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	require.NoError(c.t, err)
	require.NoError(c.t, os.Remove(filepath.Join(c.dir, "bin/calls")))
	return string(text)
}

// deploy runs scripts/deploy and is its exit code.
func (c checkout) deploy(arguments ...string) int {
	command := exec.Command(filepath.Join(c.dir, "scripts/deploy"), arguments...)
	command.Env = append(os.Environ(), "PATH="+filepath.Join(c.dir, "bin")+":"+os.Getenv("PATH"))
	out, err := command.CombinedOutput()
	c.t.Logf("%v: %s", arguments, out)
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		require.NoError(c.t, err)
	}
	return command.ProcessState.ExitCode()
}

func TestAPlanIsReportedBeforeItIsDone(t *testing.T) {
	c := newCheckout(t)
	require.Zero(t, c.deploy("plan", "forum", "prod", "plan"))
	require.Equal(t, "pulumi stack export --cwd systems/forum --stack prod\n"+
		"pulumi preview --cwd systems/forum --stack prod --non-interactive --parallel 32 --save-plan "+filepath.Join(c.dir, "plan/plan.json")+" --json\n"+
		"groundwork preview-comment --system forum --stack prod --from FILE --no-post\n", c.calls())
	require.Equal(t, oneStep, c.read("plan/plan.json"))
	require.Equal(t, "2026-01-02T03:04:05Z\n", c.read("plan/state"))

	require.Zero(t, c.deploy("up", "forum", "prod", "plan"))
	require.Equal(t, "pulumi stack export --cwd systems/forum --stack prod\n"+
		"pulumi up --cwd systems/forum --stack prod --non-interactive --yes --parallel 32 --plan "+filepath.Join(c.dir, "plan/plan.json")+"\n", c.calls())
}

func TestAPlanIsNotDoneOnceTheStateHasMoved(t *testing.T) {
	c := newCheckout(t)
	require.Zero(t, c.deploy("plan", "shop", "dev", "plan"))
	c.calls()
	c.write("bin/export.json", `{"deployment": {"manifest": {"time": "2026-01-02T03:04:06Z"}}}`)
	require.Equal(t, 1, c.deploy("up", "shop", "dev", "plan"))
	require.NotContains(t, c.calls(), "pulumi up")
}

func TestAPlanThatLosesDataNeedsApproval(t *testing.T) {
	c := newCheckout(t)
	c.write("bin/report.status", "3")
	for approved, exit := range map[string]int{"": 3, "false": 3, "true": 0} {
		t.Setenv("DATA_LOSS_APPROVED", approved)
		require.Equal(t, exit, c.deploy("plan", "shop", "prod", "plan"), approved)
	}
	// What else goes wrong is not approved along with it.
	c.write("bin/report.status", "1")
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "plan"))
	c.write("bin/report.status", "3")
	c.write("bin/preview.status", "255")
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "plan"))
}

func TestAFailedPreviewIsStillReported(t *testing.T) {
	c := newCheckout(t)
	c.write("bin/preview.status", "255")
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "plan"))
	require.Contains(t, c.calls(), "groundwork preview-comment")
}

func TestADigestStandsForWhatIsDone(t *testing.T) {
	digest := func(c checkout) string {
		require.Zero(t, c.deploy("plan", "shop", "prod", "plan"))
		return c.read("plan/digest")
	}
	c := newCheckout(t)
	first := digest(c)
	c.write("bin/plan.json", `{"manifest": {"time": "2"}, "resourcePlans": {"urn:1": {"steps": ["create"], "seed": "b", "goal": {"inputDiff": {"adds": {"class": "small", "password": {"ciphertext": "v1:xyz"}}}}}}}`)
	require.Equal(t, first, digest(c), "a secret is encrypted anew")
	for change, plan := range map[string]string{
		"another input": `{"resourcePlans": {"urn:1": {"steps": ["create"], "goal": {"inputDiff": {"adds": {"class": "large", "password": {"ciphertext": "v1:abc"}}}}}}}`,
		"another step":  `{"resourcePlans": {"urn:1": {"steps": ["delete"], "goal": {"inputDiff": {"adds": {"class": "small", "password": {"ciphertext": "v1:abc"}}}}}}}`,
		"no secret":     `{"resourcePlans": {"urn:1": {"steps": ["create"], "goal": {"inputDiff": {"adds": {"class": "small", "password": "plain"}}}}}}`,
		"nothing to do": `{"manifest": {}}`,
	} {
		c.write("bin/plan.json", plan)
		require.NotEqual(t, first, digest(c), change)
	}
	c.write("bin/plan.json", oneStep)
	c.write("bin/export.json", `{"deployment": {"manifest": {"time": "2026-01-02T03:04:06Z"}}}`)
	require.NotEqual(t, first, digest(c), "another state")
}

func TestAWrongCommandLineCallsNothing(t *testing.T) {
	c := newCheckout(t)
	for _, arguments := range [][]string{{}, {"plan", "shop", "prod"}, {"plan", "nosuch", "prod", "plan"}, {"down", "shop", "prod", "plan"}} {
		require.Equal(t, 2, c.deploy(arguments...), arguments)
	}
	require.Empty(t, c.calls())
}
