package stacks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"example.com/program/components"
)

func Deploy(ctx *pulumi.Context) error {
	made, err := components.New(ctx)
	if err != nil {
		return err
	}
	ctx.Export("phase", made.Bucket.Status.Phase())
	return nil
}
