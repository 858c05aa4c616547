package nlb

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

func screener() Args {
	return Args{
		Names:      naming.Scope{System: "screener", Environment: "prod"},
		VPCID:      pulumi.String("vpc-1"),
		SubnetIDs:  pulumi.ToStringArray([]string{"subnet-1", "subnet-2"}),
		TargetCIDR: "10.30.0.0/16",
		Ports:      []Port{{"http", 80}, {"https", 443}},
		HealthPort: 8081, HealthPath: "/nginx-ready",
		DeletionProtection: true,
	}
}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "nlb", screener())
		if err == nil {
			assert.Len(t, made.TargetGroups, 2)
			assert.Len(t, made.Ready, 2, "a group is checked once a listener uses it")
		}
		return err
	}, options...)
}

func TestConnectionsPassAsTheyAreWithTheClientsAddress(t *testing.T) {
	recorder := run(t)
	for name, port := range map[string]float64{"http": 80, "https": 443} {
		group := recorder.Named(t, "aws:lb/targetGroup:TargetGroup", "nlb-"+name)
		assert.Equal(t, "TCP", group.Get("protocol"))
		assert.Equal(t, port, group.Get("port"))
		assert.Equal(t, "ip", group.Get("targetType"))
		assert.Equal(t, "true", group.Get("preserveClientIp"))
		assert.Equal(t, "8081", group.Get("healthCheck", "port"))
		listener := recorder.Named(t, "aws:lb/listener:Listener", "nlb-"+name)
		assert.Equal(t, "TCP", listener.Get("protocol"))
		assert.Equal(t, port, listener.Get("port"))
	}
}

func TestTheBalancerIsANetworkOneWithASecurityGroup(t *testing.T) {
	balancer := run(t).One(t, "aws:lb/loadBalancer:LoadBalancer")
	assert.Equal(t, "network", balancer.Get("loadBalancerType"))
	assert.Equal(t, "screener-prod-nlb", balancer.Get("name"))
	assert.Equal(t, true, balancer.Get("enableDeletionProtection"))
	assert.Len(t, balancer.Get("securityGroups"), 1)
}

func TestEverybodyComesInOnThePortsAndOnlyTheTargetsAreReached(t *testing.T) {
	recorder := run(t)
	assert.Len(t, recorder.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), 2)
	out := recorder.All("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
	assert.Len(t, out, 3, "the ports and the health check's")
	for _, rule := range out {
		assert.Equal(t, "10.30.0.0/16", rule.Get("cidrIpv4"))
	}
}

func TestEveryChildHasAParentAndTheName(t *testing.T) {
	assert.NotEmpty(t, run(t, mocks.Preview).Children(t, "groundwork:nlb:NLB", "nlb"))
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	_, err := mocks.Try(func(ctx *pulumi.Context) error {
		_, err := New(ctx, "nlb", Args{Ports: []Port{{"", 0}}})
		return err
	})
	for _, want := range []string{"names:", "vpc id", "subnet ids", "target cidr", `port ""`, "health:"} {
		require.ErrorContains(t, err, want)
	}
}
