package workflows

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// tracked are the folders of the files of that name that git knows, as "/tools/lint".
func tracked(t *testing.T, patterns ...string) []string {
	t.Helper()
	listed, err := exec.Command("git", append([]string{"-C", root, "ls-files", "--full-name", "--"}, patterns...)...).Output()
	require.NoError(t, err)
	var folders []string
	for file := range strings.FieldsSeq(string(listed)) {
		folders = append(folders, path.Join("/", path.Dir(file)))
	}
	require.NotEmpty(t, folders)
	return folders
}

// What is pinned and never updated is old, and what is not listed is not updated: the
// ecosystem of actions finds a composite one only where it is named.
func TestEverythingThatIsPinnedIsKeptUpToDate(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, ".github/dependabot.yml"))
	require.NoError(t, err)
	var dependabot struct {
		Version int
		Updates []struct {
			Ecosystem   string   `yaml:"package-ecosystem"`
			Directories []string `yaml:"directories"`
			Schedule    struct{ Interval string }
		}
	}
	require.NoError(t, yaml.Unmarshal(text, &dependabot))
	require.Equal(t, 2, dependabot.Version)
	looks := map[string][]string{}
	for _, update := range dependabot.Updates {
		require.NotEmpty(t, update.Schedule.Interval, update.Ecosystem)
		looks[update.Ecosystem] = update.Directories
	}
	require.ElementsMatch(t, append(tracked(t, ".github/actions/*/action.yml"), "/"), looks["github-actions"])
	require.ElementsMatch(t, tracked(t, "go.mod", "*/go.mod"), looks["gomod"])
}

// https://docs.renovatebot.com/modules/manager/github-actions/ has the files that are
// looked at unless a configuration says otherwise: .gitea's, and composite actions.
func TestRenovateKeepsBothForgesUpToDate(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "renovate.json"))
	require.NoError(t, err)
	var renovate struct {
		EnabledManagers     []string
		GitHubActions       *struct{} `json:"github-actions"`
		ManagerFilePatterns []string
		IgnorePaths         []string
	}
	require.NoError(t, json.Unmarshal(text, &renovate))
	require.ElementsMatch(t, []string{"github-actions", "gomod"}, renovate.EnabledManagers)
	require.Nil(t, renovate.GitHubActions)
	require.Empty(t, renovate.IgnorePaths)
}
