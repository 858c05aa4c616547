package localcloud_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudtest"
)

// BenchmarkPreviewOfAThousandResources previews them with the real engine. It
// may take five seconds on a machine that does nothing else.
func BenchmarkPreviewOfAThousandResources(b *testing.B) {
	engine(b)
	cloud := cloudtest.Start(b, aws.New())
	s := stack(b, cloud.Cloud, map[string]string{"aws:region": "us-east-1"}, thousand)
	for range b.N {
		begin := time.Now()
		_, err := s.Preview(context.Background())
		require.NoError(b, err)
		if took := time.Since(begin); took > 5*time.Second {
			b.Errorf("the preview took %s", took)
		}
	}
}

// thousand is a program of 1,000 resources: buckets with their settings.
func thousand(ctx *pulumi.Context) error {
	for i := range 250 {
		name := fmt.Sprint("b", i)
		bucket, err := register(ctx, "aws:s3/bucketV2:BucketV2", name, pulumi.Map{"tags": pulumi.StringMap{"n": pulumi.String(name)}})
		if err != nil {
			return err
		}
		for typ, inputs := range map[string]pulumi.Map{
			"aws:s3/bucketVersioningV2:BucketVersioningV2": {
				"bucket": bucket.ID(), "versioningConfiguration": pulumi.Map{"status": pulumi.String("Enabled")},
			},
			"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {"bucket": bucket.ID(), "blockPublicAcls": pulumi.Bool(true)},
			"aws:ssm/parameter:Parameter": {
				"type": pulumi.String("String"), "value": bucket.ID(),
			},
		} {
			if _, err := register(ctx, typ, name, inputs); err != nil {
				return err
			}
		}
	}
	return nil
}
