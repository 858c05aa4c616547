package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	"groundwork/internal/retention"
	awscloudwatch "groundwork/internal/sdk/aws/cloudwatch"
	awseks "groundwork/internal/sdk/aws/eks"
)

// logTypes are all that the control plane offers; audit is control EKS.8.
var logTypes = []string{"api", "audit", "authenticator", "controllerManager", "scheduler"}

// makeLogGroup creates the group before the cluster would, which would keep its
// logs for ever and leave the group behind.
func (b *builder) makeLogGroup() error {
	group, err := awscloudwatch.NewLogGroup(b.ctx, b.name+"-logs", &awscloudwatch.LogGroupArgs{
		Name:            pulumi.String("/aws/eks/" + b.out.Name + "/cluster"),
		RetentionInDays: pulumi.Int(retention.Days(b.args.LogRetention)),
		Tags:            b.tags("eks", "logs"),
	}, b.child()...)
	b.logGroup = group
	return err
}

// makeControlPlane creates the cluster and the role it acts with.
func (b *builder) makeControlPlane() error {
	made, grants, err := b.makeRole(role{
		suffix:  "cluster",
		trust:   iampolicy.AssumedBy("eks.amazonaws.com", iampolicy.SourceAccount(b.args.AccountID)),
		managed: []string{"AmazonEKSClusterPolicy"},
		inline:  iampolicy.Output(useKey, b.key.Arn),
	})
	if err != nil {
		return err
	}
	b.control, err = awseks.NewCluster(b.ctx, b.name+"-cluster", &awseks.ClusterArgs{
		Name:    pulumi.String(b.out.Name),
		Version: pulumi.String(b.args.Version),
		RoleArn: made.Arn,
		AccessConfig: &awseks.ClusterAccessConfigArgs{
			AuthenticationMode:                      pulumi.String("API"),
			BootstrapClusterCreatorAdminPermissions: pulumi.Bool(true),
		},
		// The add-ons below replace the ones EKS would put there unmanaged.
		BootstrapSelfManagedAddons: pulumi.Bool(false),
		EnabledClusterLogTypes:     pulumi.ToStringArray(logTypes),
		EncryptionConfig: &awseks.ClusterEncryptionConfigArgs{
			Provider:  &awseks.ClusterEncryptionConfigProviderArgs{KeyArn: b.key.Arn},
			Resources: pulumi.ToStringArray([]string{"secrets"}),
		},
		// At the end of standard support EKS upgrades the cluster (control EKS.2)
		// rather than charging 438 USD a month instead of 73:
		// https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html
		UpgradePolicy: &awseks.ClusterUpgradePolicyArgs{SupportType: pulumi.String("STANDARD")},
		VpcConfig:     b.network(),
		Tags:          b.tags(),
	}, append(b.child(append(grants, b.logGroup)...), keepSubnets)...)
	if err != nil {
		return err
	}
	b.out.Endpoint = b.control.Endpoint
	b.out.SecurityGroupID = b.control.VpcConfig.ClusterSecurityGroupId().Elem()
	return nil
}

// keepSubnets leaves a living cluster the subnets that it was made with: EKS takes
// others in the same zones only, while nodes go into any. A cluster that is replaced
// keeps them too, and they are there: nothing takes away a subnet that is in use.
// https://github.com/aws/containers-roadmap/issues/2258
var keepSubnets = pulumi.IgnoreChanges([]string{"vpcConfig.subnetIds"})

// network is where the API answers: always inside the VPC, and outside only for
// the addresses given (control EKS.1 asks for none; a stack that lists some has
// decided so).
func (b *builder) network() *awseks.ClusterVpcConfigArgs {
	config := &awseks.ClusterVpcConfigArgs{
		SubnetIds:             b.args.SubnetIDs,
		EndpointPrivateAccess: pulumi.Bool(true),
		EndpointPublicAccess:  pulumi.Bool(len(b.args.PublicAccessCIDRs) > 0),
	}
	if len(b.args.PublicAccessCIDRs) > 0 {
		config.PublicAccessCidrs = pulumi.ToStringArray(b.args.PublicAccessCIDRs)
	}
	return config
}

// useKey lets the control plane use the key of the secrets, and no other:
// https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
func useKey(arns []string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{{
		Sid:      "EncryptSecrets",
		Effect:   iampolicy.Allow,
		Action:   []string{"kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"},
		Resource: arns,
	}}}
}
