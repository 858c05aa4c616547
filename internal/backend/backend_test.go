package backend

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var shop = Name{Project: "shop", Stack: "dev"}

func urn(name string) resource.URN {
	return resource.URN("urn:pulumi:dev::shop::test:index:Thing::" + name)
}

func thing(name string, needs ...string) *apitype.ResourceV3 {
	made := &apitype.ResourceV3{URN: urn(name), Type: "test:index:Thing", Custom: true, ID: resource.ID(name + "-1")}
	for _, need := range needs {
		made.Dependencies = append(made.Dependencies, urn(need))
	}
	return made
}

func place(n int64) *int64 { return &n }

// raw are entries as a CLI sends them.
func raw(t *testing.T, entries ...apitype.JournalEntry) []json.RawMessage {
	t.Helper()
	var sent []json.RawMessage
	for i, entry := range entries {
		entry.Version, entry.SequenceID = 1, int64(i+1)
		text, err := json.Marshal(entry)
		require.NoError(t, err)
		sent = append(sent, text)
	}
	return sent
}

func creating(operation int64, name string) apitype.JournalEntry {
	return apitype.JournalEntry{
		Kind: apitype.JournalEntryKindBegin, OperationID: operation,
		Operation: &apitype.OperationV2{Type: apitype.OperationTypeCreating, Resource: *thing(name)},
	}
}

func created(operation int64, name string, needs ...string) apitype.JournalEntry {
	return apitype.JournalEntry{Kind: apitype.JournalEntryKindSuccess, OperationID: operation, State: thing(name, needs...)}
}

// going is a stack with an update that goes on, in a folder.
func going(t *testing.T, dir string) (*Stack, *update) {
	t.Helper()
	stack, err := Open(dir, "secret").Make(shop)
	require.NoError(t, err)
	now := &update{id: "u", token: "t"}
	require.NoError(t, stack.begin(now, nil, time.Now()))
	return stack, now
}

// ids are the ids of what a stack has, as a process that starts anew finds them.
func ids(t *testing.T, dir string) []string {
	t.Helper()
	stack, err := Open(dir, "secret").Stack(shop)
	require.NoError(t, err)
	return idsOf(t, stack)
}

func idsOf(t *testing.T, stack *Stack) []string {
	t.Helper()
	state, err := stack.State()
	require.NoError(t, err)
	found := []string{}
	for _, r := range state.Resources {
		found = append(found, string(r.ID))
	}
	for _, operation := range state.PendingOperations {
		found = append(found, fmt.Sprintf("%s %s", operation.Type, operation.Resource.ID))
	}
	return found
}

func TestWhatTheJournalSaysHasHappenedWhenTheProcessWasKilled(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, creating(1, "a"), created(1, "a"), creating(2, "b"))))
	assert.Equal(t, []string{"a-1", "creating b-1"}, idsOf(t, stack), "in the middle of the update")
	assert.Equal(t, []string{"a-1", "creating b-1"}, ids(t, dir), "after a kill")
}

func TestAnUpdateThatEndsLeavesNoJournal(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"), created(2, "b", "a"))))
	require.NoError(t, stack.end(now.id))
	text, err := os.ReadFile(stack.path)
	require.NoError(t, err)
	assert.NotContains(t, string(text), `"entry"`)
	assert.Equal(t, 3, strings.Count(string(text), "\n"), "a line for the whole and one for each resource")
	assert.Equal(t, []string{"a-1", "b-1"}, ids(t, dir))
	assert.FileExists(t, stack.path+earlier, "the file before stays beside it")
}

func TestLookingAtACutOffStackWritesNothing(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"), creating(2, "b"))))
	before, err := os.ReadFile(stack.path)
	require.NoError(t, err)
	assert.Equal(t, []string{"a-1", "creating b-1"}, ids(t, dir))
	looked, err := Open(dir, "secret").Stack(shop)
	require.NoError(t, err)
	require.NoError(t, looked.begin(&update{id: "p", looks: true}, nil, time.Now()))
	require.NoError(t, looked.end("p"))
	after, err := os.ReadFile(stack.path)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
}

func TestSettlingDropsWhatWasUnderWayAndSaysSo(t *testing.T) {
	dir := t.TempDir()
	stack, now := going(t, dir)
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"), creating(2, "b"))))
	stack, err := Open(dir, "secret").Stack(shop)
	require.NoError(t, err)
	dropped, err := stack.Settle()
	require.NoError(t, err)
	assert.Equal(t, []string{"creating " + string(urn("b"))}, dropped)
	assert.Equal(t, []string{"a-1"}, ids(t, dir))
}

func TestOneUpdateAtATimeUntilItsLeaseIsOver(t *testing.T) {
	stack, now := going(t, t.TempDir())
	other, at := &update{id: "other"}, time.Now()
	var no *refusal
	require.ErrorAs(t, stack.begin(other, nil, at), &no)
	assert.Equal(t, conflict, no.code)
	assert.ErrorContains(t, no, "pulumi cancel --stack dev")
	require.NoError(t, stack.begin(&update{id: "look", looks: true}, nil, at), "to look is always allowed")

	require.NoError(t, stack.renew(now.id, at.Add(4*time.Minute)))
	assert.Error(t, stack.begin(other, nil, at.Add(6*time.Minute)), "the lease was renewed")
	require.NoError(t, stack.begin(other, nil, at.Add(10*time.Minute)))
	assert.ErrorContains(t, stack.record(now.id, raw(t, created(1, "a"))), "overtaken", "whoever was overtaken writes no more")
}

func TestACancelledUpdateWritesNoMore(t *testing.T) {
	stack, now := going(t, t.TempDir())
	require.NoError(t, stack.record(now.id, raw(t, created(1, "a"))))
	require.NoError(t, stack.end(now.id))
	assert.Error(t, stack.record(now.id, raw(t, created(2, "b"))))
	assert.Equal(t, []string{"a-1"}, idsOf(t, stack))
}

func TestNamesPointNowhereElse(t *testing.T) {
	states := Open(t.TempDir(), "secret")
	for _, name := range []Name{{"..", "dev"}, {"shop", "../x"}, {"", "dev"}, {"shop", ""}, {"a/b", "dev"}, {`a\b`, "dev"}} {
		_, err := states.Make(name)
		assert.Error(t, err, "%q", name)
		_, err = states.Stack(name)
		assert.True(t, errors.Is(err, ErrNoStack), "%q", name)
	}
}

func TestWhatIsSealedIsOpenedAgainByTheSameSecretOnly(t *testing.T) {
	states := Open(t.TempDir(), "secret")
	sealed := states.Encrypt("hunter2")
	assert.Equal(t, sealed, states.Encrypt("hunter2"), "what did not change reads the same")
	assert.NotEqual(t, sealed, states.Encrypt("hunter3"))
	plain, err := states.Decrypt(sealed)
	require.NoError(t, err)
	assert.Equal(t, "hunter2", plain)
	_, err = Open(t.TempDir(), "another").Decrypt(sealed)
	assert.ErrorContains(t, err, "not encrypted by this cloud")
	_, err = states.Decrypt("AAAA")
	assert.Error(t, err)
}
