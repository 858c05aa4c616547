package cloudfront

import (
	"fmt"

	"groundwork/internal/iampolicy"
	awscloudfront "groundwork/internal/sdk/aws/cloudfront"
	awss3 "groundwork/internal/sdk/aws/s3"
)

// bucketPolicy is the bucket's one policy. It stands here because it names the
// distribution, which names the bucket: the bucket cannot wait for both.
func (b *builder) bucketPolicy(distribution *awscloudfront.Distribution) error {
	_, err := awss3.NewBucketPolicy(b.ctx, b.child("bucket-policy"), &awss3.BucketPolicyArgs{
		Bucket: b.args.BucketName,
		Policy: iampolicy.Output(func(values []string) iampolicy.Document {
			return readers(values[0], values[1])
		}, b.args.BucketARN, distribution.Arn),
	}, b.parent)
	if err != nil {
		return fmt.Errorf("creating the bucket's policy: %w", err)
	}
	return nil
}

// readers lets this one distribution read objects, not list them: a listing
// would tell the names of files that no page links to.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func readers(bucketARN, distributionARN string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{
		iampolicy.TLSOnly(bucketARN),
		{
			Sid:       "ReadByDistribution",
			Effect:    iampolicy.Allow,
			Principal: iampolicy.Principal{Service: []string{"cloudfront.amazonaws.com"}},
			Action:    []string{"s3:GetObject"},
			Resource:  []string{bucketARN + "/*"},
			Condition: iampolicy.Condition{"StringEquals": {"aws:SourceArn": {distributionARN}}},
		},
	}}
}
