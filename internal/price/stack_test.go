package price_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

type object = map[string]any

// made is a resource that a change creates.
func made(token, name string, inputs object) changes.Resource {
	return changes.Resource{
		URN: "urn:" + token + "::" + name, Type: token, Name: name, Operation: changes.Create,
		Parents: []string{"part"}, After: inputs,
	}
}

// there is a resource that stays the same, with an id.
func there(token, name, id string, inputs object) changes.Resource {
	resource := made(token, name, nil)
	resource.ID, resource.Operation, resource.Before = id, changes.Same, inputs
	return resource
}

func stack(resources ...changes.Resource) changes.Set {
	return changes.Set{System: "test", Stack: "prod", Region: "us-east-1", Resources: resources}
}

// costs estimates a stack and holds it to its cost, in words and dollars, without
// anything unknown.
func costs(t *testing.T, set changes.Set, dollars string, how ...string) price.Estimate {
	t.Helper()
	estimate := price.Of(set)
	assert.Empty(t, estimate.Unknown)
	assert.Equal(t, dollars, estimate.After.String())
	assert.Equal(t, how, words(estimate))
	return estimate
}

// words are the computations of all items, in the stack's order within components.
func words(estimate price.Estimate) []string {
	var all []string
	for _, component := range estimate.Components {
		for _, item := range component.Items {
			all = append(all, item.How)
		}
	}
	return all
}

// rate finds a rate by a part of what it is for.
func rate(t *testing.T, estimate price.Estimate, what string) price.Rate {
	t.Helper()
	at := slices.IndexFunc(estimate.Rates, func(r price.Rate) bool { return strings.Contains(r.What, what) })
	require.GreaterOrEqual(t, at, 0, "no rate for %q in %v", what, estimate.Rates)
	return estimate.Rates[at]
}

func assertRate(t *testing.T, estimate price.Estimate, what, usd, unit string) {
	t.Helper()
	found := rate(t, estimate, what)
	assert.Equal(t, usd+" for a "+unit, found.USD+" for a "+found.Unit, what)
}

// unknown are the sentences on what isn't known.
func unknown(estimate price.Estimate) []string {
	var all []string
	for _, gap := range estimate.Unknown {
		all = append(all, gap.String())
	}
	return all
}

// assertUnknown holds an estimate to know no cost, and no difference, and say why.
func assertUnknown(t *testing.T, resource changes.Resource, reason string) {
	t.Helper()
	estimate := price.Of(stack(resource))
	assert.Equal(t, "unknown", estimate.After.String())
	assert.Nil(t, estimate.Difference)
	assert.Equal(t, []string{resource.Name + ": " + reason + "."}, unknown(estimate))
}
