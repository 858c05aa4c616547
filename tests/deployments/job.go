package deployments

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/tests/deployments/account"
)

// workplace is where a job runs.
type workplace struct {
	*run
	of  *instance
	dir string
	// output is the file of a step's outputs.
	output string
	steps  map[string]any
	role   string
}

// carryOut runs a job: its steps, one after the other.
func (r *run) carryOut(of *instance) {
	w := &workplace{run: r, of: of, dir: r.play.t.TempDir(), steps: map[string]any{}}
	w.output = filepath.Join(r.play.t.TempDir(), "output")
	of.result = succeeded
	for _, step := range of.Steps {
		if !w.scope().holds(step.If, of.result == failed) {
			continue
		}
		if !w.step(step) {
			of.result = failed
		}
	}
	of.outputs = map[string]any{}
	for name, value := range of.Outputs {
		of.outputs[name] = w.scope().expand(value)
	}
}

func (w *workplace) scope() scope {
	s := w.run.scope(w.of)
	s["steps"] = w.steps
	return s
}

// step is true where the step succeeds.
func (w *workplace) step(step step) bool {
	action, _, _ := strings.Cut(strings.TrimPrefix(step.Uses, "https://github.com/"), "@")
	switch {
	case action == "actions/checkout":
		w.checkout(step.With["fetch-depth"])
	case action == "aws-actions/configure-aws-credentials":
		w.role = w.scope().expand(step.With["role-to-assume"])
	case action != "":
	case step.Run == "make build":
		w.build()
	default:
		return w.script(step)
	}
	return true
}

// checkout gets the run's commit, and as much of what was before as is asked for.
func (w *workplace) checkout(depth string) {
	t := w.play.t
	if depth == "0" {
		gitIn(t, w.dir, "clone", "-q", w.play.origin, ".")
	} else {
		gitIn(t, w.dir, "init", "-q")
		gitIn(t, w.dir, "fetch", "-q", "--depth", cmp.Or(depth, "1"), "file://"+w.play.origin, w.event.commit)
	}
	gitIn(t, w.dir, "checkout", "-q", w.event.commit)
}

func (w *workplace) build() {
	test, err := os.Executable()
	require.NoError(w.play.t, err)
	require.NoError(w.play.t, os.MkdirAll(filepath.Join(w.dir, "bin"), 0o755))
	require.NoError(w.play.t, os.Symlink(test, filepath.Join(w.dir, "bin", "groundwork")))
}

// script runs as both forges run one: bash -e.
func (w *workplace) script(step step) bool {
	t := w.play.t
	require.NoError(t, os.WriteFile(w.output, nil, 0o600))
	command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-e", "-c", step.Run)
	command.Dir, command.Env = w.dir, w.environment(step)
	said, err := command.CombinedOutput()
	w.of.log += string(said)
	written, readErr := os.ReadFile(w.output)
	require.NoError(t, readErr)
	outputs := map[string]any{}
	for line := range strings.Lines(string(written)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		outputs[name] = value
	}
	if step.ID != "" {
		w.steps[step.ID] = map[string]any{"outputs": outputs}
	}
	return err == nil
}

// environment is a step's.
func (w *workplace) environment(step step) []string {
	p := w.play
	api := p.server.URL
	variables := []string{
		"PATH=" + p.tools + ":" + os.Getenv("PATH"), "HOME=" + p.tools, "TMPDIR=" + os.TempDir(),
		"GITHUB_ACTIONS=true", "GITHUB_REPOSITORY=acme/web", "GITHUB_API_URL=" + api, "GITHUB_SERVER_URL=" + p.server.Site,
		"GITHUB_EVENT_NAME=" + w.event.name, "GITHUB_REF=refs/heads/main", "GITHUB_REF_NAME=main", "GITHUB_SHA=" + w.event.commit, "GITHUB_RUN_ID=7",
		"GITHUB_ACTOR=" + w.event.actor, "GITHUB_OUTPUT=" + w.output, "GITHUB_STEP_SUMMARY=" + w.output + ".md",
		account.VersionVariable + "=" + engine.Version, account.CloudVariable + "=" + p.cloudFile(), account.RoleVariable + "=" + w.credentials(),
	}
	if w.event.pull > 0 {
		variables = append(variables, fmt.Sprintf("GITHUB_REF=refs/pull/%d/merge", w.event.pull))
	}
	if p.gitea {
		variables = append(variables, "GITEA_ACTIONS=true")
	} else {
		variables = append(variables, "GITHUB_TRIGGERING_ACTOR="+w.again)
	}
	for name, value := range step.Env {
		value = w.scope().expand(value)
		if value == "the job's token" {
			value = w.token(step)
		}
		variables = append(variables, name+"="+value)
	}
	return variables
}

// token is the job's: one that nobody knows where the job has not the permissions that
// its command needs. https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
func (w *workplace) token(step step) string {
	needs := map[string]string{}
	switch {
	case strings.Contains(step.Run, "groundwork deploy"):
		needs["pull-requests"] = "read" // the comments, labels and commits of what was merged
		if w.of.Environment != "${{ matrix.stack }}" && !w.play.gitea {
			needs["actions"] = "read" // the environment
		}
	case strings.Contains(step.Run, "preview-comment"):
		needs["pull-requests"] = "write"
	case strings.Contains(step.Run, "drift"):
		needs["issues"] = "write"
	}
	for permission, level := range needs {
		if has := w.of.Permissions[permission]; has != level && has != "write" {
			return "one that may not"
		}
	}
	return w.play.token
}

// credentials are the role that the job took, or on Gitea the runner's default profile.
func (w *workplace) credentials() string {
	if w.role == "" && strings.HasSuffix(w.of.RunsOn, "-preview") {
		return "preview"
	}
	return w.role
}
