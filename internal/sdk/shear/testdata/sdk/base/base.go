package base

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

type Status struct {
	Phase string `pulumi:"phase"`
}

type StatusOutput struct{ *pulumi.OutputState }

// Phase is how far it is.
func (o StatusOutput) Phase() pulumi.StringOutput { return pulumi.StringOutput{} }

// Reason is why.
func (o StatusOutput) Reason() pulumi.StringOutput { return pulumi.StringOutput{} }

func Options(opts []pulumi.ResourceOption) []pulumi.ResourceOption { return opts }

func Nobody() {}
