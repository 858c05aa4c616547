package localcloud

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// holding is a cloud's folder whose journal says that.
func holding(t testing.TB, text []byte) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, JournalName), text, 0o600))
	return dir
}

// journalOf is the journal of a cloud with some things, made one after the other.
func journalOf(t testing.TB, ids ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	for _, id := range ids {
		require.NoError(t, s.commit(&batch{Put: []*Object{thing(id, map[string]any{"size": 5.0, "name": id})}}))
	}
	require.NoError(t, s.Close())
	text, err := os.ReadFile(filepath.Join(dir, JournalName))
	require.NoError(t, err)
	return text
}

// A bit that fell over on the disk is not a cloud in which something else exists.
func TestALineThatWasChangedIsNotRead(t *testing.T) {
	text := journalOf(t, "a", "b", "c")
	lines := bytes.SplitAfter(text, []byte("\n"))
	start := len(lines[0])
	for at := start; at < start+len(lines[1])-1; at++ {
		changed := bytes.Clone(text)
		changed[at] ^= 1
		if changed[at] == '\n' {
			continue
		}
		_, err := ReadStore(holding(t, changed))
		require.ErrorContains(t, err, "damaged at line 2", "byte %d: %s", at, changed)
	}
	_, err := ReadStore(holding(t, append(bytes.Clone(text), `{"draws":{"k":1}}`+"\n"...)))
	assert.ErrorContains(t, err, "damaged at line 4", "a line without a checksum is nobody's, where others have one")
}

func TestAJournalOfBeforeThereWereChecksumsIsReadAndGoesOn(t *testing.T) {
	const old = `{"put":[{"type":"test:index/thing:Thing","id":"a","created":"0001-01-01T00:00:00Z","out":{}}]}
{"draws":{"k":2}}
`
	dir := holding(t, []byte(old))
	s, err := openStore(dir, nil, nil)
	require.NoError(t, err)
	put(t, s, thing("b", nil))
	require.NoError(t, s.Close())
	s, err = ReadStore(dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, ids(s))
	assert.Equal(t, 2, s.draws["k"])
}

// Whatever a line says, it is read or refused with its number.
func TestALineThatSaysNothingIsRefused(t *testing.T) {
	for _, line := range []string{
		`{"put":[null]}`, `{"put":[{}]}`, `{"put":[{"type":"a:b/c:C"}]}`, `{"put":{}}`, `[]`, `7`, `{"drop":[7]}`, `{"sum":"`, `{"sum":"00000000",`, `{"sum":"00000000","put":[]}`,
	} {
		_, err := openStore(holding(t, []byte(line+"\n")), nil, nil)
		assert.ErrorContains(t, err, "damaged at line 1", line)
	}
}

func TestAnObjectWithoutOutputsCanBeChanged(t *testing.T) {
	s, err := ReadStore(holding(t, []byte(`{"put":[{"type":"a:b/c:C","id":"x","created":"0001-01-01T00:00:00Z"}]}`+"\n")))
	require.NoError(t, err)
	s.all()[0].Set("a", "b")
}

func FuzzAJournalIsReadOrRefused(f *testing.F) {
	f.Add(journalOf(f, "a", "b"))
	f.Add([]byte(`{"put":[null]}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ReadStore(holding(t, text))
		if err == nil {
			for _, object := range s.all() {
				object.clone().Set("a", 1.0)
				_ = fmt.Sprint(listed(object))
			}
		}
	})
}
