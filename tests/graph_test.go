package tests

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
)

// checkGraph holds the recorded graph of the stack, which no engine has seen,
// against what the real one has in its state.
func (w *world) checkGraph() {
	w.t.Helper()
	config, err := w.system.Config(w.stack)
	require.NoError(w.t, err)
	recorded, err := graph.NewRecorder().Record(w.t.Context(), graph.Program{
		Run: w.program, Project: w.system.Name, Stack: w.stack, Config: config.Values, Secrets: config.Secrets,
	})
	require.NoError(w.t, err)
	snapshot, err := w.session.Snapshot(w.t.Context(), engine.Request{System: w.system, Stack: w.stack})
	require.NoError(w.t, err)
	engines := map[resource.URN]apitype.ResourceV3{}
	for _, has := range snapshot.Deployment.Resources {
		if !strings.HasPrefix(has.URN.Name(), "default_") {
			engines[has.URN] = has
		}
	}
	for _, registered := range recorded.Resources {
		if has, made := engines[registered.URN]; assert.True(w.t, made, "only the graph has %s", registered.URN) {
			delete(engines, registered.URN)
			w.compare(registered, has)
		}
	}
	assert.Empty(w.t, slices.Collect(maps.Keys(engines)), "only the engine has them")
}

// compare holds one registration against its resource.
func (w *world) compare(registered *graph.Resource, has apitype.ResourceV3) {
	w.t.Helper()
	about := string(registered.URN)
	assert.Equal(w.t, has.Parent, registered.Parent, about)
	options := map[string][]string{}
	for _, option := range registered.Options {
		options[option.Name] = option.Values
	}
	assert.Equal(w.t, has.Protect, slices.Equal(options["protect"], []string{"true"}), "%s: protect", about)
	assert.ElementsMatch(w.t, has.AdditionalSecretOutputs, keys(options["additionalSecretOutputs"]), about)
	assert.ElementsMatch(w.t, has.IgnoreChanges, options["ignoreChanges"], about)
	assert.ElementsMatch(w.t, has.ReplaceOnChanges, options["replaceOnChanges"], about)
	needs := slices.Clone(registered.After)
	for input, urns := range registered.Needs {
		assert.ElementsMatch(w.t, has.PropertyDependencies[resource.PropertyKey(input)], urns, "%s: %s", about, input)
		needs = append(needs, urns...)
	}
	slices.Sort(needs)
	assert.ElementsMatch(w.t, has.Dependencies, slices.Compact(needs), about)
	for input, value := range registered.Inputs {
		// A provider may put an input elsewhere, as Kubernetes' does with stringData.
		if is, kept := has.Inputs[string(input)]; kept {
			assert.True(w.t, promises(value, is), "%s: %s was %v and is %v", about, input, value, is)
		}
	}
}

func keys(names []string) []resource.PropertyKey {
	list := make([]resource.PropertyKey, len(names))
	for i, name := range names {
		list[i] = resource.PropertyKey(name)
	}
	return list
}

// promises tells whether a value of a graph is one of the state, which has the
// provider's defaults beside it and its types: what is unknown, or secret, may be
// anything.
func promises(value resource.PropertyValue, has any) bool {
	switch {
	case value.IsComputed(), value.IsSecret():
		return has != nil
	case value.IsObject():
		object, is := has.(map[string]any)
		for key, inside := range value.ObjectValue() {
			is = is && promises(inside, object[string(key)])
		}
		return is
	case value.IsArray():
		list, is := has.([]any)
		is = is && len(list) == len(value.ArrayValue())
		for i, inside := range value.ArrayValue() {
			is = is && promises(inside, list[i])
		}
		return is
	default:
		left := has == nil && fmt.Sprint(value.V) == "0" // Kubernetes' provider leaves zeros out
		return left || fmt.Sprint(value.V) == fmt.Sprint(has)
	}
}
