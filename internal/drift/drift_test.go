package drift

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"groundwork/internal/changes"
)

const account = "arn:aws:ec2:us-east-1:123456789012:"

var ours = map[string]string{"System": "shop", "Environment": "prod", "ManagedBy": "groundwork"}

// carrying is a resource with our tags and these.
func carrying(arn string, pairs ...string) Tagged {
	tags := map[string]string{}
	for key, value := range ours {
		tags[key] = value
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		tags[pairs[i]] = pairs[i+1]
	}
	return Tagged{ARN: arn, Type: TypeOf(arn), Tags: tags}
}

// state is a stack with something of each kind.
func state() changes.Set {
	return changes.Set{System: "shop", Stack: "prod", Region: "us-east-1", Resources: []changes.Resource{
		{URN: "urn:network", Type: "groundwork:vpc:Vpc", Name: "network", Component: true, Operation: changes.Update},
		{URN: "urn:vpc", Type: "aws:ec2/vpc:Vpc", Name: "vpc", ID: "vpc-1", Parents: []string{"network"}, Operation: changes.Same,
			Before: object{"arn": account + "vpc/vpc-1"}},
		{URN: "urn:route", Type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", Name: "route", ID: "sgr-1", Operation: changes.Same},
		{URN: "urn:logs", Type: "aws:cloudwatch/logGroup:LogGroup", Name: "logs", ID: "/shop", Operation: changes.Update,
			Before:     object{"arn": "arn:aws:logs:us-east-1:123456789012:log-group:/shop", "retentionInDays": 30.0},
			After:      object{"retentionInDays": 7.0},
			Properties: []changes.Property{{Path: "retentionInDays", Before: 30.0, After: 7.0}}},
		{URN: "urn:nodes", Type: nodeGroup, Name: "nodes", ID: "shop:nodes", Operation: changes.Update,
			Before: object{"arn": "arn:aws:eks:us-east-1:123456789012:nodegroup/shop/nodes/1", "scalingConfig": object{"minSize": 3.0, "maxSize": 9.0}},
			Properties: []changes.Property{
				{Path: "scalingConfig.desiredSize", Before: 3.0, After: 5.0},
				{Path: "tags.Owner", Before: "team", After: "me"},
			}},
		{URN: "urn:alarm", Type: "aws:cloudwatch/metricAlarm:MetricAlarm", Name: "alarm", ID: "alarm", Operation: changes.Delete,
			Before: object{"arn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm"}},
		{URN: "urn:template", Type: "aws:ec2/launchTemplate:LaunchTemplate", Name: "template", ID: "lt-1", Operation: changes.Same,
			Before: object{"tagSpecifications": []any{object{"resourceType": "volume", "tags": object{"Name": "shop-prod-eks-node"}}}}},
		{URN: "urn:cache", Type: replicationGroup, Name: "cache", ID: "shop-prod-cache", Operation: changes.Same,
			Before: object{"memberClusters": []any{"shop-prod-cache-001"}}},
	}}
}

func TestFindTellsChangedDeletedAndHarmlessApart(t *testing.T) {
	found := Find(state(), nil)
	require.Len(t, found.Changed, 2)
	assert.Equal(t, "urn:logs", found.Changed[0].URN)
	assert.Equal(t, []changes.Property{{Path: "tags.Owner", Before: "team", After: "me"}}, found.Changed[1].Properties)
	require.Len(t, found.Deleted, 1)
	assert.Equal(t, "urn:alarm", found.Deleted[0].URN)
	require.Len(t, found.Harmless, 1)
	assert.Equal(t, "scalingConfig.desiredSize", found.Harmless[0].Path)
	assert.True(t, found.Told())
	assert.False(t, found.Clean())
	assert.Equal(t, map[Kind]int{Changed: 2, Deleted: 1, Undeclared: 0, Harmless: 1}, found.Count())
}

func TestAChangeThatNamesNoPropertyIsStillTold(t *testing.T) {
	set := changes.Set{Resources: []changes.Resource{{URN: "urn:a", Type: "aws:ec2/vpc:Vpc", Operation: changes.Update}}}
	assert.Len(t, Find(set, nil).Changed, 1)
}

func TestWhatTheEngineComplainsOfMeansItCouldNotTell(t *testing.T) {
	found := Find(changes.Set{Errors: []string{"no credentials"}}, nil)
	assert.False(t, found.Told())
	assert.True(t, found.Clean(), "and yet nobody may take it for clean")
}

func TestFindKnowsTheStackByARNAndByID(t *testing.T) {
	found := Find(state(), []Tagged{
		carrying(account + "vpc/vpc-1"),
		carrying(account + "security-group-rule/sgr-1"),
		carrying("arn:aws:logs:us-east-1:123456789012:log-group:/shop:*"),
		carrying("arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm"),
	})
	assert.Empty(t, found.Undeclared)
}

func TestFindExcusesWhatTheCloudMakesOfOurs(t *testing.T) {
	rds, cache := "arn:aws:rds:us-east-1:123456789012:", "arn:aws:elasticache:us-east-1:123456789012:"
	for name, one := range map[string]Tagged{
		"a node":                      carrying(account+"instance/i-1", "aws:autoscaling:groupName", "eks-1"),
		"a node's disk":               carrying(account+"volume/vol-1", "Name", "shop-prod-eks-node"),
		"the node group's template":   carrying(account+"launch-template/lt-9", "eks:nodegroup-name", "nodes"),
		"a claim's disk":              carrying(account+"volume/vol-2", "ebs.csi.aws.com/cluster", "true"),
		"an ingress' load balancer":   carrying("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/k8s-1/1", "elbv2.k8s.aws/cluster", "shop"),
		"a nightly snapshot":          carrying(rds + "snapshot:rds:shop-prod-db-2026-03-04"),
		"what restores to a moment":   carrying(rds + "auto-backup:ab-1"),
		"a database's last snapshot":  carrying(rds + "snapshot:shop-prod-db-final-0a1b2c3d"),
		"a cache's last snapshot":     carrying(cache + "snapshot:shop-prod-cache-final-0a1b2c3d"),
		"a cache's nightly snapshot":  carrying(cache + "snapshot:automatic.shop-prod-cache-001-2026-03-04"),
		"a node of the cache":         carrying(cache + "cluster:shop-prod-cache-001"),
		"a task of a service":         carrying("arn:aws:ecs:us-east-1:123456789012:task/shop/1", "aws:ecs:serviceName", "web"),
		"a backup by AWS Backup":      carrying(account+"image/ami-1", "aws:backup:source-resource", "i-1"),
		"a scheduled volume snapshot": carrying(account+"snapshot/snap-1", "ebs.csi.aws.com/cluster", "true"),
	} {
		found := Find(state(), []Tagged{one})
		assert.Empty(t, found.Undeclared, name)
		assert.Len(t, found.Harmless, 2, name)
	}
}

func TestFindTellsWhatOnlyLooksMadeByTheCloud(t *testing.T) {
	rds, cache := "arn:aws:rds:us-east-1:123456789012:", "arn:aws:elasticache:us-east-1:123456789012:"
	for name, one := range map[string]Tagged{
		"a machine started by hand":         carrying(account + "instance/i-1"),
		"a disk of another name":            carrying(account+"volume/vol-1", "Name", "copy"),
		"an interface the template names":   carrying(account+"network-interface/eni-1", "Name", "shop-prod-eks-node"),
		"a load balancer made by hand":      carrying("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/mine/1"),
		"a snapshot taken by hand":          carrying(rds + "snapshot:before-the-upgrade"),
		"a snapshot called final":           carrying(rds + "snapshot:before-final-cutover"),
		"a database of the name of a group": carrying(rds + "db:shop-prod-cache"),
		"a cache of its own":                carrying(cache + "cluster:shop-prod-cache-002"),
		"a task started by hand":            carrying("arn:aws:ecs:us-east-1:123456789012:task/shop/1"),
		"a bucket":                          carrying("arn:aws:s3:::shop-prod-copy"),
		"another vpc":                       carrying(account + "vpc/vpc-2"),
	} {
		found := Find(state(), []Tagged{one, one})
		require.Len(t, found.Undeclared, 1, name)
		assert.Equal(t, one.ARN, found.Undeclared[0].ARN)
	}
}

func TestTypeOfReadsAnARN(t *testing.T) {
	for arn, want := range map[string]string{
		account + "volume/vol-1": "ec2:volume", "arn:aws:rds:us-east-1:1:snapshot:rds:a": "rds:snapshot",
		"arn:aws:s3:::shop": "s3", "arn:aws:apigateway:us-east-1::/restapis/a": "apigateway", "nonsense": "",
	} {
		assert.Equal(t, want, TypeOf(arn), arn)
	}
}

func TestTheFingerprintIsOfWhatIsThereNow(t *testing.T) {
	first := Fingerprint(Find(state(), []Tagged{carrying(account + "vpc/vpc-2")}))
	assert.Len(t, first, fingerprintLength)
	changed := map[string]func(*changes.Set){
		"another value in the cloud": func(s *changes.Set) { s.Resources[3].Properties[0].After = 14.0 },
		"another property":           func(s *changes.Set) { s.Resources[3].Properties[0].Path = "kmsKeyId" },
		"one gone":                   func(s *changes.Set) { s.Resources[1].Operation = changes.Delete },
		"one back":                   func(s *changes.Set) { s.Resources[5].Operation = changes.Same },
	}
	for name, change := range changed {
		set := state()
		change(&set)
		assert.NotEqual(t, first, Fingerprint(Find(set, []Tagged{carrying(account + "vpc/vpc-2")})), name)
	}
	assert.NotEqual(t, first, Fingerprint(Find(state(), nil)), "an undeclared one less")
	same := state()
	same.Resources[3].Properties[0].Before = 60.0
	same.Resources[4].Properties[0].After = 6.0
	assert.Equal(t, first, Fingerprint(Find(same, []Tagged{carrying(account + "vpc/vpc-2")})), "what the state had, and what is harmless, do not count")
}

func TestOrderDoesNotMatter(t *testing.T) {
	tagged := []Tagged{carrying(account + "vpc/vpc-2"), carrying("arn:aws:s3:::b"), carrying("arn:aws:s3:::a"), carrying(account+"instance/i-1", "aws:autoscaling:groupName", "x")}
	want, err := json.Marshal(Find(state(), tagged))
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		set, listed := state(), append([]Tagged{}, tagged...)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		random.Shuffle(len(set.Resources), func(i, j int) { set.Resources[i], set.Resources[j] = set.Resources[j], set.Resources[i] })
		random.Shuffle(len(listed), func(i, j int) { listed[i], listed[j] = listed[j], listed[i] })
		got, err := json.Marshal(Find(set, listed))
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got))
	})
}
