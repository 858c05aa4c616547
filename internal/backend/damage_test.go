package backend

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fileOf gives the lines of a stack's file after an update that made things.
func fileOf(t *testing.T, names ...string) [][]byte {
	t.Helper()
	stack, now := going(t, t.TempDir())
	for i, name := range names {
		require.NoError(t, stack.record(now.id, raw(t, created(int64(i+1), name))))
	}
	require.NoError(t, stack.end(now.id))
	text, err := os.ReadFile(stack.path)
	require.NoError(t, err)
	return bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
}

// readAs reads a file as that of the stack.
func readAs(t *testing.T, text []byte) error {
	t.Helper()
	dir := t.TempDir()
	path := Open(dir, "secret").path(shop)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, text, 0o600))
	_, err := Open(dir, "secret").Stack(shop)
	return err
}

// What an update left is whole on the disk before it is there: a file that lost
// lines was damaged from outside, and what is left is not the stack.
func TestAFileThatLostResourcesIsNotAStackWithFewer(t *testing.T) {
	lines := fileOf(t, "a", "b", "c")
	whole := append(bytes.Join(lines, nil), '\n')
	require.NoError(t, readAs(t, whole))
	for cut := range whole[:len(whole)-1] {
		require.Error(t, readAs(t, whole[:cut]), "cut after %d bytes", cut)
	}
	for i := range lines {
		without := append(bytes.Join(append(append([][]byte{}, lines[:i]...), lines[i+1:]...), nil), '\n')
		assert.ErrorContains(t, readAs(t, without), "damaged", "without line %d", i+1)
	}
	assert.ErrorContains(t, readAs(t, append(whole, "{}\n"...)), "no checksum")
}

func TestAFileOfBeforeTheLinesWereCountedIsRead(t *testing.T) {
	const file = `{"stack":{"format":1,"serial":1,"deployment":{"manifest":{"time":"0001-01-01T00:00:00Z","magic":"","version":""},"metadata":{}}}}
{"resource":{"urn":"urn:pulumi:dev::shop::t:i:T::a","custom":false,"type":"t:i:T"}}
`
	assert.NoError(t, readAs(t, []byte(file)))
	assert.ErrorContains(t, readAs(t, []byte(file+"{}\n")), "it says nothing")
}

// A line that was changed and is still JSON is not the state. The first one, which an
// earlier groundwork must be able to read, has no checksum.
func TestAStateInWhichABitFellOverIsNotRead(t *testing.T) {
	lines := fileOf(t, "a", "b")
	whole := append(bytes.Join(lines, nil), '\n')
	for at := len(lines[0]); at < len(whole); at += 5 {
		changed := bytes.Clone(whole)
		if changed[at] ^= 1; changed[at] == '\n' || whole[at] == '\n' {
			continue
		}
		require.ErrorContains(t, readAs(t, changed), "damaged", "byte %d", at)
	}
}

// What is recommended is looked at first: a full disk has cut both files.
func TestACopyIsRecommendedWhenItCanBeRead(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"))))
	require.NoError(t, stack.end(now.id))
	require.NoError(t, os.WriteFile(stack.path, []byte("{"), 0o600))
	_, err := Open(dir, "secret").Stack(shop)
	require.ErrorContains(t, err, "cp ")
	require.NoError(t, os.WriteFile(stack.path+earlier, []byte("{"), 0o600))
	_, err = Open(dir, "secret").Stack(shop)
	require.ErrorContains(t, err, "rm ")
	assert.NotContains(t, err.Error(), "cp ")
}

func TestWhatAKilledWriterLeftIsWrittenOver(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, os.WriteFile(stack.path+unfinished, bytes.Repeat([]byte("cut off"), 1000), 0o600))
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"))))
	require.NoError(t, stack.end(now.id))
	assert.Equal(t, []string{"a-1"}, ids(t, dir))
	left, err := os.ReadDir(filepath.Dir(stack.path))
	require.NoError(t, err)
	assert.Len(t, left, 2, "the state and the one before")
}
