package elasticache

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	groupType     = "aws:elasticache/replicationGroup:ReplicationGroup"
	ruleType      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	componentType = "groundwork:elasticache:Cache"
)

func prod() Args {
	return Args{
		Names:     naming.Scope{System: "stockindicator", Environment: "prod"},
		VPCID:     pulumi.String("vpc-1"),
		SubnetIDs: []pulumi.StringInput{pulumi.String("subnet-a"), pulumi.String("subnet-b")},
		Clients:   map[string]pulumi.StringInput{"nodes": pulumi.String("sg-nodes")},
		Version:   "7.1", NodeType: "cache.r5.large", Replicas: 1,
		Parameters:   map[string]string{"maxmemory-policy": "allkeys-lru"},
		SnapshotDays: 7, SnapshotWindow: "02:00-03:00", MaintenanceWindow: "sun:04:00-sun:05:00",
		LogRetention: 30 * 24 * time.Hour, Protect: true, FinalSnapshot: true,
	}
}

// run registers a cache and hands back its URL.
func run(t *testing.T, args Args, options ...mocks.Option) (*mocks.Recorder, string) {
	t.Helper()
	var url string
	var secret bool
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		cache, err := New(ctx, "cache", args)
		if err != nil {
			return err
		}
		secret = pulumi.IsSecret(cache.URL)
		ctx.Export("url", cache.URL.ApplyT(func(got string) string {
			url = got
			return got
		}))
		return nil
	}, options...)
	assert.True(t, secret, "the URL holds the token")
	return recorder, url
}

func TestAProductionCacheIsEncryptedAndFailsOver(t *testing.T) {
	recorder, url := run(t, prod())
	group := recorder.One(t, groupType)
	want := map[string]any{
		"replicationGroupId": "stockindicator-prod-cache", "engine": "redis", "engineVersion": "7.1", "nodeType": "cache.r5.large",
		"numCacheClusters": 2.0, "automaticFailoverEnabled": true, "multiAzEnabled": true, "port": 6379.0,
		"atRestEncryptionEnabled": true, "transitEncryptionEnabled": true, "transitEncryptionMode": "required",
		"authTokenUpdateStrategy": "SET", "authToken": "generated-password-0123456789abcdef",
		"snapshotRetentionLimit": 7.0, "snapshotWindow": "02:00-03:00", "maintenanceWindow": "sun:04:00-sun:05:00",
		"autoMinorVersionUpgrade": true, "applyImmediately": false, "kmsKeyId": nil,
	}
	for key, value := range want {
		assert.Equal(t, value, group.Get(key), key)
	}
	assert.True(t, group.Protected)
	assert.Regexp(t, `^stockindicator-prod-cache-final-0badcafe$`, group.Get("finalSnapshotIdentifier"))
	assert.Equal(t, "rediss://:generated-password-0123456789abcdef@master.cache.amazonaws.com:6379/0?ssl_cert_reqs=required", url)
}

func TestASingleNodeHasNoFailover(t *testing.T) {
	args := prod()
	args.Replicas, args.SnapshotDays, args.LogRetention, args.Protect, args.FinalSnapshot = 0, 0, 0, false, false
	recorder, _ := run(t, args)
	group := recorder.One(t, groupType)
	assert.Equal(t, 1.0, group.Get("numCacheClusters"))
	assert.Equal(t, false, group.Get("automaticFailoverEnabled"))
	assert.Equal(t, false, group.Get("multiAzEnabled"))
	assert.Equal(t, 0.0, group.Get("snapshotRetentionLimit"))
	assert.Nil(t, group.Get("snapshotWindow"))
	assert.Nil(t, group.Get("finalSnapshotIdentifier"))
	assert.Nil(t, group.Get("logDeliveryConfigurations"))
	assert.False(t, group.Protected)
	assert.Equal(t, 0.0, recorder.One(t, "aws:secretsmanager/secret:Secret").Get("recoveryWindowInDays"))
}

func TestAFinalSnapshotOutlivesTheProtection(t *testing.T) {
	args := prod()
	args.Protect = false
	recorder, _ := run(t, args)
	assert.NotEmpty(t, recorder.One(t, groupType).Get("finalSnapshotIdentifier"))
}

func TestTheFamilyFollowsTheVersion(t *testing.T) {
	args := prod()
	args.Version = "6.2"
	recorder, _ := run(t, args)
	group := recorder.One(t, "aws:elasticache/parameterGroup:ParameterGroup")
	assert.Equal(t, "redis6.x", group.Get("family"))
	assert.Nil(t, group.Get("name"), "an automatic name lets the next group exist beside this one")
	assert.Equal(t, []any{map[string]any{"name": "maxmemory-policy", "value": "allkeys-lru"}}, group.Get("parameters"))
	assert.Nil(t, recorder.One(t, groupType).Get("transitEncryptionMode"))
}

func TestOnlyClientsReachTheCache(t *testing.T) {
	recorder, _ := run(t, prod())
	rule := recorder.One(t, ruleType)
	assert.Equal(t, "cache-from-nodes", rule.Name)
	assert.Equal(t, "sg-nodes", rule.Get("referencedSecurityGroupId"))
	assert.Equal(t, 6379.0, rule.Get("fromPort"))
	assert.Nil(t, recorder.One(t, "aws:ec2/securityGroup:SecurityGroup").Get("egress"))
}

func TestTheSlowLogHasAnEnd(t *testing.T) {
	recorder, _ := run(t, prod())
	group := recorder.One(t, "aws:cloudwatch/logGroup:LogGroup")
	assert.Equal(t, "/aws/elasticache/stockindicator-prod-cache/slow-log", group.Get("name"))
	assert.Equal(t, 30.0, group.Get("retentionInDays"))
}

func TestTheSecretTellsHowToConnect(t *testing.T) {
	recorder, _ := run(t, prod())
	assert.JSONEq(t, `{"engine":"redis","host":"master.cache.amazonaws.com","port":6379,"token":"generated-password-0123456789abcdef"}`,
		recorder.One(t, "aws:secretsmanager/secretVersion:SecretVersion").Get("secretString").(string))
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	recorder, _ := run(t, prod())
	recorder.Children(t, componentType, "cache")
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) {
	recorder, _ := run(t, prod(), mocks.Preview)
	assert.Len(t, recorder.All(groupType), 1)
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	tests := map[string]struct {
		change func(*Args)
		want   string
	}{
		"an old version":        {func(a *Args) { a.Version = "5.0" }, `version "5.0" is not supported: write one of 6.2, 7.0, 7.1`},
		"a T1 node":             {func(a *Args) { a.NodeType = "cache.t1.micro" }, `node type "cache.t1.micro" cannot be encrypted or backed up: write cache.t4g.micro or larger`},
		"too many replicas":     {func(a *Args) { a.Replicas = 6 }, "6 replicas are out of range: write 0 to 5"},
		"windows that overlap":  {func(a *Args) { a.SnapshotWindow = "04:30-05:30" }, `backup window "04:30-05:30" overlaps maintenance window "sun:04:00-sun:05:00": move one of them`},
		"a window too short":    {func(a *Args) { a.SnapshotWindow = "02:00-02:30" }, `backup window "02:00-02:30" must be at least 60 minutes long`},
		"a parameter misspelt":  {func(a *Args) { a.Parameters = map[string]string{"timeout": "x"} }, `redis parameter "timeout" cannot be "x": write a whole number between 0 and 2147483647`},
		"a client with nothing": {func(a *Args) { a.Clients = map[string]pulumi.StringInput{"api": nil} }, `client "api" has no security group`},
		"two problems":          {func(a *Args) { a.SnapshotDays, a.NodeType = 40, "r5.large" }, "node type \"r5.large\" must be an ElastiCache node type such as cache.t4g.micro\nsnapshots of 40 days are out of range: write 0 to 35"},
	}
	require.NoError(t, prod().validate())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			args := prod()
			test.change(&args)
			assert.EqualError(t, args.validate(), test.want)
		})
	}
}
