package s3bucket

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	awss3 "groundwork/internal/sdk/aws/s3"
)

// policy is the bucket's one policy, or nil when another component owns it. The
// public access block comes first: S3 refuses two changes of a bucket's access
// at a time.
func (b *builder) policy() (*awss3.BucketPolicy, error) {
	if b.args.PolicyElsewhere {
		return nil, nil
	}
	role, account := b.args.Role, b.args.AccountID
	document := iampolicy.Output(func(values []string) iampolicy.Document {
		return document(role, values[0], account)
	}, b.target.Arn)
	policy, err := awss3.NewBucketPolicy(b.ctx, b.child("policy"), &awss3.BucketPolicyArgs{
		Bucket: b.target.ID(),
		Policy: document,
	}, b.part(pulumi.DependsOn([]pulumi.Resource{b.block}))...)
	if err != nil {
		return nil, fmt.Errorf("creating the policy: %w", err)
	}
	return policy, nil
}

// document is the policy of a bucket: TLS only, and what its role lets in.
func document(role Role, arn, account string) iampolicy.Document {
	statements := []iampolicy.Statement{iampolicy.TLSOnly(arn)}
	if role == Logs {
		statements = append(statements, loadBalancerLogs(arn, account), serverAccessLogs(arn, account))
		statements = append(statements, deliveredLogs(arn, account)...)
	}
	return iampolicy.Document{Statements: statements}
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
