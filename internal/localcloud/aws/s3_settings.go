package aws

import (
	"encoding/json"
	"strings"

	"groundwork/internal/localcloud"
)

// putBucketPolicy follows
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html:
// the statements are about this bucket, and a public one is refused where the
// bucket blocks them.
func putBucketPolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	bucket := policy.String("bucket")
	list, ok := statements(policy.String("policy"))
	if !ok {
		return tx.Fail(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")
	}
	for _, statement := range list {
		if _, who := statement["Principal"]; !who && statement["NotPrincipal"] == nil {
			return tx.Fail(400, "MalformedPolicy", "Missing required field Principal")
		}
		for _, arn := range textList(statement["Resource"]) {
			of, _, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:s3:::"), "/")
			if of != bucket {
				return tx.Fail(400, "MalformedPolicy", "Policy has invalid resource: %s", arn)
			}
		}
		if public(statement) && blocksPublicPolicies(tx, bucket) {
			return tx.Fail(403, "AccessDenied", "User: arn:aws:iam::%s:user/local is not authorized to perform: s3:PutBucketPolicy on resource: %q because public policies are blocked by the BlockPublicPolicy block public access setting.", tx.Account(), "arn:aws:s3:::"+bucket)
		}
	}
	return nil
}

// textList reads a string or a list of strings.
func textList(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one string
	if json.Unmarshal(raw, &one) == nil && one != "" {
		return []string{one}
	}
	return nil
}

// public: everyone is allowed something, without a condition:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
func public(statement map[string]json.RawMessage) bool {
	if strings.Trim(string(statement["Effect"]), `"`) != "Allow" || len(statement["Condition"]) > 0 {
		return false
	}
	var who struct{ AWS json.RawMessage }
	if json.Unmarshal(statement["Principal"], &who) == nil {
		for _, name := range textList(who.AWS) {
			if name == "*" {
				return true
			}
		}
		return false
	}
	return string(statement["Principal"]) == `"*"`
}

// blocksPublicPolicies: buckets do unless told otherwise.
func blocksPublicPolicies(tx *localcloud.Tx, bucket string) bool {
	block := tx.Get(bucketPublicType, bucket)
	return block == nil || block.Outputs.Bool("blockPublicPolicy")
}

// putACL: ACLs are off unless the bucket's ownership says otherwise:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func putACL(tx *localcloud.Tx, acl *localcloud.Object) error {
	owned := tx.Get(bucketOwnershipType, acl.String("bucket"))
	if owned == nil || owned.String("rule.objectOwnership") == "BucketOwnerEnforced" {
		return tx.Fail(400, "AccessControlListNotSupported", "The bucket does not allow ACLs")
	}
	return nil
}

// putReplication needs versions at both ends:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
func putReplication(tx *localcloud.Tx, replication *localcloud.Object) error {
	if !versioned(tx, replication.String("bucket")) {
		return tx.Fail(400, "InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration")
	}
	for _, arn := range valuesAt(replication.Outputs, "rules.*.destination.bucket") {
		name := strings.TrimPrefix(arn, "arn:aws:s3:::")
		if named(tx.World(), bucketType, "", name) == nil {
			return tx.Fail(400, "InvalidRequest", "Destination bucket must exist.")
		}
		if !versioned(tx.World(), name) {
			return tx.Fail(400, "InvalidRequest", "Destination bucket must have versioning enabled.")
		}
	}
	return nil
}

func versioned(tx *localcloud.Tx, bucket string) bool {
	versioning := tx.Get(bucketVersioningType, bucket)
	return versioning != nil && versioning.String("versioningConfiguration.status") == "Enabled"
}

// putLogging: logs stay in their region:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
func putLogging(tx *localcloud.Tx, logging *localcloud.Object) error {
	target := tx.Get(bucketType, logging.String("targetBucket"))
	if target != nil && target.String("region") != tx.Region() {
		return tx.Fail(403, "CrossLocationLoggingProhibited", "Cross S3 location logging not allowed.")
	}
	return nil
}

func putObject(tx *localcloud.Tx, object *localcloud.Object) error {
	decide(object, "etag", tx.Hex(32))
	decide(object, "storageClass", "STANDARD")
	decide(object, "serverSideEncryption", "AES256")
	decide(object, "contentType", "application/octet-stream")
	if versioned(tx, object.String("bucket")) {
		decide(object, "versionId", tx.Dice().Text(32, localcloud.Alnum))
	}
	return nil
}
