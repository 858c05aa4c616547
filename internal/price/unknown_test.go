package price_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

const (
	broker = "aws:mq/broker:Broker"
	// odd is a class that no list has.
	odd = "db.x99.large"
)

// changed is a resource with other inputs than before.
func changed(resource changes.Resource, before object) changes.Resource {
	resource.Operation, resource.Before = changes.Update, before
	return resource
}

// on is a resource to which something else is done than to be created.
func on(resource changes.Resource, operation changes.Operation) changes.Resource {
	resource.Operation = operation
	if resource.Before = resource.After; operation == changes.Delete {
		resource.After = nil
	}
	return resource
}

func difference(estimate price.Estimate) string {
	if estimate.Difference == nil {
		return "unknown"
	}
	return estimate.Difference.String()
}

func TestNothingIsSubtractedAcrossAnUnknownPrice(t *testing.T) {
	known, unlisted := postgres("db", nil), postgres("db", object{"instanceClass": odd})
	replica := func(class string) changes.Resource { return postgres("replica", object{"instanceClass": class}) }
	for _, test := range []struct {
		name                      string
		resources                 []changes.Resource
		before, after, difference string
	}{
		{"to a class without a price", []changes.Resource{changed(unlisted, known.After)}, "422.50", "at least 57.50", "unknown"},
		{"from a class without a price", []changes.Resource{changed(known, unlisted.After)}, "at least 57.50", "422.50", "unknown"},
		{"a new one of it", []changes.Resource{unlisted}, "0.00", "at least 57.50", "unknown"},
		{"one less of it", []changes.Resource{on(unlisted, changes.Delete)}, "at least 57.50", "0.00", "unknown"},
		{"it stays, and something else grows", []changes.Resource{on(unlisted, changes.Same), made(key, "key", object{})}, "at least 57.50", "at least 58.50", "1.00"},
		{"its class stays, and its storage grows", []changes.Resource{changed(postgres("db", object{"instanceClass": odd, "allocatedStorage": 600.0}), unlisted.After)}, "at least 57.50", "at least 69.00", "11.50"},
		{"its class stays, and there are two of it", []changes.Resource{changed(postgres("db", object{"instanceClass": odd, "multiAz": true}), unlisted.After)}, "at least 57.50", "at least 115.00", "unknown"},
		{"another class without a price", []changes.Resource{changed(unlisted, postgres("db", object{"instanceClass": "db.x98.large"}).After)}, "at least 57.50", "at least 57.50", "unknown"},
		{"a type that nothing knows stays", []changes.Resource{on(made(broker, "b", object{}), changes.Same), made(key, "key", object{})}, "unknown", "at least 1.00", "1.00"},
		{"a type that nothing knows changes", []changes.Resource{changed(made(broker, "b", object{"a": 1}), object{})}, "unknown", "unknown", "unknown"},
		{"a type that nothing knows stays in the account", []changes.Resource{on(made(broker, "b", object{}), changes.Forget)}, "unknown", "unknown", "0.00"},
		{"one of two is known", []changes.Resource{changed(known, replica("db.r5.large").After), changed(replica(odd), known.After)}, "662.50", "at least 480.00", "unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			estimate := price.Of(stack(test.resources...))
			assert.Equal(t, test.before, estimate.Before.String())
			assert.Equal(t, test.after, estimate.After.String())
			assert.Equal(t, test.difference, difference(estimate))
		})
	}
}

func TestAPartWithAnUnknownPriceIsAPartOfTheWhole(t *testing.T) {
	estimate := price.Of(stack(made(broker, "queue", object{}), postgres("db", object{"instanceClass": odd})))
	require.Len(t, estimate.Components, 1)
	part := estimate.Components[0]
	assert.Equal(t, "at least 57.50", part.After.String())
	assert.Equal(t, 2, part.After.Unknown)
	assert.Equal(t, []string{broker + " unknown", "500 GiB of gp3; rds postgres " + odd + " unknown"}, words(estimate))
}

func TestOfWhatThereIsNoneThePriceIsNotMissed(t *testing.T) {
	group := made(nodes, "nodes", object{"instanceTypes": []any{"u-3tb1.56xlarge"}, "scalingConfig": object{"desiredSize": 0.0}})
	assert.Empty(t, price.Of(stack(group)).Unknown)
}

func TestAMissingRateIsToldAndNoSumLacksIt(t *testing.T) {
	estimate := price.Of(stack(postgres("db", object{"instanceClass": "db.m6i.large", "performanceInsightsRetentionPeriod": 31.0})))
	require.Len(t, estimate.Unknown, 1)
	assert.True(t, estimate.Unknown[0].ByUse)
	assert.True(t, estimate.After.Whole())
}

func TestUnknownPricesAreGatheredByWhatTheyAreOf(t *testing.T) {
	estimate := price.Of(stack(
		changed(postgres("db", object{"instanceClass": odd}), postgres("db", nil).After),
		on(postgres("first", object{"instanceClass": odd}), changes.Same), postgres("second", object{"instanceClass": odd}),
	))
	assert.Equal(t, []price.Gap{{
		What: "rds postgres " + odd, Why: "there is no price of rds postgres " + odd + " in the list",
		Resources: []string{"db", "first", "second"}, Before: 1, After: 3,
	}}, estimate.Unknown)
}

func TestAStackInARegionWithoutAListIsUnknownAsAWhole(t *testing.T) {
	const reason = "There is no price list of region eu-central-2: add internal/price/table/eu-central-2.tsv (docs/operations.md, Prices), or ask https://calculator.aws/ what the stack costs there."
	pods := changed(made("kubernetes:apps/v1:Deployment", "pods", object{"a": 1}), object{})
	template := changed(made("aws:ec2/launchTemplate:LaunchTemplate", "template", object{"a": 1}), object{})
	for _, test := range []struct {
		name, difference string
		before, after    int
		resources        []changes.Resource
	}{
		{"when it is made", "unknown", 0, 2, []changes.Resource{made(key, "one", object{}), made(secret, "two", object{})}},
		{"when something of it changes", "unknown", 1, 1, []changes.Resource{changed(made(key, "one", object{"a": 1}), object{})}},
		{"when what it is made from changes", "unknown", 1, 1, []changes.Resource{on(made(key, "one", object{}), changes.Same), template}},
		{"and costs as before when nothing of it changes", "0.00", 1, 1, []changes.Resource{on(made(key, "one", object{}), changes.Same), pods}},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := stack(test.resources...)
			set.Region = "eu-central-2"
			estimate := price.Of(set)
			assert.Equal(t, reason, estimate.Unlisted)
			assert.Equal(t, test.before, estimate.Before.Unknown)
			assert.Equal(t, test.after, estimate.After.Unknown)
			assert.Equal(t, test.difference, difference(estimate))
		})
	}
	nowhere := stack(made(key, "one", object{}))
	nowhere.Region = ""
	assert.Equal(t, "It isn't known in which region the stack is: set aws:region in its stack file.", price.Of(nowhere).Unlisted)
}

func TestAStackOfFreeThingsNeedsNoRegion(t *testing.T) {
	free := changes.Set{Resources: []changes.Resource{made("random:index/randomId:RandomId", "id", object{})}}
	assert.Equal(t, price.Estimate{Change: price.Known(0, 0)}, price.Of(free))
}

func TestProgramsReadThatADifferenceIsUnknown(t *testing.T) {
	written, err := json.Marshal(price.Of(stack(made(broker, "queue", object{}))).Change)
	require.NoError(t, err)
	assert.JSONEq(t, `{"before": {"known": 0}, "after": {"known": 0, "unknown": 1}, "difference": null}`, string(written))
}
