package sdk_test

import (
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/sdk/shear"
)

const copies = "groundwork/internal/sdk"

var update = flag.Bool("update", false, "rewrite the copies")

func TestTheCopiesAreThePinnedSDKs(t *testing.T) {
	files := sheared(t)
	if *update {
		write(t, files)
	}
	for name, want := range files {
		got, err := os.ReadFile(strings.TrimPrefix(name, copies+"/"))
		if assert.NoError(t, err, "make golden writes it") {
			assert.Equal(t, string(want), string(got), "%s is not what the SDK says: make golden", name)
		}
	}
	for _, there := range copied(t) {
		assert.Contains(t, files, copies+"/"+there, "nobody uses it: make golden removes it")
	}
}

// sheared are the copies as the pinned SDKs and our own code want them.
func sheared(t *testing.T) shear.Files {
	t.Helper()
	sdks := []shear.SDK{
		pinned(t, "github.com/pulumi/pulumi-aws/sdk/v6", "go/aws"),
		pinned(t, "github.com/pulumi/pulumi-kubernetes/sdk/v4", "go/kubernetes"),
	}
	uses, err := shear.ReadUses("../..", "groundwork", sdks)
	require.NoError(t, err)
	files, err := shear.Shear(sdks, uses)
	require.NoError(t, err)
	return files
}

// pinned is the SDK of a module that go.mod requires.
func pinned(t *testing.T, module, packages string) shear.SDK {
	t.Helper()
	output, err := exec.Command("go", "list", "-m", "-json", module).Output()
	require.NoError(t, err)
	var found struct{ Dir, Version string }
	require.NoError(t, json.Unmarshal(output, &found))
	return shear.SDK{
		From:    module + "/" + packages,
		To:      copies + "/" + filepath.Base(packages),
		Dir:     filepath.Join(found.Dir, filepath.FromSlash(packages)),
		Version: found.Version,
	}
}

// copied are the files of the copies that are there, below this folder.
func copied(t *testing.T) []string {
	t.Helper()
	var there []string
	for _, sdk := range []string{"aws", "kubernetes"} {
		err := filepath.WalkDir(sdk, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				there = append(there, filepath.ToSlash(path))
			}
			return err
		})
		require.NoError(t, err)
	}
	return there
}

func write(t *testing.T, files shear.Files) {
	t.Helper()
	for _, sdk := range []string{"aws", "kubernetes"} {
		require.NoError(t, os.RemoveAll(sdk))
	}
	for name, content := range files {
		path := filepath.FromSlash(strings.TrimPrefix(name, copies+"/"))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, content, 0o644))
	}
}
