package tests

import (
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/internal/saved"
)

// base is a stack as the first up of its stack file leaves it: brought up by the
// first test that wants it, saved, and restored for each test.
type base struct {
	once sync.Once
	name string
	// preview and up are what came before; up is empty where they failed.
	preview, up engine.Result
}

// bases are kept in one store, which the tests share.
var bases struct {
	lock sync.Mutex
	dir  string
	of   map[string]*base
}

// baseOf gives the base of a stack.
func baseOf(t *testing.T, system, stack string) *base {
	t.Helper()
	bases.lock.Lock()
	if bases.dir == "" {
		dir, err := os.MkdirTemp("", "groundwork-bases-")
		require.NoError(t, err)
		bases.dir, bases.of = dir, map[string]*base{}
	}
	name := system + "-" + stack
	if bases.of[name] == nil {
		bases.of[name] = &base{name: name}
	}
	b := bases.of[name]
	bases.lock.Unlock()
	b.once.Do(func() { b.make(t, system, stack) })
	require.Equal(t, engine.Succeeded, b.up.Result, "the up of %s failed in the test that wanted it first", name)
	return b
}

func (b *base) make(t *testing.T, system, stack string) {
	t.Helper()
	// From a machine of the stack's own network, which a private API has to let in.
	w := newWorld(t, system, stack, func(w *world) { w.conditions.From = localcloud.Inside })
	preview := w.run(engine.Preview)
	up := w.run(engine.Up)
	w.close()
	_, err := engine.Home{Dir: w.home}.SaveTo(saved.Open(bases.dir), b.name)
	require.NoError(t, err)
	b.preview, b.up = preview, up
}

// restore makes a home's cloud the base.
func (b *base) restore(t *testing.T, home string) {
	t.Helper()
	_, err := engine.Home{Dir: home}.RestoreFrom(saved.Open(bases.dir), b.name)
	require.NoError(t, err)
}

// forgetBases removes the store of all bases.
func forgetBases() {
	if bases.dir != "" {
		_ = os.RemoveAll(bases.dir) // it lies among temporary files
	}
}

// upAlready is a world whose stack is up, as its base is.
func upAlready(t *testing.T, system, stack string) (*world, *base) {
	t.Helper()
	b := baseOf(t, system, stack)
	return newWorld(t, system, stack, func(w *world) { w.base = b }), b
}
