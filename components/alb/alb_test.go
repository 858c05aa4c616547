package alb

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	awss3 "groundwork/internal/sdk/aws/s3"
)

const (
	balancerType = "aws:lb/loadBalancer:LoadBalancer"
	egressType   = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	groupType    = "aws:lb/targetGroup:TargetGroup"
	ruleType     = "aws:lb/listenerRule:ListenerRule"
)

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "edge", args)
		if err != nil {
			return err
		}
		return made.Open(ctx, nil)
	}, options...)
}

func TestTheBalancerIsHardened(t *testing.T) {
	balancer := run(t, valid()).One(t, balancerType)
	for key, want := range map[string]any{
		"name": "stockindicator-prod", "internal": false, "loadBalancerType": "application",
		"dropInvalidHeaderFields": true, "desyncMitigationMode": "defensive",
		"enableDeletionProtection": true, "idleTimeout": 60.0,
	} {
		assert.Equal(t, want, balancer.Get(key), key)
	}
	assert.Equal(t, map[string]any{"bucket": "stockindicator-prod-logs", "prefix": "alb", "enabled": true}, balancer.Get("accessLogs"))
}

func TestOnlyAnswersHTTPSWithARecommendedPolicy(t *testing.T) {
	listener := run(t, valid()).One(t, "aws:lb/listener:Listener")
	for key, want := range map[string]any{"port": 443.0, "protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"} {
		assert.Equal(t, want, listener.Get(key), key)
	}
	actions, ok := listener.Get("defaultActions").([]any)
	require.True(t, ok)
	assert.Equal(t, "fixed-response", actions[0].(map[string]any)["type"])
	assert.Equal(t, "404", actions[0].(map[string]any)["fixedResponse"].(map[string]any)["statusCode"])
}

func TestOnlyTheAllowedBlocksGetInAndOnlyTheTargetsPortsOut(t *testing.T) {
	recorder := run(t, valid())
	list := recorder.One(t, "aws:ec2/managedPrefixList:ManagedPrefixList")
	assert.Equal(t, []any{map[string]any{"cidr": "103.21.244.0/22"}, map[string]any{"cidr": "173.245.48.0/20"}}, list.Get("entries"))
	assert.Equal(t, 25.0, list.Get("maxEntries"))
	in := recorder.One(t, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
	assert.Equal(t, []any{"edge-edge-id", nil, 443.0, 443.0}, []any{in.Get("prefixListId"), in.Get("cidrIpv4"), in.Get("fromPort"), in.Get("toPort")})

	require.Len(t, recorder.All(egressType), 2)
	out := recorder.Named(t, egressType, "edge-out-8000")
	assert.Equal(t, []any{"sg-nodes", nil, 8000.0, 8000.0}, []any{out.Get("referencedSecurityGroupId"), out.Get("cidrIpv4"), out.Get("fromPort"), out.Get("toPort")})

	args := valid()
	args.TargetSecurityGroupID, args.TargetCIDR = nil, "10.30.0.0/16"
	assert.Equal(t, "10.30.0.0/16", run(t, args).Named(t, egressType, "edge-out-3000").Get("cidrIpv4"))
}

func TestEveryRouteHasAPairOfGroups(t *testing.T) {
	recorder := run(t, valid())
	require.Len(t, recorder.All(groupType), 6)
	for _, group := range recorder.All(groupType) {
		assert.Equal(t, "ip", group.Get("targetType"))
		assert.Equal(t, false, group.Get("stickiness", "enabled"))
		assert.Nil(t, group.Get("name"), "the name must be free for create before delete")
	}
	green := recorder.Named(t, groupType, "edge-api-green")
	assert.Equal(t, []any{8000.0, 30.0, 30.0, "/ready"}, []any{green.Get("port"), green.Get("slowStart"), green.Get("deregistrationDelay"), green.Get("healthCheck", "path")})
	assert.Equal(t, 120.0, recorder.Named(t, groupType, "edge-docs-blue").Get("deregistrationDelay"))
}

func TestALongServiceNameLeavesRoomForTheEndingOfItsGroupsNames(t *testing.T) {
	args := valid()
	args.Routes[1].Name = "recommendations-of-the-week"
	recorder := run(t, args)
	require.Len(t, recorder.All(groupType), 6)
	seen := map[string]bool{}
	for _, group := range recorder.All(groupType) {
		assert.LessOrEqual(t, len(group.Name)+len("-0123456"), 32, group.Name)
		assert.False(t, seen[group.Name], group.Name)
		seen[group.Name] = true
	}
}

func TestTheWeightsShareTheRequestsOfARoute(t *testing.T) {
	recorder := run(t, valid())
	for route, want := range map[string][]any{"edge-api": {90.0, 10.0}, "edge-web": {100.0, 0.0}} {
		actions := recorder.Named(t, ruleType, route).Get("actions").([]any)
		forward := actions[0].(map[string]any)["forward"].(map[string]any)
		groups := forward["targetGroups"].([]any)
		assert.Equal(t, want, []any{groups[0].(map[string]any)["weight"], groups[1].(map[string]any)["weight"]}, route)
		assert.Contains(t, groups[0].(map[string]any)["arn"], route+"-blue")
		assert.NotContains(t, forward, "stickiness")
	}
}

// Pods become healthy only once a rule names their group, and a rule may send them
// requests only once they are: so there are two.
func TestTargetsAreCheckedBeforeARuleSendsThemRequests(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "edge", valid())
		require.NoError(t, err)
		pods, err := awss3.NewBucketPolicy(ctx, "pods", &awss3.BucketPolicyArgs{Bucket: pulumi.String("b"), Policy: pulumi.String("{}")}, pulumi.DependsOn(made.Ready))
		require.NoError(t, err)
		return made.Open(ctx, map[string][]pulumi.Resource{"api": {pods}})
	})
	standby, rule := recorder.Named(t, ruleType, "edge-api-standby"), recorder.Named(t, ruleType, "edge-api")
	assert.Contains(t, strings.Join(recorder.Named(t, "aws:s3/bucketPolicy:BucketPolicy", "pods").DependsOn, " "), "edge-api-standby")
	assert.Contains(t, strings.Join(rule.DependsOn, " "), "bucketPolicy:BucketPolicy::pods")
	assert.NotContains(t, strings.Join(recorder.Named(t, ruleType, "edge-web").DependsOn, " "), "pods", "another service's pods")
	assert.Equal(t, []any{map[string]any{"hostHeader": map[string]any{"values": []any{"api.invalid"}}}}, standby.Get("conditions"), "nobody asks for it")
	groups := func(rule mocks.Registration) (arns []any) {
		for _, group := range rule.Get("actions").([]any)[0].(map[string]any)["forward"].(map[string]any)["targetGroups"].([]any) {
			arns = append(arns, group.(map[string]any)["arn"])
		}
		return arns
	}
	assert.Equal(t, groups(rule), groups(standby))
}

func TestAnotherPortKeepsTheTargetGroups(t *testing.T) {
	for _, group := range run(t, valid()).All(groupType) {
		assert.Equal(t, []string{"port"}, group.IgnoreChanges, "a target is registered with its own port")
	}
}

func TestWhatAFormerNameMadeIsKept(t *testing.T) {
	const formerly = "backend-for-the-recommendations-of-the-week"
	before := valid()
	before.Routes[0].Name = formerly
	old := map[string]bool{}
	for _, made := range run(t, before).All("") {
		old[made.Name] = true
	}
	args := valid()
	args.Routes[0].Formerly = formerly
	recorder := run(t, args)
	for _, made := range []mocks.Registration{
		recorder.Named(t, ruleType, "edge-api"), recorder.Named(t, ruleType, "edge-api-standby"),
		recorder.Named(t, groupType, "edge-api-blue"), recorder.Named(t, groupType, "edge-api-green"),
	} {
		require.Len(t, made.Aliases, 1, made.Name)
		assert.True(t, old[made.Aliases[0]], "%s was made as %s", made.Name, made.Aliases[0])
	}
	assert.Empty(t, recorder.Named(t, groupType, "edge-web-blue").Aliases)
}

func TestARuleMatchesItsHostAndWholeWordsOfItsPath(t *testing.T) {
	recorder := run(t, valid())
	host := func(name string) map[string]any {
		return map[string]any{"hostHeader": map[string]any{"values": []any{name}}}
	}
	assert.Equal(t, []any{host("api.stockindicator.com")}, recorder.Named(t, ruleType, "edge-api").Get("conditions"))
	assert.Equal(t, []any{
		host("stockindicator.com"),
		map[string]any{"pathPattern": map[string]any{"values": []any{"/docs", "/docs/*"}}},
	}, recorder.Named(t, ruleType, "edge-docs").Get("conditions"))
}

func TestTheBalancerWaitsForLeaveToWriteItsLogs(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		policy, err := awss3.NewBucketPolicy(ctx, "leave", &awss3.BucketPolicyArgs{Bucket: pulumi.String("b"), Policy: pulumi.String("{}")})
		if err != nil {
			return err
		}
		args := valid()
		args.LogsBucket = policy.Bucket
		_, err = New(ctx, "edge", args)
		return err
	})
	assert.Contains(t, strings.Join(recorder.One(t, balancerType).DependsOn, " "), "bucketPolicy:BucketPolicy::leave")
}

func TestWithoutABucketThereAreNoLogs(t *testing.T) {
	args := valid()
	args.LogsBucket = nil
	assert.Nil(t, run(t, args).One(t, balancerType).Get("accessLogs"))
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) {
	mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "edge", valid())
		if err != nil {
			return err
		}
		assert.Len(t, made.TargetGroups, 3)
		assert.Len(t, made.Ready, 3)
		return nil
	}, mocks.Preview)
}

func TestEveryChildHasTheComponentsNameAParentAndTags(t *testing.T) {
	for _, child := range run(t, valid()).Children(t, "groundwork:alb:ALB", "edge") {
		assert.Equal(t, "groundwork", child.Get("tags", "ManagedBy"), child.Name)
	}
}
