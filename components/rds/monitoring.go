package rds

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	"groundwork/internal/retention"
	awscloudwatch "groundwork/internal/sdk/aws/cloudwatch"
	awsiam "groundwork/internal/sdk/aws/iam"
	"groundwork/naming"
)

// logTypes are the logs that RDS for PostgreSQL exports:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html
var logTypes = []string{"postgresql", "upgrade"}

// monitor is the role that delivers the operating system's metrics; ready is
// what must exist before an instance uses it.
type monitor struct {
	role  *awsiam.Role
	ready pulumi.Resource
}

// monitor lets RDS deliver enhanced monitoring, for instances of this
// account only:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
func (b *builder) monitor() (monitor, error) {
	trust, err := iampolicy.AssumedBy("monitoring.rds.amazonaws.com", iampolicy.SourceAccount(b.args.AccountID)).JSON()
	if err != nil {
		return monitor{}, err
	}
	role, err := awsiam.NewRole(b.ctx, b.child("monitoring"), &awsiam.RoleArgs{
		Name:             pulumi.String(b.args.Names.Short(naming.RoleLimit, "db-monitoring")),
		Description:      pulumi.String("Delivers enhanced monitoring of the database"),
		AssumeRolePolicy: pulumi.String(trust),
		Tags:             b.tags("db-monitoring"),
	}, b.parent)
	if err != nil {
		return monitor{}, fmt.Errorf("creating the monitoring role: %w", err)
	}
	attachment, err := awsiam.NewRolePolicyAttachment(b.ctx, b.child("monitoring-policy"), &awsiam.RolePolicyAttachmentArgs{
		Role:      role.Name,
		PolicyArn: pulumi.String("arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"),
	}, b.parent)
	if err != nil {
		return monitor{}, fmt.Errorf("attaching the monitoring policy: %w", err)
	}
	return monitor{role, attachment}, nil
}

// logExports are the kinds of log to export, none without a retention.
func (b *builder) logExports() pulumi.StringArray {
	if retention.Days(b.args.LogRetention) == 0 {
		return nil
	}
	return pulumi.ToStringArray(logTypes)
}

// logGroups are made before the instance: RDS would make them itself, without
// an end to their events and outside of the stack.
func (b *builder) logGroups(part, id string) ([]pulumi.Resource, error) {
	days := retention.Days(b.args.LogRetention)
	if days == 0 {
		return nil, nil
	}
	var groups []pulumi.Resource
	for _, log := range logTypes {
		group, err := awscloudwatch.NewLogGroup(b.ctx, b.child(part+"-log-"+log), &awscloudwatch.LogGroupArgs{
			Name:            pulumi.String("/aws/rds/instance/" + id + "/" + log),
			RetentionInDays: pulumi.Int(days),
			Tags:            b.tags("db"),
		}, b.parent)
		if err != nil {
			return nil, fmt.Errorf("creating the log group of %q: %w", id, err)
		}
		groups = append(groups, group)
	}
	return groups, nil
}
