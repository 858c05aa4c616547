package saved

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachKill kills a deed at each of its steps, in a fresh store that holds other as
// "y" and first, which has a pack of its own, as "x", and a home that holds what was there before.
func eachKill(t *testing.T, deed string, least int, check func(t *testing.T, n int, store Store, home string)) {
	t.Helper()
	t.Parallel()
	for n := 1; ; n++ {
		store, home := Open(filepath.Join(t.TempDir(), "saved")), t.TempDir()
		_, err := store.Save("y", other, nil)
		require.NoError(t, err)
		_, err = store.Save("x", first, nil)
		require.NoError(t, err)
		write(t, home, before)
		if !killedAt(t, deed, n, store, home) {
			assert.Greater(t, n, least, "kills")
			return
		}
		check(t, n, store, home)
		if t.Failed() {
			t.Fatalf("after a kill at step %d", n)
		}
	}
}

var before = []File{
	{"cloud/cloud.jsonl", []byte("before\n")}, {"cloud/cloud.lock", []byte("1")},
	{"state/shop/dev.json", []byte("before")}, {"state/gone/dev.json", []byte("before")}, {"ahead", []byte("1h")},
}

// leavesNothing checks that what a kill left goes with what was saved.
func leavesNothing(t *testing.T, store Store) {
	t.Helper()
	list, err := store.List()
	require.NoError(t, err)
	for _, entry := range list {
		assert.Empty(t, entry.Damage)
		require.NoError(t, store.Delete(entry.Name))
	}
	assert.Equal(t, map[string]string{"lock": ""}, files(t, store.dir))
}

func TestASaveKilledAtAnyStepLeavesTheEarlierOrTheNewOne(t *testing.T) {
	seen := map[string]int{}
	eachKill(t, "save", 10, func(t *testing.T, _ int, store Store, _ string) {
		got := restored(t, store, "x", t.TempDir())
		if got["state/other/dev.json"] != "" {
			assert.Equal(t, asMap(second), got)
			seen["new"]++
		} else {
			assert.Equal(t, asMap(first), got)
			seen["earlier"]++
		}
		assert.Equal(t, asMap(other), restored(t, store, "y", t.TempDir()), "the other is untouched")
		_, err := store.Save("x", second, nil)
		require.NoError(t, err)
		assert.Equal(t, asMap(second), restored(t, store, "x", t.TempDir()), "the next save goes through")
		leavesNothing(t, store)
	})
	assert.Positive(t, seen["new"])
	assert.Positive(t, seen["earlier"])
}

func TestADeleteKilledAtAnyStepLeavesWholeSetsOnly(t *testing.T) {
	eachKill(t, "delete", 1, func(t *testing.T, _ int, store Store, _ string) {
		assert.Equal(t, asMap(other), restored(t, store, "y", t.TempDir()), "the other is untouched")
		if _, err := store.Stage("x", t.TempDir(), roots...); err != nil {
			assert.ErrorIs(t, err, ErrAbsent)
		}
		leavesNothing(t, store)
	})
}

// And whoever finishes it may be killed as well.
func TestARestoreKilledAtAnyStepIsDoneWhollyOrNotAtAll(t *testing.T) {
	want := asMap(first)
	want["cloud/cloud.lock"] = "1"
	seen := map[string]int{}
	eachKill(t, "restore", 20, func(t *testing.T, n int, store Store, home string) {
		for again := 1; again < 4 && killedAt(t, "settle", again, store, home); again++ {
		}
		require.NoError(t, Settle(home))
		got := files(t, home)
		if got["ahead"] == "1h" {
			assert.Equal(t, asMap(before), got)
			seen["before"]++
		} else {
			assert.Equal(t, want, got)
			seen["after"]++
		}
		assert.Equal(t, want, restored(t, store, "x", home), "the next restore goes through")
	})
	assert.Greater(t, seen["before"], 3)
	assert.Greater(t, seen["after"], 3)
}

// Processes that save, restore and delete in one store at once disturb nobody.
func TestProcessesShareAStore(t *testing.T) {
	t.Parallel()
	store, home := Open(filepath.Join(t.TempDir(), "saved")), t.TempDir()
	_, err := store.Save("y", other, nil)
	require.NoError(t, err)
	done := make(chan bool)
	for _, deed := range []string{"save", "delete", "save", "delete"} {
		go func() {
			defer func() { done <- true }()
			for range 20 {
				if err := deeds[deed](Open(store.dir), ""); err != nil {
					assert.ErrorIs(t, err, ErrAbsent)
				}
			}
		}()
	}
	for running := 4; running > 0; {
		select {
		case <-done:
			running--
		default:
			assert.Equal(t, asMap(other), restored(t, store, "y", home))
			if _, err := store.Stage("x", home, roots...); err != nil {
				assert.ErrorIs(t, err, ErrAbsent)
			}
			require.NoError(t, Settle(home))
		}
	}
	leavesNothing(t, store)
}
