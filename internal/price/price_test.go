package price_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

const (
	secret   = "aws:secretsmanager/secret:Secret"
	key      = "aws:kms/key:Key"
	nodes    = "aws:eks/nodeGroup:NodeGroup"
	database = "aws:rds/instance:Instance"
)

func TestWhatAnOperationMeansForTheBill(t *testing.T) {
	for _, test := range []struct {
		name          string
		resource      changes.Resource
		before, after string
	}{
		{"what is created costs afterwards", changes.Resource{Operation: changes.Create, After: object{}}, "0.00", "1.00"},
		{"what is deleted cost before", changes.Resource{Operation: changes.Delete, Before: object{}}, "1.00", "0.00"},
		{"what is deleted and retained goes on costing", changes.Resource{Operation: changes.Delete, Retained: true, Before: object{}}, "1.00", "1.00"},
		{"what is forgotten goes on costing", changes.Resource{Operation: changes.Forget, Before: object{}}, "1.00", "1.00"},
		{"what is replaced is counted once", changes.Resource{Operation: changes.Replace, Before: object{}, After: object{}}, "1.00", "1.00"},
		{"what is updated costs on both sides", changes.Resource{Operation: changes.Update, Before: object{}, After: object{}}, "1.00", "1.00"},
		{"what stays the same may have one side only", changes.Resource{Operation: changes.Same, Before: object{}}, "1.00", "1.00"},
		{"what stays the same may have the other side only", changes.Resource{Operation: changes.Same, After: object{}}, "1.00", "1.00"},
		{"what is imported was there and cost", changes.Resource{Operation: changes.Import, After: object{}}, "1.00", "1.00"},
		{"what is read is on somebody else's bill", changes.Resource{Operation: changes.Read, After: object{}}, "0.00", "0.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.resource.Type, test.resource.Name = key, "key"
			estimate := price.Of(stack(test.resource))
			assert.Equal(t, test.before, estimate.Before.String())
			assert.Equal(t, test.after, estimate.After.String())
		})
	}
}

// The engine tells of resources in another order each time.
func TestAnEstimateDoesNotDependOnTheOrder(t *testing.T) {
	one, two := made(secret, "one", object{}), made(database, "two", object{"instanceClass": "db.t3.medium", "engine": "postgres", "performanceInsightsEnabled": true})
	three := made(nodes, "three", object{"instanceTypes": []any{"t3.large"}, "scalingConfig": object{"desiredSize": 2.0}})
	assert.Equal(t, price.Of(stack(one, two, three)), price.Of(stack(three, two, one)))
}

func TestWhatStaysInTheAccountSaysSo(t *testing.T) {
	kept := changes.Resource{Type: key, Name: "key", Operation: changes.Delete, Retained: true, Before: object{}}
	assert.Equal(t, []string{"key; stays in the account"}, words(price.Of(stack(kept))))
}

func TestComponentsAreThoseThatPeopleKnow(t *testing.T) {
	outer := made(key, "inner", object{})
	outer.Parents = []string{"cluster", "secrets"}
	alone := made(secret, "alone", object{})
	alone.Parents = nil
	component := changes.Resource{Type: "groundwork:eks:Cluster", Name: "cluster", Component: true, Operation: changes.Create}
	estimate := price.Of(stack(component, alone, outer))

	assert.Equal(t, []price.Component{
		{Name: "cluster", Change: price.Known(0, 1_000_000), Items: []price.Item{{URN: outer.URN, Name: "inner", Type: key, Change: price.Known(0, 1_000_000), How: "key"}}},
		{Name: "alone", Change: price.Known(0, 400_000), Items: []price.Item{{URN: alone.URN, Name: "alone", Type: secret, Change: price.Known(0, 400_000), How: "secret"}}},
	}, estimate.Components)
	assert.Equal(t, "1.40", estimate.After.String())
}

func TestABiggerDatabaseIsToldBeforeAndAfter(t *testing.T) {
	bigger := made(database, "db", object{"engine": "postgres", "instanceClass": "db.r5.large", "storageType": "gp3", "allocatedStorage": 100.0})
	bigger.Operation = changes.Update
	bigger.Before = object{"engine": "postgres", "instanceClass": "db.t4g.micro", "storageType": "gp3", "allocatedStorage": 20.0}
	estimate := price.Of(stack(bigger))

	assert.Equal(t, "13.98", estimate.Before.String(), "0.016 x 730 + 20 x 0.115")
	assert.Equal(t, "194.00", estimate.After.String(), "0.25 x 730 + 100 x 0.115")
	item := estimate.Components[0].Items[0]
	assert.Equal(t, "db.t4g.micro, 730 h; 20 GiB of gp3", item.Was)
	assert.Equal(t, "db.r5.large, 730 h; 100 GiB of gp3", item.How)
}

func TestRatesAreOfWhatExistsAfterwardsAndToldOnce(t *testing.T) {
	const bucket = "aws:s3/bucketV2:BucketV2"
	gone := made("aws:sqs/queue:Queue", "queue", nil)
	gone.Operation, gone.Before = changes.Delete, object{}
	elsewhere := made(bucket, "third", object{})
	elsewhere.Parents = []string{"other"}
	estimate := price.Of(stack(made(bucket, "first", object{}), made(bucket, "second", object{}), elsewhere, gone))

	assert.Len(t, estimate.Rates, 6, "three of each component")
	assertRate(t, estimate, "what is stored", "0.023", "GB-month")
}

func TestWhatNobodyKnowsThePriceOfIsSaidByName(t *testing.T) {
	var brokers []changes.Resource
	for _, name := range strings.Fields("a b c d e") {
		brokers = append(brokers, made("aws:mq/broker:Broker", name, object{}))
	}
	estimate := price.Of(stack(brokers...))
	assert.Equal(t, []string{"a, b, c and 2 more: nothing here knows the price of aws:mq/broker:Broker."}, unknown(estimate))
}

func TestAnEstimateNamesItsSourcesAndTheOldest(t *testing.T) {
	estimate := price.Of(stack(made(key, "key", object{}), made("aws:ec2/eip:Eip", "address", object{})))
	assert.Equal(t, "2026-03-15", estimate.AsOf)
	assert.Len(t, estimate.Sources, 2)
	assert.Equal(t, "2026-06-13", estimate.Sources[1].Date)
}
