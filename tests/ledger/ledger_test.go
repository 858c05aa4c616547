package ledger_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/tests/ledger"
)

func TestTheNextRunKnowsWhatTheLastFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some", "ledger.txt")
	first, err := ledger.Open(path)
	require.NoError(t, err)
	require.NoError(t, first.Record("shop/dev\tcpu: 1", "works"))
	require.NoError(t, first.Record("shop/dev\tnat: 2", "fails:\n\tafter 1 change"))
	require.NoError(t, first.Note("two\tlines", "that are\tno entries"))
	require.NoError(t, first.Close())

	next, err := ledger.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, next.Close()) }()
	assert.Equal(t, map[string]string{"shop/dev\tcpu: 1": "works", "shop/dev\tnat: 2": "fails: after 1 change"}, next.All())
	came, known := next.Known("shop/dev\tcpu: 1")
	assert.True(t, known)
	assert.Equal(t, "works", came)
}

func TestALineThatWasCutOffIsNotKnown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.txt")
	require.NoError(t, os.WriteFile(path, []byte("one\tworks\ntwo\twor"), 0o600))
	for range 2 {
		l, err := ledger.Open(path)
		require.NoError(t, err)
		assert.Equal(t, map[string]string{"one": "works"}, l.All())
		require.NoError(t, l.Close())
	}
	l, err := ledger.Open(path)
	require.NoError(t, err)
	require.NoError(t, l.Record("two", "fails"))
	require.NoError(t, l.Close())
	l, err = ledger.Open(path)
	require.NoError(t, err)
	assert.Equal(t, "fails", l.All()["two"])
	require.NoError(t, l.Close())
}

func TestACodeGoesOnWithItsLastLedger(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	require.NoError(t, os.WriteFile(program, []byte("code"), 0o600))
	code, err := ledger.CodeOf(program)
	require.NoError(t, err)
	seeded, err := ledger.CodeOf(program, "seed")
	require.NoError(t, err)
	assert.NotEqual(t, code, seeded)

	today, err := ledger.Dated(filepath.Join(dir, "none"), code)
	require.NoError(t, err)
	assert.Regexp(t, `/none/\d{4}-\d\d-\d\d-`+code+`\.txt$`, today)
	for _, name := range []string{"2026-01-02-" + code + ".txt", "2026-01-01-" + code + ".txt", "2026-01-03-" + seeded + ".txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	last, err := ledger.Dated(dir, code)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "2026-01-02-"+code+".txt"), last)
}
