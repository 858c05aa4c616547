package iampolicy

// TLSOnly denies every request to a bucket that is not encrypted in transit
// (controls S3.5 and CIS 3.1.1). It belongs in every bucket's policy.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
func TLSOnly(bucketARN string) Statement {
	return Statement{
		Sid:       "DenyPlainHTTP",
		Effect:    Deny,
		Principal: Principal{Everyone: true},
		Action:    []string{"s3:*"},
		Resource:  []string{bucketARN, bucketARN + "/*"},
		Condition: Condition{"Bool": {"aws:SecureTransport": {"false"}}},
	}
}
