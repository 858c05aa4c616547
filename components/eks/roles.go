package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	awsiam "groundwork/internal/sdk/aws/iam"
	"groundwork/naming"
)

// managedPolicies is where AWS keeps the policies it maintains.
const managedPolicies = "arn:aws:iam::aws:policy/"

// role describes an IAM role of the cluster.
type role struct {
	// suffix ends the logical and the physical name.
	suffix string
	// trust is who may take the role.
	trust iampolicy.Document
	// managed are AWS managed policies, below managedPolicies.
	managed []string
	// inline is what the role may do besides; nil for nothing.
	inline pulumi.StringInput
}

// makeRole creates a role and returns it with its grants. Whoever uses the role
// must depend on the grants: without that order, a removal takes the
// permissions away from what still has to clean up with them.
func (b *builder) makeRole(r role) (*awsiam.Role, []pulumi.Resource, error) {
	trust, err := r.trust.JSON()
	if err != nil {
		return nil, nil, err
	}
	made, err := awsiam.NewRole(b.ctx, b.name+"-"+r.suffix, &awsiam.RoleArgs{
		Name:             pulumi.String(b.args.Names.Short(naming.RoleLimit, "eks", r.suffix)),
		AssumeRolePolicy: pulumi.String(trust),
		Tags:             b.tags("eks", r.suffix),
	}, b.child()...)
	if err != nil {
		return nil, nil, err
	}
	var grants []pulumi.Resource
	for _, policy := range r.managed {
		attachment, err := awsiam.NewRolePolicyAttachment(b.ctx, b.name+"-"+r.suffix+"-"+naming.Hash(policy), &awsiam.RolePolicyAttachmentArgs{
			Role:      made.Name,
			PolicyArn: pulumi.String(managedPolicies + policy),
		}, b.child()...)
		if err != nil {
			return nil, nil, err
		}
		grants = append(grants, attachment)
	}
	if r.inline != nil {
		policy, err := awsiam.NewRolePolicy(b.ctx, b.name+"-"+r.suffix, &awsiam.RolePolicyArgs{
			Role:   made.Name,
			Policy: r.inline,
		}, b.child()...)
		if err != nil {
			return nil, nil, err
		}
		grants = append(grants, policy)
	}
	return made, grants, nil
}
