package workflows

import (
	"errors"
	"fmt"
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
	oneState     = `{"deployment": {"manifest": {"time": "2026-01-02T03:04:05Z"}}}`
	anotherState = `{"deployment": {"manifest": {"time": "2026-01-02T03:04:06Z"}}}`
	oneStep      = `{"manifest": {"time": "1"}, "resourcePlans": {"urn:1": {"steps": ["create"], "seed": "a", "goal": {"inputDiff": {"adds": {"class": "small", "password": {"ciphertext": "v1:abc"}}}}}}}`
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

const (
	exportOf  = "pulumi stack export --cwd %[1]s --stack prod\n"
	previewOf = "pulumi preview --cwd %[1]s --stack prod --non-interactive --parallel 32 --save-plan PLAN --json\n"
	reportOf  = "groundwork preview-comment --system %[2]s --stack prod --from FILE --no-post\n"
	upOf      = "pulumi up --cwd %[1]s --stack prod --non-interactive --yes --skip-preview --parallel 32\n"
)

func TestAPlanIsReportedAndThenDone(t *testing.T) {
	for system, folder := range map[string]string{"shop": ".", "forum": "systems/forum"} {
		c := newCheckout(t)
		require.Zero(t, c.deploy("plan", system, "prod", "digest"))
		require.Equal(t, fmt.Sprintf(exportOf+previewOf+reportOf, folder, system), c.calls())
		require.Regexp(t, `^[0-9a-f]{16}\n$`, c.read("digest"))

		require.Zero(t, c.deploy("up", system, "prod", "digest"))
		require.Equal(t, fmt.Sprintf(exportOf+previewOf+upOf, folder), c.calls())
	}
}

func TestNothingOfAPlanIsKeptButItsDigest(t *testing.T) {
	c := newCheckout(t)
	t.Setenv("TMPDIR", t.TempDir())
	require.Zero(t, c.deploy("plan", "shop", "prod", "digest"))
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestAnotherPlanIsNotDone(t *testing.T) {
	for change, text := range map[string][2]string{
		"the state has moved":   {"bin/export.json", anotherState},
		"there is another step": {"bin/plan.json", `{"resourcePlans": {"urn:1": {"steps": ["delete"]}}}`},
		"the preview fails":     {"bin/preview.status", "255"},
		"there is no digest":    {"digest", ""},
	} {
		t.Run(change, func(t *testing.T) {
			c := newCheckout(t)
			require.Zero(t, c.deploy("plan", "shop", "dev", "digest"))
			c.calls()
			c.write(text[0], text[1])
			require.NotZero(t, c.deploy("up", "shop", "dev", "digest"))
			require.NotContains(t, c.calls(), "pulumi up")
		})
	}
}

func TestAPlanThatLosesDataNeedsApproval(t *testing.T) {
	c := newCheckout(t)
	c.write("bin/report.status", "3")
	for _, approved := range []string{"", "false"} {
		t.Setenv("DATA_LOSS_APPROVED", approved)
		require.Equal(t, 3, c.deploy("plan", "shop", "prod", "digest"), approved)
	}
	t.Setenv("DATA_LOSS_APPROVED", "true")
	require.Zero(t, c.deploy("plan", "shop", "prod", "digest"))
	// What else goes wrong is not approved along with it.
	c.write("bin/report.status", "1")
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "digest"))
	c.write("bin/report.status", "3")
	c.write("bin/preview.status", "255")
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "digest"))
}

func TestAFailedPreviewIsStillReported(t *testing.T) {
	c := newCheckout(t)
	c.write("bin/preview.status", "255")
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "digest"))
	require.Contains(t, c.calls(), "groundwork preview-comment")
}

func TestAStateThatCannotBeReadIsNoPlan(t *testing.T) {
	c := newCheckout(t)
	require.NoError(t, os.Remove(filepath.Join(c.dir, "bin/export.json")))
	require.Equal(t, 1, c.deploy("plan", "shop", "prod", "digest"))
	require.NoFileExists(t, filepath.Join(c.dir, "digest"))
}

func TestADigestStandsForWhatIsDone(t *testing.T) {
	digest := func(c checkout) string {
		require.Zero(t, c.deploy("plan", "shop", "prod", "digest"))
		return c.read("digest")
	}
	c := newCheckout(t)
	first := digest(c)
	for change, plan := range map[string]string{
		"a secret encrypted anew":    `{"manifest": {"time": "2"}, "resourcePlans": {"urn:1": {"steps": ["create"], "seed": "b", "goal": {"inputDiff": {"adds": {"class": "small", "password": {"ciphertext": "v1:xyz"}}}}}}}`,
		"a provider's other account": `{"resourcePlans": {"urn:1": {"steps": ["create"], "goal": {"inputDiff": {"adds": {"class": "small", "password": {"ciphertext": "v1:abc"}}}}}, "urn:pulumi:prod::shop::pulumi:providers:cloudflare::default": {"steps": ["update"]}}}`,
	} {
		c.write("bin/plan.json", plan)
		require.Equal(t, first, digest(c), change)
	}
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
	c.write("bin/export.json", anotherState)
	require.NotEqual(t, first, digest(c), "another state")
}

func TestAWrongCommandLineCallsNothing(t *testing.T) {
	c := newCheckout(t)
	for _, arguments := range [][]string{{}, {"plan", "shop", "prod"}, {"plan", "nosuch", "prod", "digest"}, {"down", "shop", "prod", "digest"}} {
		require.Equal(t, 2, c.deploy(arguments...), arguments)
	}
	require.Empty(t, c.calls())
}

func TestAStackFileThatWasRemovedIsNotDeployed(t *testing.T) {
	c := newCheckout(t)
	git := func(arguments ...string) {
		t.Helper()
		arguments = append([]string{"-C", c.dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, arguments...)
		out, err := exec.Command("git", arguments...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	c.write("Pulumi.prod.yaml", "config: {}\n")
	git("add", "Pulumi.prod.yaml")
	git("commit", "-q", "-m", "two")
	git("rm", "-q", "Pulumi.prod.yaml")
	git("commit", "-q", "-m", "three")
	require.Equal(t, 2, c.deploy("plan", "shop", "prod", "digest"))
	require.Empty(t, c.calls(), "nothing is looked at")
}
