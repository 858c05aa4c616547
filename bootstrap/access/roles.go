package access

import "groundwork/internal/iampolicy"

// passedTo are the services that take a role of a stack.
var passedTo = []string{
	"ec2.amazonaws.com", "eks.amazonaws.com", "monitoring.rds.amazonaws.com", "pods.eks.amazonaws.com", "vpc-flow-logs.amazonaws.com",
}

// serviceRoles are the services whose own role an account gets at the first use.
var serviceRoles = []string{
	"autoscaling.amazonaws.com", "delivery.logs.amazonaws.com", "eks.amazonaws.com", "eks-nodegroup.amazonaws.com",
	"elasticache.amazonaws.com", "elasticloadbalancing.amazonaws.com", "pullthroughcache.ecr.amazonaws.com", "rds.amazonaws.com",
}

// makeRoles lets a deploy role make the roles of its systems, each under the
// boundary for workloads: IAM refuses the first group of actions for a role that
// has another one, or none. Nothing here can take a boundary off, and no user,
// policy or identity provider can be made at all.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
func (a Account) makeRoles(environment string) []iampolicy.Statement {
	roles := a.roles(environment)
	return []iampolicy.Statement{
		allow("BoundedRoles", []string{
			"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
		}, roles, iampolicy.Condition{"StringEquals": {"iam:PermissionsBoundary": {a.policyARN(a.WorkloadBoundary(environment))}}}),
		// IAM knows no boundary for these. They widen nothing: whoever takes such
		// a role takes it with its boundary.
		allow("Roles", []string{
			"iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
		}, roles, nil),
		allow("HandOver", []string{"iam:PassRole"}, roles, iampolicy.Condition{"StringEquals": {"iam:PassedToService": passedTo}}),
		allow("ServiceRoles", []string{"iam:CreateServiceLinkedRole"}, []string{"arn:aws:iam::" + a.ID + ":role/aws-service-role/*"},
			iampolicy.Condition{"StringEquals": {"iam:AWSServiceName": serviceRoles}}),
	}
}
