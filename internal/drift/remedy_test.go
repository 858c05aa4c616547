package drift

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

const (
	logs        = "aws:cloudwatch/logGroup:LogGroup"
	alarm       = "aws:cloudwatch/metricAlarm:MetricAlarm"
	wayIn       = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	publicBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
)

// differing is a resource in which one property differs.
func differing(token, path string, before, after any) changes.Resource {
	return changes.Resource{
		URN: "urn:one", Type: token, Name: "one", ID: "one", Operation: changes.Update,
		Before: object{path: before}, After: object{path: after},
		Properties: []changes.Property{{Path: path, Before: before, After: after}},
	}
}

func gone(token string) changes.Resource {
	return changes.Resource{URN: "urn:one", Type: token, Name: "one", Operation: changes.Delete, Before: object{}}
}

func remedyOf(resources ...changes.Resource) Remedy {
	return Remediate(Find(changes.Set{System: "shop", Stack: "prod", Resources: resources}, nil))
}

func TestWhatIsMarkedSafeIsPutBack(t *testing.T) {
	openTo := object{"protocol": "tcp", "fromPort": 22.0, "toPort": 22.0, "cidrBlocks": []any{"0.0.0.0/0"}}
	for name, resource := range map[string]changes.Resource{
		"a declared tag that was changed":     differing("aws:ec2/vpc:Vpc", "tags.Owner", "team", "me"),
		"a declared tag that was removed":     differing("aws:ec2/vpc:Vpc", "tags.Owner", "team", nil),
		"a role's description":                differing("aws:iam/role:Role", "description", "nodes", "x"),
		"a record's comment":                  differing("cloudflare:index/dnsRecord:DnsRecord", "comment", "web", ""),
		"a rule opened to everybody":          differing(wayIn, "cidrIpv4", "10.0.0.0/16", "0.0.0.0/0"),
		"a rule opened to more ports":         differing(wayIn, "toPort", 443.0, 65535.0),
		"a rule opened from a lower port":     differing(wayIn, "fromPort", 443.0, 22.0),
		"a rule in the group that has none":   {URN: "urn:one", Type: defaultSecurityGroup, Operation: changes.Update, After: object{"ingress": []any{openTo}}, Properties: []changes.Property{{Path: "ingress[0]", After: openTo}}},
		"logs kept for a shorter time":        differing(logs, "retentionInDays", 30.0, 7.0),
		"logs that ought to be kept for ever": differing(logs, "retentionInDays", 0.0, 7.0),
		"an alarm's threshold":                differing(alarm, "threshold", 80.0, 99.0),
		"a deleted alarm":                     gone(alarm),
		"a bucket's door that was opened":     differing(publicBlock, "blockPublicAcls", true, false),
		"a bucket's door that was taken out":  gone(publicBlock),
		"versioning that was suspended":       differing("aws:s3/bucketVersioningV2:BucketVersioningV2", "versioningConfiguration.status", "Enabled", "Suspended"),
		"a deleted disruption budget":         gone("kubernetes:policy/v1:PodDisruptionBudget"),
	} {
		remedy := remedyOf(resource)
		assert.Equal(t, []string{"urn:one"}, remedy.Targets, name)
		require.Len(t, remedy.Safe, 1, name)
		assert.NotEmpty(t, remedy.Safe[0].Why)
		assert.Empty(t, remedy.Refused, name)
	}
}

func TestWhatIsNotMarkedSafeIsRefusedWithAReason(t *testing.T) {
	for name, one := range map[string]struct {
		resource changes.Resource
		why      string
	}{
		"a tag that somebody added":         {differing("aws:ec2/vpc:Vpc", "tags.backup", nil, "daily"), "not among"},
		"a tag that steers a controller":    {differing("aws:ec2/subnet:Subnet", `tags["kubernetes.io/role/elb"]`, "1", nil), "not among"},
		"a rule closed to an attacker":      {differing(wayIn, "cidrIpv4", "0.0.0.0/0", "10.0.0.0/16"), "not among"},
		"a rule moved elsewhere":            {differing(wayIn, "cidrIpv4", "10.0.0.0/16", "192.0.2.0/8"), "not among"},
		"a deleted rule":                    {gone(wayIn), "by hand"},
		"logs kept longer than declared":    {differing(logs, "retentionInDays", 7.0, 30.0), "not among"},
		"logs kept for ever":                {differing(logs, "retentionInDays", 7.0, 0.0), "not among"},
		"where a record points":             {differing("cloudflare:index/dnsRecord:DnsRecord", "content", "192.0.2.1", "192.0.2.2"), "not among"},
		"an image":                          {differing(deployment, "spec.template.spec.containers[0].image", "web:1", "web:2"), "not among"},
		"a wider policy":                    {differing("aws:iam/rolePolicy:RolePolicy", "policy", readPolicy, widerPolicy), "not among"},
		"even the tag of a database":        {differing(rdsInstance, "tags.Owner", "team", "me"), "holds data"},
		"a database's protection":           {differing(rdsInstance, "deletionProtection", true, false), "holds data"},
		"a deleted database":                {gone(rdsInstance), "holds data"},
		"a deleted bucket":                  {gone(bucket), "holds data"},
		"a deleted volume claim":            {gone("kubernetes:core/v1:PersistentVolumeClaim"), "holds data"},
		"a deleted lifecycle of a bucket":   {gone("aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"), "by hand"},
		"a change that nobody says":         {changes.Resource{URN: "urn:one", Type: alarm, Operation: changes.Update}, "does not say"},
		"a door that nobody declared shut":  {differing(publicBlock, "blockPublicAcls", false, true), "not among"},
		"versioning that nobody had wanted": {differing("aws:s3/bucketVersioningV2:BucketVersioningV2", "versioningConfiguration.status", "Suspended", "Enabled"), "not among"},
	} {
		remedy := remedyOf(one.resource)
		assert.Empty(t, remedy.Targets, name)
		require.Len(t, remedy.Refused, 1, name)
		assert.Contains(t, remedy.Refused[0].Why, one.why, name)
	}
}

func TestOneUnsafePropertyRefusesTheWholeResource(t *testing.T) {
	mixed := differing(logs, "retentionInDays", 30.0, 7.0)
	mixed.Properties = append(mixed.Properties, changes.Property{Path: "kmsKeyId", Before: "a", After: "b"})
	remedy := remedyOf(mixed)
	assert.Empty(t, remedy.Targets)
	assert.Contains(t, remedy.Refused[0].Why, "kmsKeyId")
}

func TestAnUpdateThatWouldResetAnAutoscalerIsRefused(t *testing.T) {
	nodes := changes.Resource{
		URN: "urn:nodes", Type: nodeGroup, Operation: changes.Update, Before: scaling, After: scaling,
		Properties: []changes.Property{
			{Path: "tags.Owner", Before: "team", After: "me"},
			{Path: "scalingConfig.desiredSize", Before: 3.0, After: 7.0},
		},
	}
	remedy := remedyOf(nodes)
	assert.Empty(t, remedy.Targets)
	assert.Contains(t, remedy.Refused[0].Why, "scalingConfig.desiredSize")
	nodes.Properties = nodes.Properties[:1]
	assert.Equal(t, []string{"urn:nodes"}, remedyOf(nodes).Targets)
}

func TestWhatTheJudgeCallsDangerousIsRefused(t *testing.T) {
	d := Find(changes.Set{Resources: []changes.Resource{differing(alarm, "threshold", 80.0, 99.0)}}, nil)
	for _, level := range []danger.Level{danger.DataLoss, danger.Downtime, danger.Exposure} {
		remedy := remediate(d, func(set changes.Set) []danger.Finding {
			require.Equal(t, changes.Property{Path: "threshold", Before: 99.0, After: 80.0}, set.Resources[0].Properties[0], "judged is the way back")
			return []danger.Finding{{URN: "urn:one", Level: level, Loss: "something is lost"}}
		})
		assert.Empty(t, remedy.Targets)
		assert.Contains(t, remedy.Refused[0].Why, "something is lost")
	}
}

func TestADeletedResourceIsJudgedAsACreation(t *testing.T) {
	lost := gone(alarm)
	lost.Before = object{"threshold": 80.0}
	back := Find(changes.Set{Resources: []changes.Resource{lost}}, nil).reverse().Resources[0]
	assert.Equal(t, changes.Create, back.Operation)
	assert.Nil(t, back.Before)
	assert.Equal(t, object{"threshold": 80.0}, back.After)
}

func TestNothingIsPutBackWhileTheCheckCouldNotTell(t *testing.T) {
	d := Find(changes.Set{Resources: []changes.Resource{gone(alarm)}, Errors: []string{"timeout"}}, nil)
	remedy := Remediate(d)
	assert.Empty(t, remedy.Targets)
	assert.Contains(t, remedy.Refused[0].Why, "could not tell")
}

func TestWhatIsUndeclaredIsNeverDeleted(t *testing.T) {
	remedy := Remediate(Find(changes.Set{}, []Tagged{carrying(account + "instance/i-1")}))
	assert.Empty(t, remedy.Targets)
	require.Len(t, remedy.Refused, 1)
	assert.Equal(t, Undeclared, remedy.Refused[0].Kind)
}

// Whoever adds to the table of repairs must not reach what holds data.
func TestNoRepairReachesWhatHoldsData(t *testing.T) {
	for _, token := range data {
		for _, path := range []string{"tags.Owner", "description", "spec", "threshold"} {
			resource := differing(token+"x", path, "a", "b")
			assert.Empty(t, remedyOf(resource).Targets, token)
		}
		assert.Empty(t, remedyOf(gone(token+"x")).Targets, token)
	}
}
