package vpc

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	"groundwork/internal/retention"
	awscloudwatch "groundwork/internal/sdk/aws/cloudwatch"
	awsec2 "groundwork/internal/sdk/aws/ec2"
	awsiam "groundwork/internal/sdk/aws/iam"
	"groundwork/naming"
)

// makeFlowLogs records who talked to whom (EC2.6, CIS 4.7). CloudWatch encrypts
// every log group at rest with a key of its own.
func (v *VPC) makeFlowLogs(ctx *pulumi.Context) error {
	days := retention.Days(v.args.FlowLogs)
	if days == 0 {
		return nil
	}
	group, err := awscloudwatch.NewLogGroup(ctx, v.name+"-flow-logs", &awscloudwatch.LogGroupArgs{
		Name:            pulumi.String("/aws/vpc/" + v.args.Names.Name("flow-logs")),
		RetentionInDays: pulumi.Int(days),
		Tags:            v.tags("flow-logs"),
	}, pulumi.Parent(v))
	if err != nil {
		return err
	}
	role, policy, err := v.makeFlowLogRole(ctx, group)
	if err != nil {
		return err
	}
	// Without its policy the role could not deliver: the flow log would be
	// created and fail later.
	_, err = awsec2.NewFlowLog(ctx, v.name+"-flow-logs", &awsec2.FlowLogArgs{
		VpcId:              v.vpc.ID(),
		TrafficType:        pulumi.String("ALL"),
		LogDestinationType: pulumi.String("cloud-watch-logs"),
		LogDestination:     group.Arn,
		IamRoleArn:         role.Arn,
		Tags:               v.tags("flow-logs"),
	}, pulumi.Parent(v), pulumi.DependsOn([]pulumi.Resource{policy}))
	return err
}

func (v *VPC) makeFlowLogRole(ctx *pulumi.Context, group *awscloudwatch.LogGroup) (*awsiam.Role, *awsiam.RolePolicy, error) {
	var condition iampolicy.Condition
	if v.args.AccountID != "" {
		condition = iampolicy.SourceAccount(v.args.AccountID)
	}
	trust, err := iampolicy.AssumedBy("vpc-flow-logs.amazonaws.com", condition).JSON()
	if err != nil {
		return nil, nil, err
	}
	role, err := awsiam.NewRole(ctx, v.name+"-flow-logs", &awsiam.RoleArgs{
		Name:             pulumi.String(v.args.Names.Short(naming.RoleLimit, "vpc-flow-logs")),
		Description:      pulumi.String("Delivers VPC flow logs to CloudWatch"),
		AssumeRolePolicy: pulumi.String(trust),
		Tags:             v.tags("vpc-flow-logs"),
	}, pulumi.Parent(v))
	if err != nil {
		return nil, nil, err
	}
	policy, err := awsiam.NewRolePolicy(ctx, v.name+"-flow-logs", &awsiam.RolePolicyArgs{
		Name:   pulumi.String("deliver"),
		Role:   role.Name,
		Policy: iampolicy.Output(deliver, group.Arn),
	}, pulumi.Parent(v))
	return role, policy, err
}

// deliver allows writing to that log group only. AWS's own example also allows
// CreateLogGroup: left out, because then a flow log that outlives its group by
// a moment makes a new one, which nothing would ever delete. Which groups there are
// can be asked of all or of none.
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
func deliver(values []string) iampolicy.Document {
	group := values[0]
	return iampolicy.Document{Statements: []iampolicy.Statement{{
		Sid:      "Deliver",
		Effect:   iampolicy.Allow,
		Action:   []string{"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"},
		Resource: []string{group, group + ":*"},
	}, {
		Sid: "FindGroups", Effect: iampolicy.Allow, Action: []string{"logs:DescribeLogGroups"}, Resource: []string{"*"},
	}}}
}
