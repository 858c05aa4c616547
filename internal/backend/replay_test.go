package backend

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func success(operation int64, change func(*apitype.JournalEntry)) apitype.JournalEntry {
	entry := apitype.JournalEntry{Kind: apitype.JournalEntryKindSuccess, OperationID: operation}
	change(&entry)
	return entry
}

func TestTheJournalBecomesAState(t *testing.T) {
	other := thing("a")
	other.ID = "a-2"
	for name, test := range map[string]struct {
		entries []apitype.JournalEntry
		want    []string
	}{
		"nothing happened":               {nil, []string{"a-1", "b-1"}},
		"a resource is made":             {[]apitype.JournalEntry{creating(1, "c"), created(1, "c")}, []string{"c-1", "a-1", "b-1"}},
		"a resource stayed as it was":    {[]apitype.JournalEntry{success(1, func(e *apitype.JournalEntry) { e.RemoveOld, e.State = place(0), thing("a") })}, []string{"a-1", "b-1"}},
		"a resource is deleted":          {[]apitype.JournalEntry{success(1, func(e *apitype.JournalEntry) { e.RemoveOld = place(1) })}, []string{"a-1"}},
		"what was made is deleted too":   {[]apitype.JournalEntry{created(1, "c"), success(2, func(e *apitype.JournalEntry) { e.RemoveNew = place(1) })}, []string{"a-1", "b-1"}},
		"an operation failed":            {[]apitype.JournalEntry{creating(1, "c"), {Kind: apitype.JournalEntryKindFailure, OperationID: 1}}, []string{"a-1", "b-1"}},
		"an operation was cut off":       {[]apitype.JournalEntry{creating(1, "c")}, []string{"a-1", "b-1", "creating c-1"}},
		"a refresh found something else": {[]apitype.JournalEntry{{Kind: apitype.JournalEntryKindRefreshSuccess, RemoveOld: place(0), State: other}}, []string{"a-2", "b-1"}},
		"a refresh found nothing":        {[]apitype.JournalEntry{{Kind: apitype.JournalEntryKindRefreshSuccess, RemoveOld: place(0)}}, []string{"b-1"}},
		"outputs were registered later":  {[]apitype.JournalEntry{created(1, "c"), {Kind: apitype.JournalEntryKindOutputs, RemoveNew: place(1), State: other}}, []string{"a-2", "a-1", "b-1"}},
		"a new base is written":          {[]apitype.JournalEntry{{Kind: apitype.JournalEntryKindWrite, NewSnapshot: &apitype.DeploymentV3{Resources: []apitype.ResourceV3{*thing("z")}}}}, []string{"z-1"}},
		"after a refresh the places are counted anew": {[]apitype.JournalEntry{
			{Kind: apitype.JournalEntryKindRefreshSuccess, RemoveOld: place(0)}, {Kind: apitype.JournalEntryKindRebuiltBaseState},
			success(9, func(e *apitype.JournalEntry) { e.RemoveOld = place(0) }),
		}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			stack, now := going(t, t.TempDir())
			require.NoError(t, stack.record(now.id, raw(t, created(1, "a"), created(2, "b", "a"))))
			require.NoError(t, stack.end(now.id))
			next := &update{id: "next"}
			require.NoError(t, stack.begin(next, nil, next.expires))
			require.NoError(t, stack.record(next.id, raw(t, test.entries...)))
			assert.Equal(t, test.want, idsOf(t, stack), "in the middle")
			require.NoError(t, stack.end(next.id))
			assert.Equal(t, test.want, idsOf(t, stack), "at the end")
		})
	}
}

func TestReplacementsAreMarked(t *testing.T) {
	base := &content{Deployment: apitype.DeploymentV3{Resources: []apitype.ResourceV3{*thing("a"), *thing("b")}}}
	state, err := replayed(base, []apitype.JournalEntry{
		success(1, func(e *apitype.JournalEntry) { e.State, e.DeleteOld = thing("a"), place(0) }),
		success(2, func(e *apitype.JournalEntry) { e.PendingReplacementOld = place(1) }),
		created(3, "c"),
		success(4, func(e *apitype.JournalEntry) { e.DeleteNew = place(3) }),
	})
	require.NoError(t, err)
	marks := map[string]string{}
	for _, r := range state.Deployment.Resources {
		name := string(r.URN.Name())
		switch {
		case r.Delete:
			marks[name] += " delete"
		case r.PendingReplacement:
			marks[name] += " pending"
		default:
			marks[name] += " stays"
		}
	}
	assert.Equal(t, map[string]string{"a": " stays delete", "b": " pending", "c": " delete"}, marks)
}

func TestARefreshLeavesNoDanglingReferences(t *testing.T) {
	orphan := thing("child", "a", "b")
	orphan.Parent, orphan.DeletedWith = urn("a"), urn("a")
	orphan.PropertyDependencies = map[resource.PropertyKey][]resource.URN{"x": {urn("a")}, "y": {urn("a"), urn("b")}}
	base := &content{Deployment: apitype.DeploymentV3{Resources: []apitype.ResourceV3{*thing("a"), *thing("b"), *orphan}}}
	state, err := replayed(base, []apitype.JournalEntry{{Kind: apitype.JournalEntryKindRefreshSuccess, RemoveOld: place(0)}})
	require.NoError(t, err)
	left := state.Deployment.Resources[1]
	assert.Equal(t, []resource.URN{urn("b")}, left.Dependencies)
	assert.Equal(t, map[resource.PropertyKey][]resource.URN{"y": {urn("b")}}, left.PropertyDependencies)
	assert.Empty(t, left.Parent)
	assert.Empty(t, left.DeletedWith)
}

func TestAJournalThatMakesNoSenseIsRefused(t *testing.T) {
	for name, entry := range map[string]apitype.JournalEntry{
		"an unknown kind":      {Kind: 99},
		"an unknown operation": success(1, func(e *apitype.JournalEntry) { e.DeleteNew = place(7) }),
		"a kind below all":     {Kind: -1},
		"a base of nothing":    {Kind: apitype.JournalEntryKindWrite},
		"an extension of none": {Kind: apitype.JournalEntryKindExtensionParameterize},
		"outputs of nobody":    {Kind: apitype.JournalEntryKindOutputs, RemoveNew: place(7), State: thing("a")},
		"pending of nobody":    success(1, func(e *apitype.JournalEntry) { e.PendingReplacementNew = place(7) }),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := replayed(&content{}, []apitype.JournalEntry{entry})
			assert.Error(t, err)
		})
	}
}

func TestFeaturesDecideTheFormOfAState(t *testing.T) {
	plain := &content{Deployment: apitype.DeploymentV3{Resources: []apitype.ResourceV3{*thing("a")}}}
	version, features := plain.form()
	assert.Equal(t, plainForm, version)
	assert.Empty(t, features)

	tainted := *thing("b")
	tainted.Taint = true
	version, features = (&content{ByteString: true, Deployment: apitype.DeploymentV3{Resources: []apitype.ResourceV3{tainted}}}).form()
	assert.Equal(t, featureForm, version)
	assert.Equal(t, []string{"byteString", "taint"}, features)
}

func TestAStateThatDidNotChangeReadsTheSame(t *testing.T) {
	text := func(needs ...string) string {
		one := thing("c", needs...)
		one.StackTrace = []apitype.StackFrameV1{{SourcePosition: "project:///main.go#1"}}
		one.PropertyDependencies = map[resource.PropertyKey][]resource.URN{"x": one.Dependencies}
		state, err := replayed(&content{}, []apitype.JournalEntry{{Kind: apitype.JournalEntryKindSuccess, OperationID: 1, State: one}})
		require.NoError(t, err)
		lines, err := state.lines()
		require.NoError(t, err)
		return string(lines)
	}
	assert.Equal(t, text("a", "b"), text("b", "a"))
	assert.NotContains(t, text("a", "b"), "stackTrace")
}

// An update that begins with a refresh goes on after it: what it deletes may still be
// named by what it has not come to.
func TestWhatFollowsARefreshLeavesNoDanglingReferencesEither(t *testing.T) {
	base := &content{Deployment: apitype.DeploymentV3{Resources: []apitype.ResourceV3{*thing("a"), *thing("b", "a")}}}
	state, err := replayed(base, []apitype.JournalEntry{
		{Kind: apitype.JournalEntryKindRefreshSuccess, RemoveOld: place(0), State: thing("a")},
		{Kind: apitype.JournalEntryKindRebuiltBaseState},
		success(1, func(e *apitype.JournalEntry) { e.RemoveOld = place(0) }),
	})
	require.NoError(t, err)
	assert.Empty(t, state.Deployment.Resources[0].Dependencies)
}
