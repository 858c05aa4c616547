package preflight

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func two(string) float64 { return 2 }

func nodes(inputs map[string]any, subnets ...string) Stack {
	stack := Stack{Resources: []Resource{{URN: "group", Type: groupType, Inputs: inputs, From: map[string][]string{"subnetIds": subnets}}}}
	for _, subnet := range subnets {
		stack.Resources = append(stack.Resources, Resource{URN: subnet, Type: subnetType, Inputs: map[string]any{"availabilityZoneId": "use1-" + subnet}})
	}
	return stack
}

func TestNodesNeedRoomForTheirExchange(t *testing.T) {
	sizes := map[string]any{"desiredSize": 2.0, "maxSize": 4.0}
	cases := []struct {
		name      string
		inputs    map[string]any
		code      string
		now, most float64
	}{
		{"twice the zones, where few may be away", map[string]any{"instanceTypes": []any{"t3.large"}, "scalingConfig": sizes}, onDemand, 4, (4 + 4) * 2},
		{"as many as may be away, where that is more", map[string]any{"instanceTypes": []any{"t3.large"}, "scalingConfig": sizes, "updateConfig": map[string]any{"maxUnavailable": 6.0}}, onDemand, 4, (4 + 6) * 2},
		{"a share of the most", map[string]any{"instanceTypes": []any{"m6g.large"}, "scalingConfig": map[string]any{"desiredSize": 2.0, "maxSize": 20.0}, "updateConfig": map[string]any{"maxUnavailablePercentage": 33.0}}, onDemand, 4, (20 + 7) * 2},
		{"at spot prices", map[string]any{"instanceTypes": []any{"t3.large"}, "scalingConfig": sizes, "capacityType": "SPOT"}, onSpot, 4, 16},
		{"of another family", map[string]any{"instanceTypes": []any{"g5.xlarge"}, "scalingConfig": sizes}, onDemand, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			need := nodes(c.inputs, "az1", "az2").machines(c.code, two)
			assert.Equal(t, c.now, need.Now)
			assert.Equal(t, c.most, need.Most)
		})
	}
}

func TestStandardFamiliesShareAQuota(t *testing.T) {
	for _, kind := range []string{"t3.large", "m7i-flex.large", "c7gn.medium", "r6idn.xlarge", "im4gn.large", "is4gen.large", "d3en.xlarge", "a1.large", "z1d.large"} {
		assert.True(t, standard(kind), kind)
	}
	for _, kind := range []string{"g5.xlarge", "p4d.24xlarge", "inf2.xlarge", "trn1.2xlarge", "x2gd.large", "u-6tb1.metal", "mac2.metal", "hpc7g.4xlarge", "vt1.3xlarge", "f1.2xlarge", "dl1.24xlarge", ""} {
		assert.False(t, standard(kind), kind)
	}
}

func TestGatewaysAreCountedInTheirZones(t *testing.T) {
	stack := nodes(nil, "az1", "az2")
	for _, subnet := range []string{"az1", "az1", "az2"} {
		stack.Resources = append(stack.Resources, Resource{Type: "aws:ec2/natGateway:NatGateway", From: map[string][]string{"subnetId": {subnet}}})
	}
	assert.Equal(t, []Need{{Code: "L-FE5A380F", Zone: "use1-az1", Now: 2}, {Code: "L-FE5A380F", Zone: "use1-az2", Now: 1}}, stack.gateways())
}

func TestAPrefixListCountsWithAllItMayHold(t *testing.T) {
	rule := func(urn, from string) Resource {
		return Resource{URN: urn, Type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", From: map[string][]string{"securityGroupId": {"group"}, "prefixListId": {from}}}
	}
	stack := Stack{Resources: []Resource{{URN: "group"}, {URN: "list", Inputs: map[string]any{"maxEntries": 25.0}}, rule("a", "list"), rule("b", "")}}
	assert.Equal(t, 26.0, stack.rules().Now)
}

func TestAReplicaHasItsPrimarysStorage(t *testing.T) {
	stack := Stack{Resources: []Resource{
		{URN: "primary", Type: databaseType, Inputs: map[string]any{"allocatedStorage": 100.0, "maxAllocatedStorage": 200.0}},
		{URN: "replica", Type: databaseType, Inputs: map[string]any{}, From: map[string][]string{"replicateSourceDb": {"primary"}}},
	}}
	need := stack.databaseStorage()
	assert.Equal(t, 200.0, need.Now)
	assert.Equal(t, 300.0, need.Most)
}

func TestCacheNodesAreThoseOfEveryShard(t *testing.T) {
	stack := Stack{Resources: []Resource{
		{Type: cacheType, Inputs: map[string]any{"numCacheClusters": 2.0}},
		{Type: cacheType, Inputs: map[string]any{"numNodeGroups": 3.0, "replicasPerNodeGroup": 1.0}},
		{Type: cacheType, Inputs: map[string]any{}},
	}}
	assert.Equal(t, 2.0+6+1, stack.cacheNodes())
}

func TestWhatTheStackHasItDoesNotNeedAgain(t *testing.T) {
	quota, need := quotaOf("L-0263D0A3"), Need{Code: "L-0263D0A3", Now: 3, Most: 3}
	cases := []struct {
		name  string
		taken usage
		want  string
	}{
		{"room", usage{all: 2}, ""},
		{"no room beside others", usage{all: 3}, "Elastic IP addresses: this account may have 5; a first up takes 3, beside the 3 that others have"},
		{"all of it is there", usage{all: 5, ours: 3}, ""},
		{"some of it is there", usage{all: 5, ours: 2}, "Elastic IP addresses: this account may have 5; a first up takes 3, beside the 3 that others have"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wants := quotaWants(quota, need, room{limit: 5, taken: c.taken}, "eu-west-1")
			if c.want == "" {
				assert.Empty(t, wants)
				return
			}
			assert.Equal(t, []Want{{"quota", c.want, "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 6 --region eu-west-1"}}, wants)
		})
	}
}

func TestAnAccountWideQuotaIsAskedForWhereItIsKept(t *testing.T) {
	wants := quotaWants(quotaOf("L-FE177D64"), Need{Code: "L-FE177D64", Now: 3, Most: 3}, room{limit: 2}, "eu-west-1")
	assert.Contains(t, wants[0].Do, "--region us-east-1")
}
