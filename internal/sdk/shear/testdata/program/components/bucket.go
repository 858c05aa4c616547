package components

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	acmestore "example.com/program/sdk/acme/store"
)

type Bucket struct {
	Bucket *acmestore.Bucket
}

func New(ctx *pulumi.Context) (*Bucket, error) {
	made, err := acmestore.NewBucket(ctx, "b", &acmestore.BucketArgs{
		Rules: acmestore.RuleArray{acmestore.RuleArgs{Days: pulumi.Int(3)}},
	})
	return &Bucket{Bucket: made}, err
}
