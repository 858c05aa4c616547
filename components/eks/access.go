package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awseks "groundwork/internal/sdk/aws/eks"
	awsvpc "groundwork/internal/sdk/aws/vpc"
	"groundwork/naming"
)

// adminPolicy is full access to the cluster, and viewPolicy sight of all of it.
// EKS gives them, and not a group such as system:masters, whose members no later
// rule can restrict (CIS 5.1.7):
// https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
const (
	adminPolicy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
	viewPolicy  = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"
)

// grantAccess lets the administrators and the viewers in. A view is enough for a
// preview: without the right to a server's dry run, the provider makes its own.
// https://github.com/pulumi/pulumi-kubernetes/pull/2419
func (b *builder) grantAccess() error {
	for _, admin := range b.args.Admins {
		if err := b.letIn("admin", admin, adminPolicy); err != nil {
			return err
		}
	}
	for _, viewer := range b.args.Viewers {
		if err := b.letIn("viewer", viewer, viewPolicy); err != nil {
			return err
		}
	}
	return nil
}

// letIn gives a principal a policy in the whole cluster. Entries are told apart
// by the principal, so that adding one does not touch the others.
func (b *builder) letIn(as, principal, policy string) error {
	name := b.name + "-" + as + "-" + naming.Hash(principal)
	entry, err := awseks.NewAccessEntry(b.ctx, name, &awseks.AccessEntryArgs{
		ClusterName:  b.control.Name,
		PrincipalArn: pulumi.String(principal),
		Type:         pulumi.String("STANDARD"),
		Tags:         b.tags("eks", as),
	}, b.child()...)
	if err != nil {
		return err
	}
	association, err := awseks.NewAccessPolicyAssociation(b.ctx, name, &awseks.AccessPolicyAssociationArgs{
		ClusterName:  b.control.Name,
		PrincipalArn: pulumi.String(principal),
		PolicyArn:    pulumi.String(policy),
		AccessScope:  &awseks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")},
	}, b.child(entry)...)
	if err != nil {
		return err
	}
	b.access = append(b.access, association)
	return nil
}

// openIngress lets other security groups reach pods. The rules stand here and
// not with the load balancer controller, which is why that needs no right to
// change security groups.
func (b *builder) openIngress() error {
	for _, rule := range b.args.Ingress {
		_, err := awsvpc.NewSecurityGroupIngressRule(b.ctx, b.name+"-from-"+rule.Name, &awsvpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId:           b.out.SecurityGroupID,
			ReferencedSecurityGroupId: rule.SecurityGroupID,
			IpProtocol:                pulumi.String("tcp"),
			FromPort:                  pulumi.Int(rule.Port),
			ToPort:                    pulumi.Int(rule.Port),
			Description:               pulumi.String("from " + rule.Name),
			Tags:                      b.tags("eks", "from", rule.Name),
		}, b.child()...)
		if err != nil {
			return err
		}
	}
	return nil
}
