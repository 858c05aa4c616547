package backend

import (
	"os"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What changes a stack beside an update: a tag, an imported state, its removal.
var beside = map[string]func(*Backend, *Stack) error{
	"a tag":               func(_ *Backend, s *Stack) error { return s.tag(map[string]string{"team": "web"}) },
	"an imported state":   func(_ *Backend, s *Stack) error { return s.Replace(apitype.UntypedDeployment{}) },
	"the stack's removal": func(b *Backend, s *Stack) error { return b.remove(s.name) },
}

func TestNothingChangesAStackBesideAnUpdate(t *testing.T) {
	for name, change := range beside {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			states := Open(dir, "secret")
			stack, err := states.Make(shop)
			require.NoError(t, err)
			now := &update{id: "u"}
			require.NoError(t, stack.begin(now, nil, time.Now()))
			require.NoError(t, stack.record(now.id, raw(t, created(1, "a"), creating(2, "b"))))

			var no *refusal
			require.ErrorAs(t, change(states, stack), &no)
			assert.Equal(t, conflict, no.code)
			require.NoError(t, stack.record(now.id, raw(t, created(2, "b"))), "the update goes on")
			assert.Equal(t, []string{"a-1", "b-1"}, ids(t, dir))
		})
	}
}

func TestATagThatFollowsACutOffUpdateKeepsWhatItDid(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"))))
	stack.update.expires = time.Now().Add(-time.Second)
	require.NoError(t, stack.tag(map[string]string{"team": "web"}))
	assert.Equal(t, []string{"a-1"}, ids(t, dir))
	assert.ErrorContains(t, stack.record(now.id, raw(t, created(2, "b"))), "overtaken")
}

func TestARemovedStackLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	states := Open(dir, "secret")
	_, err := states.Make(shop)
	require.NoError(t, err)
	require.NoError(t, states.remove(shop))
	_, err = states.Stack(shop)
	require.ErrorIs(t, err, ErrNoStack)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}
