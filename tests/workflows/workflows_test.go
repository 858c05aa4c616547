// Package workflows holds the rules that the workflows for GitHub and Gitea keep, and
// lints them. It links no cloud SDK.
package workflows

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"github.com/stretchr/testify/require"
)

func TestWorkflowsKeepTheRules(t *testing.T) {
	now := readTree(t)
	for _, f := range readAll(t) {
		t.Run(f.path, func(t *testing.T) { require.Empty(t, problems(f, now)) })
	}
}

// Each example in testdata names in its first comments what is wrong with it, and
// nothing else must be found.
func TestRulesFindWhatIsWrong(t *testing.T) {
	examples := tree{pulumi: "3.1.0"}
	paths, err := filepath.Glob("testdata/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yml"), func(t *testing.T) {
			f := readFile(t, path)
			var wanted []string
			for line := range strings.Lines(f.text) {
				if problem, ok := strings.CutPrefix(strings.TrimSpace(line), "# wrong: "); ok {
					wanted = append(wanted, problem)
				}
			}
			found := append(problems(f, examples), lint(t, f)...)
			require.Equal(t, wanted, found)
		})
	}
}

func TestActionlintFindsNothing(t *testing.T) {
	for _, f := range readAll(t) {
		t.Run(f.path, func(t *testing.T) { require.Empty(t, lint(t, f)) })
	}
}

// asWorkflow is a workflow with an action's steps: actionlint reads no actions.
func asWorkflow(action file) string {
	_, steps, _ := strings.Cut(action.text, "\n  steps:\n")
	return `on: {workflow_call: {inputs: {tools: {type: string}, pulumi: {type: string}}}}
jobs:
  action:
    runs-on: ubuntu-latest
    steps:
` + steps
}

// named is a pinned action with the release that its comment says.
var named = regexp.MustCompile(`@[0-9a-f]{40} # (v\d+)\.\S+`)

// lint is what actionlint says. It knows an action's inputs by release and not by
// commit, and only by a name without a host: so it is shown those. What it doesn't
// know (a release that is newer than it is) it lets pass.
func lint(t *testing.T, f file) []string {
	t.Helper()
	project, err := actionlint.NewProject(root)
	require.NoError(t, err)
	shellcheck, _ := exec.LookPath("shellcheck") // "" leaves the scripts alone
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{Shellcheck: shellcheck})
	require.NoError(t, err)
	text := f.text
	if !f.isWorkflow() {
		text = asWorkflow(f)
	}
	text = named.ReplaceAllString(text, "@$1")
	text = strings.ReplaceAll(text, "uses: https://github.com/", "uses: ")
	found, err := linter.Lint(f.path, []byte(text), project)
	require.NoError(t, err)
	var said []string
	for _, problem := range found {
		said = append(said, problem.Message)
	}
	return said
}

// One commit for each action: an old one is not left behind in one of the files.
func TestEachActionHasOneCommit(t *testing.T) {
	pins := map[string]string{}
	for _, f := range readAll(t) {
		for _, s := range f.steps() {
			name, pin, ok := strings.Cut(strings.TrimPrefix(s.Uses.Value, "https://github.com/"), "@")
			if !ok {
				continue
			}
			parts := strings.Split(name, "/")
			repository := strings.Join(parts[:min(2, len(parts))], "/")
			if pins[repository] == "" {
				pins[repository] = pin
			}
			require.Equal(t, pins[repository], pin, "%s in %s", name, f.path)
		}
	}
}

// Without a host Gitea looks where the instance's settings say.
func TestGiteaNamesTheHostOfEveryAction(t *testing.T) {
	for _, f := range readAll(t) {
		for _, s := range f.steps() {
			if strings.HasPrefix(f.path, ".gitea/") && s.Uses.Value != "" && !strings.HasPrefix(s.Uses.Value, "./.gitea/") {
				require.True(t, strings.HasPrefix(s.Uses.Value, "https://github.com/"), "%s in %s", s.Uses.Value, f.path)
			}
		}
	}
}

func TestGitHubAndGiteaHaveTheSameWorkflows(t *testing.T) {
	require.Equal(t, []string{"ci.yml", "deploy.yml", "drift.yml", "preview.yml"}, bases(glob(t, ".github/workflows/*")))
	require.Equal(t, bases(glob(t, ".github/workflows/*")), bases(glob(t, ".gitea/workflows/*")))
}

func bases(paths []string) []string {
	var names []string
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	return names
}

func TestCIRunsTheReadmesTestCommand(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	command := regexp.MustCompile(`(?m)^    (make test)\b`).FindSubmatch(readme)
	require.NotNil(t, command, "the README's test command")
	for _, path := range []string{".github/workflows/ci.yml", ".gitea/workflows/ci.yml"} {
		f := readFile(t, filepath.Join(root, path))
		require.True(t, slices.ContainsFunc(f.steps(), func(s step) bool { return s.Run == string(command[1]) }), path)
		require.ElementsMatch(t, []string{"push", "pull_request"}, f.triggers())
	}
}
