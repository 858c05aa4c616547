package s3bucket

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	awss3 "groundwork/internal/sdk/aws/s3"
)

// policy is the bucket's one policy: S3 keeps one, so that of two resources the
// later to go takes the other's along. The public access block comes first: S3
// refuses two changes of a bucket's access at a time.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
func (b *builder) policy(document pulumi.StringInput, opts ...pulumi.ResourceOption) (*awss3.BucketPolicy, error) {
	policy, err := awss3.NewBucketPolicy(b.ctx, b.child("policy"), &awss3.BucketPolicyArgs{
		Bucket: b.target.ID(),
		Policy: document,
	}, append(opts, b.part(pulumi.DependsOn([]pulumi.Resource{b.block}))...)...)
	if err != nil {
		return nil, fmt.Errorf("creating the policy: %w", err)
	}
	return policy, nil
}

// ofRole is the policy without a CDN.
func (b *builder) ofRole() pulumi.StringInput {
	args := b.args
	return iampolicy.Output(func(values []string) iampolicy.Document {
		return document(args, values[0])
	}, b.target.Arn)
}

// Serve makes the policy of a bucket with Args.Served: it lets the distribution of
// that ARN read.
func (b *Bucket) Serve(distributionARN pulumi.StringInput, opts ...pulumi.ResourceOption) error {
	args := b.builder.args
	_, err := b.builder.policy(iampolicy.Output(func(values []string) iampolicy.Document {
		served := document(args, values[0])
		served.Statements = append(served.Statements, readByDistribution(values[0], values[1]))
		return served
	}, b.ARN, distributionARN), opts...)
	if err != nil {
		return fmt.Errorf("bucket %q: %w", b.builder.name, err)
	}
	return nil
}

// readByDistribution lets this one distribution read objects, not list them: a
// listing would tell the names of files that no page links to.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func readByDistribution(bucketARN, distributionARN string) iampolicy.Statement {
	return iampolicy.Statement{
		Sid:       "ReadByDistribution",
		Effect:    iampolicy.Allow,
		Principal: iampolicy.Principal{Service: []string{"cloudfront.amazonaws.com"}},
		Action:    []string{"s3:GetObject"},
		Resource:  []string{bucketARN + "/*"},
		Condition: iampolicy.Condition{"StringEquals": {"aws:SourceArn": {distributionARN}}},
	}
}

// document is the policy of a bucket: TLS only, and what its role lets in.
func document(args Args, arn string) iampolicy.Document {
	account := args.AccountID
	statements := []iampolicy.Statement{iampolicy.TLSOnly(arn)}
	switch args.Role {
	case Logs:
		statements = append(statements, loadBalancerLogs(arn, account), serverAccessLogs(arn, account))
		statements = append(statements, deliveredLogs(arn, account)...)
	case Trail:
		statements = append(statements, trailed(arn, account, args.TrailARN)...)
	}
	return iampolicy.Document{Statements: statements}
}

// trailed lets this one trail look at the bucket and write into it; CloudTrail looks
// before it takes the bucket.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
func trailed(arn, account, trail string) []iampolicy.Statement {
	writer := iampolicy.Principal{Service: []string{"cloudtrail.amazonaws.com"}}
	return []iampolicy.Statement{
		{
			Sid: "TrailCheck", Effect: iampolicy.Allow, Principal: writer,
			Action: []string{"s3:GetBucketAcl"}, Resource: []string{arn},
			Condition: iampolicy.Condition{"StringEquals": {"aws:SourceArn": {trail}}},
		},
		{
			Sid: "TrailWrite", Effect: iampolicy.Allow, Principal: writer,
			Action: []string{"s3:PutObject"}, Resource: []string{arn + "/AWSLogs/" + account + "/*"},
			Condition: iampolicy.Condition{"StringEquals": {"aws:SourceArn": {trail}, "s3:x-amz-acl": {"bucket-owner-full-control"}}},
		},
	}
}

// accountKeys are the keys under which AWS writes an account's logs, with any
// prefix or none. The service puts the sender's account id there, so another
// account's resources cannot write to these keys.
func accountKeys(arn, account string) []string {
	return []string{arn + "/AWSLogs/" + account + "/*", arn + "/*/AWSLogs/" + account + "/*"}
}

// loadBalancerLogs lets load balancers write access logs. The service principal
// is right in every region; the per-region account ids that older examples name
// are the legacy way.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func loadBalancerLogs(arn, account string) iampolicy.Statement {
	return iampolicy.Statement{
		Sid:       "LoadBalancerLogs",
		Effect:    iampolicy.Allow,
		Principal: iampolicy.Principal{Service: []string{"logdelivery.elasticloadbalancing.amazonaws.com"}},
		Action:    []string{"s3:PutObject"},
		Resource:  accountKeys(arn, account),
	}
}

// serverAccessLogs lets S3 write the access logs of this account's buckets:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
func serverAccessLogs(arn, account string) iampolicy.Statement {
	return iampolicy.Statement{
		Sid:       "ServerAccessLogs",
		Effect:    iampolicy.Allow,
		Principal: iampolicy.Principal{Service: []string{"logging.s3.amazonaws.com"}},
		Action:    []string{"s3:PutObject"},
		Resource:  []string{arn + "/" + serverAccessPrefix + "*"},
		Condition: iampolicy.SourceAccount(account),
	}
}

// deliveredLogs lets CloudWatch's log delivery write, which is how CloudFront
// logs to a bucket without access lists. When a statement is missing, AWS adds
// its own to the policy, behind Pulumi's back.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
func deliveredLogs(arn, account string) []iampolicy.Statement {
	deliverer := iampolicy.Principal{Service: []string{"delivery.logs.amazonaws.com"}}
	source := map[string][]string{"aws:SourceArn": {"arn:aws:logs:*:" + account + ":*"}}
	return []iampolicy.Statement{
		{
			Sid:       "LogDeliveryWrite",
			Effect:    iampolicy.Allow,
			Principal: deliverer,
			Action:    []string{"s3:PutObject"},
			Resource:  accountKeys(arn, account),
			Condition: iampolicy.Condition{
				"StringEquals": {"aws:SourceAccount": {account}, "s3:x-amz-acl": {"bucket-owner-full-control"}},
				"ArnLike":      source,
			},
		},
		{
			Sid:       "LogDeliveryCheck",
			Effect:    iampolicy.Allow,
			Principal: deliverer,
			Action:    []string{"s3:GetBucketAcl", "s3:ListBucket"},
			Resource:  []string{arn},
			Condition: iampolicy.Condition{"StringEquals": {"aws:SourceAccount": {account}}, "ArnLike": source},
		},
	}
}
