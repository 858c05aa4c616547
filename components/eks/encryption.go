package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awskms "groundwork/internal/sdk/aws/kms"
)

// keyDeletionDays is how long a deleted key can be brought back (control
// KMS.3): the longest that KMS offers, since without the key the cluster's
// secrets are lost.
const keyDeletionDays = 30

// makeKey creates the key that encrypts Kubernetes' secrets (control EKS.3). It
// turns over every year (KMS.4), and its policy is KMS's default, which leaves
// access to IAM policies of this account (KMS.5).
func (b *builder) makeKey() error {
	key, err := awskms.NewKey(b.ctx, b.name+"-key", &awskms.KeyArgs{
		Description:          pulumi.String("Kubernetes secrets of " + b.out.Name),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(keyDeletionDays),
		Tags:                 b.tags("eks", "secrets"),
	}, b.child()...)
	if err != nil {
		return err
	}
	b.key = key
	_, err = awskms.NewAlias(b.ctx, b.name+"-key", &awskms.AliasArgs{
		Name:        pulumi.String("alias/" + b.args.Names.Name("eks")),
		TargetKeyId: key.KeyId,
	}, b.child()...)
	return err
}
