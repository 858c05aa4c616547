package backend

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A kill can cut the file anywhere; a line that is not whole was never answered.
func TestAFileThatIsCutAnywhereHoldsWhatWasAnswered(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	var sizes []int64
	for i := range 5 {
		sizes = append(sizes, stack.size)
		require.NoError(t, stack.record(now.id, raw(t, created(int64(i+1), fmt.Sprint("r", i)))))
	}
	sizes = append(sizes, stack.size)
	whole, err := os.ReadFile(stack.path)
	require.NoError(t, err)
	for cut := int(sizes[0]); cut <= len(whole); cut++ {
		there := t.TempDir()
		path := Open(there, "secret").path(shop)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, whole[:cut], 0o600))
		answered := 0
		for _, size := range sizes[1:] {
			if int64(cut) >= size {
				answered++
			}
		}
		require.Len(t, ids(t, there), answered, "cut after %d bytes", cut)
	}
}

// What was cut off goes on: the next update writes after the last whole line.
func TestTheNextUpdateGoesOnAfterACut(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"), created(2, "b"))))
	require.NoError(t, os.Truncate(stack.path, stack.size-7))

	next, after := going(t, dir)
	assert.Equal(t, []string{"a-1"}, idsOf(t, next))
	require.NoError(t, next.record(after.id, raw(t, apitype.JournalEntry{Kind: apitype.JournalEntryKindSuccess, OperationID: 1, RemoveOld: place(0), State: thing("a")}, created(2, "c"))))
	assert.Equal(t, []string{"a-1", "c-1"}, ids(t, dir))
}

func TestADamagedFileSaysTheWayOn(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"))))
	require.NoError(t, stack.end(now.id))
	require.NoError(t, os.WriteFile(stack.path, []byte("{\"stack\":{\"format\":1}}\n{\"resource\":\n"), 0o600))
	_, err := Open(dir, "secret").Stack(shop)
	require.ErrorContains(t, err, "is damaged at line 2")
	require.ErrorContains(t, err, "cp ")
	require.NoError(t, os.Remove(stack.path+earlier))
	_, err = Open(dir, "secret").Stack(shop)
	assert.ErrorContains(t, err, "run up again")
	assert.NotErrorIs(t, err, ErrNoStack)
}

// A CLI that is newer than this program may send what would be lost here.
func TestWhatIsNotKnownIsRefusedAndNotLost(t *testing.T) {
	stack, now := going(t, t.TempDir())
	for _, entry := range []string{`{"version":1,"kind":1,"state":{"urn":"u","tomorrow":true}}`, `{"version":1,"kind":10}`} {
		assert.ErrorContains(t, stack.record(now.id, []json.RawMessage{json.RawMessage(entry)}), ".bin/pulumi")
	}
	assert.Empty(t, idsOf(t, stack))
}
