package rules_test

import (
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// everyType calls a test with each type of the facts and its least inputs, as
// checked.
func everyType(t *testing.T, each func(schema *facts.Resource, inputs resource.PropertyMap)) {
	for _, set := range []*facts.Set{facts.AWS, facts.Cloudflare} {
		for _, token := range set.Resources() {
			schema, _ := set.Resource(token)
			inputs, _ := rules.Check(rules.Checked{
				Schema: schema, News: resource.PropertyMap(cloudtest.Sampler{}.Inputs(schema)),
				Name: func(string) (string, error) { return "x-0000000", nil },
			})
			each(schema, inputs)
		}
	}
}

func TestEqualInputsOfAnyTypeAreNoChange(t *testing.T) {
	everyType(t, func(schema *facts.Resource, inputs resource.PropertyMap) {
		outputs := rules.Plan(rules.Planned{Schema: schema, Inputs: inputs})
		same := rules.Diff(rules.Change{Schema: schema, OldInputs: inputs, OldOutputs: outputs, News: inputs})
		assert.False(t, same.Changed(), "%s: %v", schema.Token, same.Diffs)
	})
}

func TestAChangeOfAnyPropertyIsOneInBothDirections(t *testing.T) {
	everyType(t, func(schema *facts.Resource, inputs resource.PropertyMap) {
		for name, p := range schema.Properties {
			key := resource.PropertyKey(name)
			if _, given := inputs[key]; !given || p.Element == facts.Object {
				continue // inside an object, the cloud keeps what the program no longer says
			}
			other, ok := cloudtest.Sampler{}.Value(name, p, 1)
			if !ok || p.WriteOnly {
				continue
			}
			changed := maps.Clone(inputs)
			changed[key] = other
			there := rules.Diff(rules.Change{Schema: schema, OldInputs: inputs, News: changed})
			back := rules.Diff(rules.Change{Schema: schema, OldInputs: changed, News: inputs})
			assert.Equal(t, there.Changed(), back.Changed(), "%s: %s: %v, %v", schema.Token, name, inputs[key], other)
			assert.Equal(t, there.Replaces, back.Replaces, "%s: %s", schema.Token, name)
		}
	})
}
