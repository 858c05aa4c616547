package graphs

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/internal/localcloud/facts"
	"groundwork/tests/staying"
)

// An input that the cloud fills in when it is left out keeps its value when it is
// left out again: the provider takes what is there for what was wanted. So whatever
// depends on a key of the stack file is always written, or package staying says why not.

// hidden are blocks of which the provider hides that they are gone, though the cloud
// fills nothing in.
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/elbv2/load_balancer.go
var hidden = map[string][]string{
	"aws:lb/loadBalancer:LoadBalancer": {"accessLogs", "connectionLogs"},
}

// variants are changes of the systems' stack files: keys that the stacks of the tree
// don't have, and those that all of them have and could leave out.
var variants = map[string][]string{
	"stockindicator": {"", `
groundwork:database: {maxStorage: 2TB, replicaClass: db.r5.large, parameters: {work_mem: 8MB}}
groundwork:cache: {parameters: {maxmemory-policy: allkeys-lru}}
groundwork:compute: {eks: {nodes: {image: 1.36.0-20261110}, publicAccessCidrs: [203.0.113.7/32], admins: ["arn:aws:iam::123456789012:role/deploy"]}}
`, `
groundwork:database: {iops: null, parameters: null, replicas: null, backups: 0, logRetention: 1d}
groundwork:cache: {snapshots: 0, replicas: 0}
groundwork:network: {flowLogs: 0}
groundwork:edge: null
groundwork:buckets: {logs: null}
`},
	"screener": {"", `
groundwork:compute: {eks: {publicAccessCidrs: [203.0.113.7/32]}}
`, `
groundwork:network: {flowLogs: 0}
groundwork:buckets: {backups: {expire: null}}
`},
}

func TestNoValueStaysWhenItsKeyGoes(t *testing.T) {
	recorder := graph.NewRecorder()
	found := map[string]map[string]bool{} // resources by name, with each input whether it is always there
	for _, one := range all(t) {
		for _, change := range variants[one.system.Name] {
			for name, inputs := range registered(t, recorder, one, change) {
				name = one.system.Name + " " + name
				if found[name] == nil {
					found[name] = map[string]bool{}
					for path := range inputs {
						found[name][path] = true
					}
					continue
				}
				note(found[name], inputs)
			}
		}
	}
	used := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		fields := strings.Fields(name)
		typ := fields[1]
		for path, always := range found[name] {
			if always || !keeps(typ, path) {
				continue
			}
			used[typ+" "+path] = true
			assert.NotEmpty(t, staying.Why(typ, path), "%s: %s is left out in some stacks and given in others, and the cloud keeps what it had", name, path)
		}
	}
	for typ, paths := range staying.All() {
		for path := range paths {
			assert.True(t, used[typ+" "+path], "%s %s is always given by now: it needs no reason", typ, path)
		}
	}
}

// note takes what is missing in inputs, or new in them, for what is not always there.
func note(always map[string]bool, inputs map[string]bool) {
	for path := range always {
		always[path] = always[path] && inputs[path]
	}
	for path := range inputs {
		if _, known := always[path]; !known {
			always[path] = false
		}
	}
}

// registered are the inputs of each resource of AWS, by its type and name, with the
// keys of the stack file changed.
func registered(t *testing.T, recorder *graph.Recorder, one stack, change string) map[string]map[string]bool {
	t.Helper()
	source, err := withKeys(t, one, change)
	require.NoError(t, err)
	config, err := engine.ReadConfig(source, one.system.Name)
	require.NoError(t, err)
	recorded, err := recorder.Record(t.Context(), graph.Program{
		Run: one.run, Project: one.system.Name, Stack: one.name, Config: config.Values, Secrets: config.Secrets,
	})
	require.NoError(t, err, "%s with %s", one.file(), change)
	found := map[string]map[string]bool{}
	for _, r := range recorded.Resources {
		if !r.Component && strings.HasPrefix(string(r.URN.Type()), "aws:") {
			paths := map[string]bool{}
			collect(resource.NewProperty(r.Inputs), "", paths)
			found[string(r.URN.Type())+" "+r.URN.Name()] = paths
		}
	}
	return found
}

// collect notes every path that has a value; the items of a list are one.
func collect(value resource.PropertyValue, path string, into map[string]bool) {
	switch {
	case value.IsSecret():
		collect(value.SecretValue().Element, path, into)
	case value.IsObject():
		for key, one := range value.ObjectValue() {
			if !one.IsNull() {
				collect(one, strings.TrimPrefix(path+"."+string(key), "."), into)
			}
		}
	case value.IsArray():
		for _, one := range value.ArrayValue() {
			collect(one, path, into)
		}
	}
	if path != "" {
		into[path] = true
	}
}

// keeps tells whether an input that is left out keeps the value it had.
func keeps(typ, path string) bool {
	if slices.Contains(hidden[typ], path) {
		return true
	}
	schema, known := facts.AWS.Resource(typ)
	if !known {
		return false
	}
	properties := schema.Properties
	var last *facts.Property
	for part := range strings.SplitSeq(path, ".") {
		if last = properties[part]; last == nil {
			return false
		}
		properties = last.Nested
	}
	return last.Optional && last.Computed && last.Default == nil
}

// withKeys is a stack file with keys merged into its configuration, as far as the
// section is there; null takes a key out.
func withKeys(t *testing.T, one stack, change string) ([]byte, error) {
	t.Helper()
	source, err := os.ReadFile(one.system.StackFile(one.name))
	require.NoError(t, err)
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(source, &file))
	var changes map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(change), &changes))
	merge(file.Config, changes)
	return yaml.Marshal(map[string]any{"config": file.Config})
}

func merge(into, changes map[string]any) {
	for key, value := range changes {
		section, is := into[key].(map[string]any)
		changed, too := value.(map[string]any)
		switch {
		case value == nil:
			delete(into, key)
		case is && too:
			merge(section, changed)
		default:
			into[key] = value
		}
	}
}
