package saved

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestADamagedOrMissingPackIsToldBeforeAnythingIsTouched(t *testing.T) {
	for what, spoil := range map[string]func(path string) error{
		"missing":     os.Remove,
		"cut short":   func(path string) error { return os.Truncate(path, 20) },
		"empty":       func(path string) error { return os.Truncate(path, 0) },
		"half there":  func(path string) error { return os.Truncate(path, 8000) },
		"no pack":     func(path string) error { return os.WriteFile(path, []byte("no pack"), 0o600) },
		"another":     func(path string) error { return flip(path, 30) },
		"another end": func(path string) error { return flip(path, -200) },
	} {
		t.Run(what, func(t *testing.T) {
			store, dir := Open(t.TempDir()), t.TempDir()
			set := state(30)
			_, err := store.Save("base", set, nil)
			require.NoError(t, err)
			write(t, dir, []File{{"state/shop/dev.json", []byte("precious")}})
			before := files(t, dir)
			packs, err := store.packNames()
			require.NoError(t, err)
			require.Len(t, packs, 1)
			require.NoError(t, spoil(store.packPath(packs[0])))

			_, err = store.Stage("base", dir, roots...)
			require.ErrorContains(t, err, "a part of it can't be read")
			assert.ErrorContains(t, err, "groundwork local saved --delete base")
			assert.ErrorContains(t, err, "nothing was touched")
			require.NoError(t, Settle(dir))
			assert.Equal(t, before, files(t, dir))

			_, err = store.Save("again", set, nil)
			require.NoError(t, err, "saving the same mends it")
			assert.Equal(t, asMap(set), restored(t, store, "base", dir))
		})
	}
}

// flip changes one byte of a file, from its end where at is negative.
func flip(path string, at int) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	content[(at+len(content))%len(content)] ^= 1
	return os.WriteFile(path, content, 0o600)
}

func TestADamagedManifestIsListedAndCanBeDeletedOrOverwritten(t *testing.T) {
	store := Open(t.TempDir())
	set := state(10)
	for _, name := range []string{"bad", "good"} {
		_, err := store.Save(name, set, nil)
		require.NoError(t, err)
	}
	content, err := os.ReadFile(store.manifestPath("bad"))
	require.NoError(t, err)
	changed := strings.Replace(string(content), "shop/prod", "shop/../..", 1)
	require.NoError(t, os.WriteFile(store.manifestPath("bad"), []byte(changed), 0o600))

	list, err := store.List()
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Contains(t, list[0].Damage, "its checksum does not fit")
	assert.Empty(t, list[1].Damage)
	_, err = store.Stage("bad", t.TempDir(), roots...)
	assert.ErrorContains(t, err, "its checksum does not fit")

	require.NoError(t, store.Delete("good"), "what a manifest that can't be read needs is not known, so all packs stay")
	_, err = store.Save("bad", set, nil)
	require.NoError(t, err)
	assert.Equal(t, asMap(set), restored(t, store, "bad", t.TempDir()))
	require.NoError(t, store.Delete("bad"))
	assert.Equal(t, map[string]string{"lock": ""}, files(t, store.dir))
}
