package worktree

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repository is a checkout with one commit on main.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	run(t, root, "init", "--quiet", "--initial-branch=main")
	write(t, root, "main.go", "package main\n")
	write(t, root, "Pulumi.dev.yaml", "config: {}\n")
	run(t, root, "add", ".")
	run(t, root, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "first")
	return root
}

func run(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.Command("git", args...)
	command.Dir = dir
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
}

func write(t *testing.T, root, name, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(content), 0o600))
}

func TestAnotherCommitLiesBesideTheCheckoutAndGoes(t *testing.T) {
	root := repository(t)
	write(t, root, "Pulumi.dev.yaml", "config: {a: b}\n")
	base, err := Open(t.Context(), root, "main")
	require.NoError(t, err)
	assert.Len(t, base.Commit, 40)
	content, err := os.ReadFile(filepath.Join(base.Dir, "Pulumi.dev.yaml"))
	require.NoError(t, err)
	assert.Equal(t, "config: {}\n", string(content), "as it was committed")
	require.NoError(t, base.Close())
	assert.NoDirExists(t, base.Dir)
	content, err = os.ReadFile(filepath.Join(root, "Pulumi.dev.yaml"))
	require.NoError(t, err)
	assert.Equal(t, "config: {a: b}\n", string(content), "the checkout keeps its changes")
}

func TestStackFilesAndDocumentsAreNoCode(t *testing.T) {
	for file, same := range map[string]bool{
		"Pulumi.dev.yaml": true, "systems/shop/Pulumi.prod.yaml": true, "README.md": true, "docs/stack.schema.json": true,
		".github/workflows/ci.yml": true, "main_test.go": true,
		"main.go": false, "go.mod": false, "spec/new.go": false, "internal/price/prices.tsv": false,
	} {
		root := repository(t)
		base, err := Open(t.Context(), root, "HEAD")
		require.NoError(t, err)
		write(t, root, file, "package main // changed\n")
		found, err := base.SameCode(t.Context())
		require.NoError(t, err)
		assert.Equal(t, same, found, file)
		require.NoError(t, base.Close())
	}
}

func TestACommitThatIsNotThereSaysHowToGetIt(t *testing.T) {
	root := repository(t)
	_, err := Open(t.Context(), root, "origin/main")
	assert.ErrorContains(t, err, `no commit "origin/main"`)
	assert.ErrorContains(t, err, "fetch-depth: 0")
	_, err = Open(t.Context(), root, "--help")
	assert.ErrorContains(t, err, "is not a commit")
}

// A program is made of the packages that it imports, and of nothing else.
func TestAProgramIsMadeOfWhatItImports(t *testing.T) {
	files := map[string]string{
		"go.mod": "module groundwork\n\ngo 1.26\n", "main.go": "package main\n\nimport _ \"groundwork/spec\"\n\nfunc main() {}\n",
		"spec/spec.go": "package spec\n\nimport _ \"embed\"\n\n//go:embed data/table.tsv\nvar table string\n", "spec/data/table.tsv": "a\n",
		"internal/report/report.go": "package report\n", "systems/shop/main.go": "package main\n\nfunc main() {}\n",
	}
	for file, same := range map[string][2]bool{
		"main.go": {false, true}, "spec/spec.go": {false, true}, "spec/data/table.tsv": {false, true}, "go.mod": {false, false},
		"Makefile": {true, true}, "spec/notes.txt": {false, true}, "spec/asm_amd64.s": {false, true},
		"internal/report/report.go": {true, true}, "internal/new/new.go": {true, true}, "spec/more.go": {false, true}, "systems/shop/main.go": {true, false},
	} {
		t.Run(file, func(t *testing.T) {
			root := repository(t)
			for name, content := range files {
				write(t, root, name, content)
			}
			run(t, root, "add", ".")
			run(t, root, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "program")
			base, err := Open(t.Context(), root, "HEAD")
			require.NoError(t, err)
			write(t, root, file, files[file]+"\n// changed\n")
			for i, folder := range []string{".", "systems/shop"} {
				found, err := base.SameCode(t.Context(), folder)
				require.NoError(t, err)
				assert.Equal(t, same[i], found, folder)
				before, err := base.Code(t.Context(), folder)
				require.NoError(t, err)
				run(t, root, "add", ".")
				run(t, root, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", "change")
				changed, err := Open(t.Context(), root, "HEAD")
				require.NoError(t, err)
				after, err := changed.Code(t.Context(), folder)
				require.NoError(t, err)
				assert.Equal(t, same[i], before == after, "the code of %s", folder)
				require.NoError(t, changed.Close())
			}
			require.NoError(t, base.Close())
		})
	}
}

func TestOnlyCodeChangesWhatTheCodeIs(t *testing.T) {
	root := repository(t)
	code := func() string {
		run(t, root, "add", ".")
		run(t, root, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", "next")
		base, err := Open(t.Context(), root, "HEAD")
		require.NoError(t, err)
		id, err := base.Code(t.Context())
		require.NoError(t, err)
		require.NoError(t, base.Close())
		return id
	}
	first := code()
	write(t, root, "Pulumi.dev.yaml", "config: {a: b}\n")
	write(t, root, "docs/new.md", "# New\n")
	assert.Equal(t, first, code())
	write(t, root, "main.go", "package main // changed\n")
	assert.NotEqual(t, first, code())
}
