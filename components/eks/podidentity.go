package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	awseks "groundwork/internal/sdk/aws/eks"
)

// podTrust lets the pods of exactly one service account of this cluster take a
// role. EKS sends these tags when it takes the role for a pod:
// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
func (b *builder) podTrust(namespace, serviceAccount string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{{
		Effect:    iampolicy.Allow,
		Principal: iampolicy.Principal{Service: []string{"pods.eks.amazonaws.com"}},
		Action:    []string{"sts:AssumeRole", "sts:TagSession"},
		Condition: iampolicy.Condition{"StringEquals": {
			"aws:RequestTag/eks-cluster-arn":            {b.arn()},
			"aws:RequestTag/kubernetes-namespace":       {namespace},
			"aws:RequestTag/kubernetes-service-account": {serviceAccount},
		}},
	}}}
}

// arn is the cluster's ARN, known before the cluster exists.
func (b *builder) arn() string {
	return "arn:aws:eks:" + b.args.Region + ":" + b.args.AccountID + ":cluster/" + b.out.Name
}

// makePodRole gives a service account a role. The credentials reach a pod only
// if the association exists before the pod is created, so pods depend on what
// is returned.
func (b *builder) makePodRole(suffix, namespace, serviceAccount string, policy pulumi.StringInput) (pulumi.Resource, error) {
	made, grants, err := b.makeRole(role{suffix: suffix, trust: b.podTrust(namespace, serviceAccount), inline: policy})
	if err != nil {
		return nil, err
	}
	return awseks.NewPodIdentityAssociation(b.ctx, b.name+"-"+suffix, &awseks.PodIdentityAssociationArgs{
		ClusterName:    b.control.Name,
		Namespace:      pulumi.String(namespace),
		ServiceAccount: pulumi.String(serviceAccount),
		RoleArn:        made.Arn,
		Tags:           b.tags("eks", suffix),
	}, b.child(grants...)...)
}

// makePodRoles gives the workloads' service accounts their roles.
func (b *builder) makePodRoles() error {
	for _, podRole := range b.args.PodRoles {
		association, err := b.makePodRole("pod-"+podRole.Name, podRole.Namespace, podRole.ServiceAccount, podRole.Policy)
		if err != nil {
			return err
		}
		b.out.PodRoles[podRole.Name] = association
	}
	return nil
}
