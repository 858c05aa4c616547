package vpc_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestInterfaceEndpointsTakeHTTPSFromTheVPCOnly(t *testing.T) {
	recorder := run(t, prod(), nil)
	rule := recorder.One(t, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
	assert.Equal(t, []any{"10.30.0.0/16", 443.0, 443.0}, []any{rule.Get("cidrIpv4"), rule.Get("fromPort"), rule.Get("toPort")})
	endpoint := recorder.Named(t, "aws:ec2/vpcEndpoint:VpcEndpoint", "network-endpoint-ecr.api")
	assert.Equal(t, "com.amazonaws.us-east-1.ecr.api", endpoint.Get("serviceName"))
	assert.Equal(t, true, endpoint.Get("privateDnsEnabled"))
	assert.Len(t, endpoint.Get("subnetIds"), 3)

	args := prod()
	args.InterfaceEndpoints = nil
	without := run(t, args, nil)
	assert.Len(t, without.All("aws:ec2/vpcEndpoint:VpcEndpoint"), 1)
	assert.Empty(t, without.All("aws:ec2/securityGroup:SecurityGroup"))
}

func TestFlowLogsMayBeWrittenByThisAccountsFlowLogsOnly(t *testing.T) {
	recorder := run(t, prod(), nil)
	group := recorder.One(t, "aws:cloudwatch/logGroup:LogGroup")
	assert.Equal(t, "/aws/vpc/stockindicator-prod-flow-logs", group.Get("name"))
	assert.Equal(t, 90.0, group.Get("retentionInDays"))
	role := recorder.One(t, "aws:iam/role:Role")
	assert.Equal(t, "stockindicator-prod-vpc-flow-logs", role.Get("name"))
	assert.Contains(t, role.Get("assumeRolePolicy"), `"aws:SourceAccount":["123456789012"]`)
	policy := recorder.One(t, "aws:iam/rolePolicy:RolePolicy")
	assert.Contains(t, policy.Get("policy"), `"Action":["logs:DescribeLogGroups"],"Resource":["*"]`, "IAM knows it of all groups or of none")
	assert.Equal(t, 1, strings.Count(policy.Get("policy").(string), `"*"`), "and nothing else")
	assert.NotContains(t, policy.Get("policy"), "CreateLogGroup")
	log := recorder.One(t, "aws:ec2/flowLog:FlowLog")
	assert.Equal(t, "ALL", log.Get("trafficType"))
	assert.Contains(t, strings.Join(log.DependsOn, " "), "rolePolicy:RolePolicy::network-flow-logs")

	args := prod()
	args.FlowLogs = 0
	assert.Empty(t, run(t, args, nil).All("aws:cloudwatch/logGroup:LogGroup"))
}
