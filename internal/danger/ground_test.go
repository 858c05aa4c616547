package danger

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// there is a resource of a stack that is up.
func there(kind, id string, operation changes.Operation, before, after object) changes.Resource {
	return changes.Resource{URN: "urn:" + kind + "::" + id, Type: kind, Name: id, ID: id, Operation: operation, Before: before, After: after}
}

func zoned(resource changes.Resource, zone string) changes.Resource {
	resource.Zone = zone
	return resource
}

// subnetIn is a subnet of a zone, whose name ends in the letter.
func subnetIn(zone, id string, operation changes.Operation) changes.Resource {
	inputs := object{"vpcId": "vpc-1", "availabilityZoneId": "use1-az" + zone, "cidrBlock": "10.30." + zone + ".0/24"}
	after := object{"vpcId": "vpc-1", "availabilityZoneId": "use1-az" + zone, "cidrBlock": "10.30.9.0/24"}
	if operation == changes.Delete {
		after = nil
	}
	return zoned(there(subnetType, id, operation, inputs, after), "zone-"+zone)
}

func clusterIn(operation changes.Operation, before, after []any) changes.Resource {
	return there(clusterType, "prod", operation, object{"vpcConfig": object{"subnetIds": before}}, object{"vpcConfig": object{"subnetIds": after}})
}

func databaseIn(zone string, subnets ...any) []changes.Resource {
	group := object{"name": "data", "subnetIds": subnets}
	return []changes.Resource{
		there(databaseGroup, "data", changes.Update, group, object{"name": "data", "subnetIds": []any{}}),
		zoned(there(databaseType, "db", changes.Same, object{"dbSubnetGroupName": "data"}, nil), zone),
	}
}

func cacheIn(subnets ...any) []changes.Resource {
	return []changes.Resource{
		there(cacheGroup, "cache", changes.Update, object{"name": "cache", "subnetIds": subnets}, nil),
		there(cacheType, "cache", changes.Same, object{"subnetGroupName": "cache"}, nil),
	}
}

func TestNothingIsTakenAwayFromUnderWhatLives(t *testing.T) {
	network := func(operation changes.Operation) changes.Resource {
		return there(vpcType, "vpc-1", operation, object{"cidrBlock": "10.30.0.0/16"}, object{"cidrBlock": "10.40.0.0/16"})
	}
	balancer := there("aws:lb/loadBalancer:LoadBalancer", "alb", changes.Same, object{}, nil)
	both := []any{"subnet-1", "subnet-2"}
	for name, test := range map[string]struct {
		resources []changes.Resource
		losses    []string
	}{
		"another range": {[]changes.Resource{network(changes.Replace), balancer, clusterIn(changes.Same, both, both)},
			[]string{"the range 10.30.0.0/16 can't become 10.40.0.0/16: 2 things live in it"}},
		"another range, once for all its subnets": {[]changes.Resource{network(changes.Replace), balancer, subnetIn("1", "subnet-1", changes.Replace), clusterIn(changes.Same, both, both)},
			[]string{"the range 10.30.0.0/16 can't become 10.40.0.0/16: 2 things live in it"}},
		"another range where nothing lives": {[]changes.Resource{network(changes.Replace), subnetIn("1", "subnet-1", changes.Replace)}, nil},
		"another range while all goes":      {[]changes.Resource{network(changes.Replace), there(natGateway, "nat", changes.Delete, object{}, nil)}, nil},
		"a network's tag":                   {[]changes.Resource{network(changes.Update), balancer}, nil},
		"a zone of the cluster": {[]changes.Resource{subnetIn("2", "subnet-2", changes.Delete), clusterIn(changes.Same, both, both)},
			[]string{"zone use1-az2 can't be taken out: the cluster stands in it"}},
		"a zone of the cluster that isn't asked for any more": {[]changes.Resource{subnetIn("2", "subnet-2", changes.Delete), clusterIn(changes.Update, both, []any{"subnet-1"})}, nil},
		"a zone of the database, in three tiers": {append(databaseIn("zone-2", "subnet-1", "subnet-2"),
			subnetIn("2", "subnet-2", changes.Delete), subnetIn("2", "subnet-22", changes.Delete), clusterIn(changes.Same, []any{"subnet-22"}, []any{"subnet-22"})),
			[]string{"zone use1-az2 can't be taken out: cluster and database stand in it"}},
		"a zone without the database": {append(databaseIn("zone-1", "subnet-1", "subnet-2"), subnetIn("1", "subnet-1", changes.Same), subnetIn("2", "subnet-2", changes.Delete)), nil},
		"a zone that came later":      {[]changes.Resource{subnetIn("4", "subnet-4", changes.Delete), clusterIn(changes.Same, both, both)}, nil},
		"a subnet at another address": {append(databaseIn("zone-1", "subnet-1", "subnet-2"), subnetIn("1", "subnet-1", changes.Replace)),
			[]string{"the subnet in use1-az1 can't be replaced: the database stands in it"}},
		"every subnet of a cache": {append(cacheIn("subnet-1", "subnet-2"), subnetIn("1", "subnet-1", changes.Replace), subnetIn("2", "subnet-2", changes.Replace)),
			[]string{"the subnet in use1-az1 can't be replaced: the cache stands in it", "the subnet in use1-az2 can't be replaced: the cache stands in it"}},
		"one of a cache's subnets": {append(cacheIn("subnet-1", "subnet-2"), subnetIn("1", "subnet-1", changes.Same), subnetIn("2", "subnet-2", changes.Delete)), nil},
		"a zone more":              {[]changes.Resource{subnetIn("4", "", changes.Create), clusterIn(changes.Same, both, both)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var losses []string
			for _, finding := range Of(Judge(changes.Set{Resources: test.resources}), Refused) {
				losses = append(losses, finding.Loss)
				assert.Contains(t, finding.Advice, "docs/operations.md")
				assert.LessOrEqual(t, len(finding.Loss), 90)
			}
			assert.Equal(t, test.losses, losses)
		})
	}
}

func TestAProtectedNetworkIsRefusedAllTheSame(t *testing.T) {
	network := there(vpcType, "vpc-1", changes.Replace, object{"cidrBlock": "10.30.0.0/16"}, object{"cidrBlock": "10.40.0.0/16"})
	network.Protected = true
	found := Judge(changes.Set{Resources: []changes.Resource{network, there(natGateway, "nat", changes.Same, object{}, nil)}})
	require.NotEmpty(t, found)
	assert.Equal(t, "the range 10.30.0.0/16 can't become 10.40.0.0/16: 1 thing lives in it", found[0].Loss, "what is said isn't the engine's refusal")
}

func TestAStackStaysWhereItIs(t *testing.T) {
	trust := func(account string) object {
		return object{"assumeRolePolicy": `{"Statement":[{"Condition":{"StringEquals":{"aws:SourceAccount":["` + account + `"]}}}]}`}
	}
	role := func(operation changes.Operation, before, after string) changes.Resource {
		return there("aws:iam/role:Role", "nodes", operation, trust(before), trust(after))
	}
	const mine, other = "123456789012", "210987654321"
	for name, test := range map[string]struct {
		set  changes.Set
		loss string
	}{
		"another region": {changes.Set{RegionBefore: "us-east-1", Region: "eu-west-1", Resources: []changes.Resource{role(changes.Same, mine, mine)}},
			"the stack is in region us-east-1 and can't move to eu-west-1"},
		"the same region":        {changes.Set{RegionBefore: "us-east-1", Region: "us-east-1", Resources: []changes.Resource{role(changes.Update, mine, mine)}}, ""},
		"a first region":         {changes.Set{Region: "us-east-1", Resources: []changes.Resource{role(changes.Create, mine, mine)}}, ""},
		"a region of no stack":   {changes.Set{RegionBefore: "us-east-1", Region: "eu-west-1", Resources: []changes.Resource{role(changes.Create, mine, mine)}}, ""},
		"another account":        {changes.Set{Resources: []changes.Resource{role(changes.Update, mine, other)}}, "the stack is in account " + mine + " and can't move to " + other},
		"somebody else let in":   {changes.Set{Resources: []changes.Resource{role(changes.Same, mine, mine), role(changes.Update, mine, other)}}, ""},
		"a role that lets go of": {changes.Set{Resources: []changes.Resource{there("aws:iam/role:Role", "nodes", changes.Update, trust(mine), object{})}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			found := Of(Judge(test.set), Refused)
			if test.loss == "" {
				assert.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			assert.Equal(t, test.loss, found[0].Loss)
		})
	}
}

// Nobody tells in which zone a volume is, so it is said whose it could be.
func TestVolumesMayBeLeftInAZoneThatGoes(t *testing.T) {
	subnet := func(id, zone string, operation changes.Operation) changes.Resource {
		return changes.Resource{URN: id, ID: id, Type: subnetType, Name: id, Operation: operation, Before: object{"availabilityZoneId": zone}}
	}
	nodes := changes.Resource{URN: "nodes", Type: nodeGroupType, Operation: changes.Replace, Before: object{"subnetIds": []any{"a", "b"}}, After: object{"subnetIds": []any{"a"}}}
	claim := func(operation changes.Operation) changes.Resource {
		return changes.Resource{URN: "claim", Type: "kubernetes:core/v1:PersistentVolumeClaim", Name: "database-storage", Parents: []string{"database"}, Operation: operation}
	}
	for what, c := range map[string]struct {
		all  []changes.Resource
		loss string
	}{
		"a volume and nodes":          {[]changes.Resource{subnet("b", "z2", changes.Delete), nodes, claim(changes.Same)}, "zone z2 has no nodes any more: if the volume of database is in it, its pods do not start"},
		"no volume":                   {[]changes.Resource{subnet("b", "z2", changes.Delete), nodes}, ""},
		"a volume that goes or comes": {[]changes.Resource{subnet("b", "z2", changes.Delete), nodes, claim(changes.Delete)}, ""},
		"a zone without nodes":        {[]changes.Resource{subnet("c", "z3", changes.Delete), nodes, claim(changes.Same)}, ""},
		"a zone that stays":           {[]changes.Resource{subnet("b", "z2", changes.Same), nodes, claim(changes.Same)}, ""},
	} {
		loss := ""
		for _, finding := range Judge(changes.Set{Resources: c.all}) {
			if strings.HasPrefix(finding.Loss, "zone ") {
				loss += finding.Loss
			}
		}
		assert.Equal(t, c.loss, loss, what)
	}
}
