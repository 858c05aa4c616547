package stacks

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/generated"
)

// generateSecrets makes the secrets that nobody wrote.
func (d *deployment) generateSecrets() error {
	names := slices.Sorted(slices.Values(d.system.Generated))
	if len(names) == 0 {
		return nil
	}
	made, err := generated.New(d.ctx, "generated", generated.Args{Names: names})
	if err != nil {
		return err
	}
	d.generated = made.Values
	return nil
}

// secret is a secret's value: one that was generated, or the stack file's.
func (d *deployment) secret(name string) pulumi.StringInput {
	if value, ok := d.generated[name]; ok {
		return value
	}
	return pulumi.ToSecret(pulumi.String(string(d.system.Secrets[name]))).(pulumi.StringOutput)
}
