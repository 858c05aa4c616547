package saved

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// roots are what the sets of these tests are made of.
var roots = []string{"cloud/cloud.jsonl", "state", "ahead"}

// state makes files like those of a stack of some resources, a line each.
func state(resources int) []File {
	chance := rand.New(rand.NewPCG(1, 2))
	text := func(of string) []byte {
		var lines strings.Builder
		for i := range resources {
			fmt.Fprintf(&lines, `{"urn":"urn:pulumi:prod::shop::%s:%d","outputs":{`, of, i)
			for property := range 30 + chance.IntN(40) {
				fmt.Fprintf(&lines, `"property%d":"value-%016x",`, property, chance.Uint64())
			}
			lines.WriteString("}}\n")
		}
		return []byte(lines.String())
	}
	return []File{
		{Path: "cloud/cloud.jsonl", Content: text("aws:ec2/vpc:Vpc")},
		{Path: "state/shop/prod.json", Content: text("kubernetes:apps/v1:Deployment")},
		{Path: "ahead", Content: []byte("0s\n")},
	}
}

// restored gives a folder back what was saved, and reads all that is there then.
func restored(t require.TestingT, store Store, name, dir string) map[string]string {
	_, err := store.Stage(name, dir, roots...)
	require.NoError(t, err)
	require.NoError(t, Settle(dir))
	return files(t, dir)
}

// files reads a folder, by paths; empty folders are not told.
func files(t require.TestingT, dir string) map[string]string {
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		relative, _ := filepath.Rel(dir, path)
		found[filepath.ToSlash(relative)] = string(content)
		return err
	}))
	return found
}

func asMap(set []File) map[string]string {
	contents := map[string]string{}
	for _, file := range set {
		contents[file.Path] = string(file.Content)
	}
	return contents
}

func write(t require.TestingT, dir string, set []File) {
	for _, file := range set {
		path := filepath.Join(dir, filepath.FromSlash(file.Path))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, file.Content, 0o600))
	}
}

func TestARestoreGivesBackTheRootsAndLeavesTheRest(t *testing.T) {
	store, dir := Open(filepath.Join(t.TempDir(), "saved")), t.TempDir()
	set := state(30)
	entry, err := store.Save("base", set, map[string]int{"objects": 30})
	require.NoError(t, err)
	assert.JSONEq(t, `{"objects":30}`, string(entry.About))
	write(t, dir, []File{
		{"cloud/cloud.jsonl", []byte("other")}, {"cloud/cloud.lock", []byte("1")},
		{"state/shop/dev.json", []byte("one that was not there")}, {"server.log", nil},
	})
	want := asMap(set)
	want["cloud/cloud.lock"], want["server.log"] = "1", ""
	assert.Equal(t, want, restored(t, store, "base", dir))
}

func TestARootThatWasNotThereIsRemovedByARestore(t *testing.T) {
	store, dir := Open(t.TempDir()), t.TempDir()
	_, err := store.Save("empty", []File{{"state/a", []byte("a")}}, nil)
	require.NoError(t, err)
	write(t, dir, []File{{"cloud/cloud.jsonl", []byte("x")}, {"ahead", []byte("1h")}})
	assert.Equal(t, map[string]string{"state/a": "a"}, restored(t, store, "empty", dir))
}

func TestNamesAndPathsLeadNowhereElse(t *testing.T) {
	store := Open(t.TempDir())
	for _, name := range []string{"", ".", "..", "../x", "a/b", `a\b`, "Base", "-x", ".hidden", "a b", "ä", "a\n", strings.Repeat("a", 101)} {
		_, err := store.Save(name, nil, nil)
		assert.ErrorContains(t, err, "is no name for a save", "%q", name)
		_, err = store.Stage(name, t.TempDir())
		assert.ErrorContains(t, err, "is no name for a save", "%q", name)
		assert.ErrorContains(t, store.Delete(name), "is no name for a save", "%q", name)
	}
	for _, name := range []string{"a", "0", "prod-2026.07_x", strings.Repeat("a", 100)} {
		assert.NoError(t, CheckName(name))
	}
	for _, path := range []string{"../x", "/etc/passwd", "state/../../x", ""} {
		_, err := store.Save("a", []File{{Path: path}}, nil)
		assert.ErrorContains(t, err, "leads out of its folder", "%q", path)
	}
	_, err := store.Save("a", []File{{Path: "elsewhere/x", Content: []byte("x")}}, nil)
	require.NoError(t, err)
	_, err = store.Stage("a", t.TempDir(), roots...)
	assert.ErrorContains(t, err, `it holds the file "elsewhere/x", which has no place there`)
	_, err = store.Stage("b", t.TempDir(), roots...)
	assert.ErrorIs(t, err, ErrAbsent)
	assert.ErrorContains(t, err, "there are: a")
}
