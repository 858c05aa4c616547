package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const cutOff = `{"version":3,"checkpoint":{"stack":"organization/shop/dev","latest":{
 "resources":[
  {"urn":"urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net","type":"aws:ec2/vpc:Vpc","id":"vpc-1","custom":true},
  {"urn":"urn:pulumi:dev::shop::groundwork:rds:Database$aws:rds/instance:Instance::db","type":"aws:rds/instance:Instance","id":"db-1","custom":true,"protect":true}],
 "pending_operations":[{"resource":{"urn":"urn:pulumi:dev::shop::aws:ec2/subnet:Subnet::a"},"type":"creating"}]}}}`

func writeState(t *testing.T, content string) Home {
	t.Helper()
	home := Home{Dir: t.TempDir()}
	path := home.statePath("shop", "dev")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return home
}

func TestAStackWithoutAStateIsEmpty(t *testing.T) {
	state, err := Home{Dir: t.TempDir()}.readState("shop", "dev")
	require.NoError(t, err)
	assert.Empty(t, state.Resources)
}

func TestTheStateTellsWhatIsProtectedAndWhatWasCutOff(t *testing.T) {
	state, err := writeState(t, cutOff).readState("shop", "dev")
	require.NoError(t, err)
	assert.Equal(t, []string{"urn:pulumi:dev::shop::groundwork:rds:Database$aws:rds/instance:Instance::db"}, state.protected())
	assert.Equal(t, []string{"creating urn:pulumi:dev::shop::aws:ec2/subnet:Subnet::a"}, state.Pending)
	assert.Equal(t, []string{"vpc-1"}, state.ids()["urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net"])
}

func TestSettlingDropsPendingOperationsAndNothingElse(t *testing.T) {
	home := writeState(t, cutOff)
	state, err := home.readState("shop", "dev")
	require.NoError(t, err)
	require.NoError(t, state.settle())
	settled, err := home.readState("shop", "dev")
	require.NoError(t, err)
	assert.Empty(t, settled.Pending)
	assert.Equal(t, state.Resources, settled.Resources)
}

func TestAttributeFilesCutShortByAKillAreRemoved(t *testing.T) {
	home := writeState(t, cutOff)
	sound, cut := home.statePath("shop", "dev")+".bak.attrs", home.statePath("shop", "dev")+".attrs"
	require.NoError(t, os.WriteFile(sound, []byte(`{"user.content_type":"application/json"}`), 0o600))
	require.NoError(t, os.WriteFile(cut, nil, 0o600))
	require.NoError(t, home.mendSidecars("shop", "dev"))
	assert.NoFileExists(t, cut)
	assert.FileExists(t, sound)
}

func TestADamagedStateSaysTheWayOn(t *testing.T) {
	home := writeState(t, cutOff[:200])
	_, err := home.readState("shop", "dev")
	assert.ErrorContains(t, err, "is damaged")
	assert.ErrorContains(t, err, "remove the file and run up again")

	path := home.statePath("shop", "dev")
	require.NoError(t, os.WriteFile(path+".bak", []byte(cutOff), 0o600))
	_, err = home.readState("shop", "dev")
	assert.ErrorContains(t, err, "cp ")
	assert.ErrorContains(t, err, "nothing in the cloud was touched")
}

func TestLocksOfDeadProcessesOfThisMachineAreRemoved(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	dir := filepath.Join(home.State(), ".pulumi", "locks", "organization", "shop", "dev")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	host, err := os.Hostname()
	require.NoError(t, err)
	for name, content := range map[string]string{
		"dead":    `{"pid":2147483646,"hostname":"` + host + `"}`,
		"damaged": `{"pid":`,
		"distant": `{"pid":2147483646,"hostname":"elsewhere.example"}`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".json"), []byte(content), 0o600))
	}
	notes := &recorder{}
	require.NoError(t, home.clearLocks(t.Context(), "shop", "dev", notes))
	assert.Len(t, notes.lines, 2)
	left, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(dir, "distant.json")}, left)
}

func TestALivingHolderOfTheLockIsWaitedFor(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	dir := filepath.Join(home.State(), ".pulumi", "locks", "organization", "shop", "dev")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	host, err := os.Hostname()
	require.NoError(t, err)
	path := filepath.Join(dir, "held.json")
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, `{"pid":%d,"hostname":%q}`, os.Getpid(), host), 0o600))
	notes := &recorder{onNote: func() { assert.NoError(t, os.Remove(path)) }}
	require.NoError(t, home.clearLocks(t.Context(), "shop", "dev", notes))
	assert.Equal(t, []string{fmt.Sprintf("process %d still works with the stack; waiting for it to end", os.Getpid())}, notes.lines)

	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, `{"pid":%d,"hostname":%q}`, os.Getpid(), host), 0o600))
	assert.ErrorIs(t, home.clearLocks(ctx, "shop", "dev", &recorder{onNote: cancel}), context.Canceled)
}

// recorder is a Progress that keeps its notes.
type recorder struct {
	lines  []string
	onNote func()
}

func (*recorder) Started(Step)  {}
func (*recorder) Finished(Step) {}
func (r *recorder) Note(line string) {
	r.lines = append(r.lines, line)
	if r.onNote != nil {
		r.onNote()
	}
}

func TestAFailedCLIIsQuotedWithoutItsWrapping(t *testing.T) {
	err := errors.New("failed to run update: exit status 1\ncode: 1\nstdout: \nstderr: error: the stack is currently locked\n")
	assert.Equal(t, "the stack is currently locked", describe(t.Context(), err))
	assert.Equal(t, "no room", describe(t.Context(), errors.New("no room")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.Contains(t, describe(ctx, err), "interrupted")
}
