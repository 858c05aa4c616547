package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
	"groundwork/internal/localcloud"
)

// mute is a Progress that nobody looks at.
type mute struct{}

func (mute) Started(Step)  {}
func (mute) Finished(Step) {}
func (mute) Note(string)   {}

// before is a session in a home with a state that the CLI's file backend wrote.
func before(t *testing.T, state string) (*Session, Request) {
	t.Helper()
	home := Home{Dir: t.TempDir()}
	put(t, home, ".pulumi/stacks/shop/dev.json", state)
	return &Session{home: home, states: home.States(), progress: mute{}}, Request{System: System{Name: "shop"}, Stack: "dev"}
}

func TestAnEarlierStackThatNothingWasDoneToIsTakenOver(t *testing.T) {
	for name, state := range map[string]string{
		"no state yet":  `{"version":3,"checkpoint":{"stack":"organization/shop/dev"}}`,
		"an empty one":  `{"version":3,"checkpoint":{"stack":"organization/shop/dev","latest":null}}`,
		"no checkpoint": `{"version":3}`,
	} {
		t.Run(name, func(t *testing.T) {
			session, request := before(t, state)
			stack, err := session.takeOver(t.Context(), request)
			require.NoError(t, err)
			found, err := stack.State()
			require.NoError(t, err)
			assert.Empty(t, found.Resources)
		})
	}
}

// The file backend's locks were left by whatever was killed, on this machine or in a
// container that is gone, and its meta.yaml may be cut: nothing reads either any more.
func TestWhatTheFileBackendLeftIsInNobodysWay(t *testing.T) {
	session, request := before(t, `{"version":3,"checkpoint":{"stack":"organization/shop/dev"}}`)
	put(t, session.home, ".pulumi/locks/organization/shop/dev/7c.json", `{"pid":7,"username":"runner","hostname":"gone","timestamp":"2026-11-28T10:00:00Z"}`)
	put(t, session.home, ".pulumi/meta.yaml", "version: [")
	stack, err := session.takeOver(t.Context(), request)
	require.NoError(t, err)
	_, err = stack.Settle()
	require.NoError(t, err)
	lock, err := localcloud.LockFolder(session.home.Cloud())
	require.NoError(t, err)
	require.NoError(t, lock.Release())
	_, err = session.home.Save("base")
	assert.NoError(t, err)
}

// An empty stack in its place would hide the earlier state from the next run.
func TestAnEarlierStateThatCannotBeReadStaysTheStacks(t *testing.T) {
	const sealed = `"secrets_providers":{"type":"passphrase","state":{"salt":"v1:AAAAAAAAAAA=:x"}}`
	for name, state := range map[string]string{
		"no JSON":       `{"version":3,`,
		"no passphrase": `{"version":3,"checkpoint":{"latest":{"resources":[]}}}`,
		"of tomorrow":   `{"version":3,"checkpoint":{"latest":{` + sealed + `,"tomorrow":true}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			session, request := before(t, state)
			for range 2 {
				_, err := session.takeOver(t.Context(), request)
				require.ErrorContains(t, err, "dev.json")
				_, err = session.states.Stack(request.name())
				require.ErrorIs(t, err, backend.ErrNoStack)
			}
			_, err := os.Stat(filepath.Join(session.home.State(), "shop"))
			assert.ErrorIs(t, err, os.ErrNotExist)
		})
	}
}

// A destroy with --unprotect asks this before it does anything else.
func TestTheProtectionOfAnEarlierStackIsKnownAtOnce(t *testing.T) {
	session, request := before(t, `{"version":3,"checkpoint":{"latest":{
		"secrets_providers":{"type":"passphrase","state":{"salt":"v1:AAAAAAAAAAA=:x"}},
		"resources":[{"urn":"urn:pulumi:dev::shop::t:i:T::a","type":"t:i:T","custom":true,"id":"a-1","protect":true}]}}}`)
	assert.True(t, session.Protected(t.Context(), request))
}
