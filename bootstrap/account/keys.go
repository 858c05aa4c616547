package account

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awskms "groundwork/internal/sdk/aws/kms"
)

// deletionDays is how long a deleted key can be had back: the longest that KMS
// offers, since without its key a state is lost (control KMS.3).
const deletionDays = 30

// keys are the keys of the stacks' secrets, one for each environment: stack files
// stand in the repository, secrets encrypted in them, and who may decrypt dev's
// must not thereby read prod's.
type keys struct {
	pulumi.ResourceState

	arns map[string]pulumi.StringOutput
}

// makeKeys makes the keys and exports what `pulumi stack init` takes.
func (b *base) makeKeys() error {
	b.keys = &keys{arns: map[string]pulumi.StringOutput{}}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:Keys", "secrets", b.keys); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	providers := pulumi.StringMap{}
	for _, environment := range b.config.Environments {
		// The environment's own tag keeps the other environments' roles away.
		tags := b.names.Tags("secrets", environment)
		tags["Environment"] = environment
		key, err := b.newKey("secrets-"+environment, "Secrets in the stacks of "+environment, []string{"secrets", environment}, pulumi.ToStringMap(tags),
			pulumi.Parent(b.keys), pulumi.Protect(b.config.Protection))
		if err != nil {
			return fmt.Errorf("environment %q: %w", environment, err)
		}
		b.keys.arns[environment] = key.Arn
		providers[environment] = pulumi.String("awskms://alias/" + b.names.Name("secrets", environment) + "?region=" + b.config.Region)
	}
	b.ctx.Export("secretsProviders", providers)
	return b.ctx.RegisterResourceOutputs(b.keys, pulumi.Map{"secretsProviders": providers})
}

// newKey makes a key that turns over every year (control KMS.4), and its alias.
// Its policy is KMS' default, which leaves access to the roles' policies.
func (b *base) newKey(name, description string, alias []string, tags pulumi.StringMap, opts ...pulumi.ResourceOption) (*awskms.Key, error) {
	key, err := awskms.NewKey(b.ctx, name, &awskms.KeyArgs{
		Description:          pulumi.String(description),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(deletionDays),
		Tags:                 tags,
	}, opts...)
	if err != nil {
		return nil, fmt.Errorf("creating the key: %w", err)
	}
	_, err = awskms.NewAlias(b.ctx, name, &awskms.AliasArgs{
		Name:        pulumi.String("alias/" + b.names.Name(alias...)),
		TargetKeyId: key.KeyId,
	}, opts...)
	if err != nil {
		return nil, fmt.Errorf("naming the key: %w", err)
	}
	return key, nil
}
