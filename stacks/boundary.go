package stacks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsiam "groundwork/internal/sdk/aws/iam"
)

// boundRoles puts the stack's permissions boundary on every role that any
// component makes: here, so that no component can forget it, and none has to
// know of it.
func (d *deployment) boundRoles() error {
	if d.system.Boundary == "" {
		return nil
	}
	arn := pulumi.String("arn:aws:iam::" + d.account + ":policy/" + d.system.Boundary)
	return d.ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		role, ok := args.Props.(*awsiam.RoleArgs)
		if !ok {
			return nil
		}
		role.PermissionsBoundary = arn
		return &pulumi.ResourceTransformationResult{Props: role, Opts: args.Opts}
	})
}
