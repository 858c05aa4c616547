package aws

import (
	"encoding/json"
	"strings"

	"groundwork/internal/localcloud"
)

// putBucketPolicy follows
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
func putBucketPolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	return checkBucketPolicy(tx, policy.String("bucket"), policy.String("policy"))
}

// checkBucketPolicy: the statements are about this bucket and about somebody
// who exists, and a public one is refused where the bucket blocks them.
func checkBucketPolicy(tx *localcloud.Tx, bucket, policy string) error {
	list, ok := statements(policy)
	if !ok {
		return tx.Fail(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")
	}
	for _, statement := range list {
		if _, who := statement["Principal"]; !who && statement["NotPrincipal"] == nil {
			return tx.Fail(400, "MalformedPolicy", "Missing required field Principal")
		}
		if !principalsExist(tx, statement["Principal"]) {
			return tx.Fail(400, "MalformedPolicy", "Invalid principal in policy")
		}
		for _, arn := range textList(statement["Resource"]) {
			of, _, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:s3:::"), "/")
			if of != bucket {
				return tx.Fail(400, "MalformedPolicy", "Policy has invalid resource: %s", arn)
			}
		}
		if public(statement) && blocks(tx, bucket, "blockPublicPolicy") {
			return tx.Fail(403, "AccessDenied", "User: arn:aws:iam::%s:user/local is not authorized to perform: s3:PutBucketPolicy on resource: %q because public policies are blocked by the BlockPublicPolicy block public access setting.", tx.Account(), "arn:aws:s3:::"+bucket)
		}
	}
	return nil
}

// principalsExist looks for the roles, users and origin access identities that
// a policy names; those of other accounts cannot be known:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html
func principalsExist(tx *localcloud.Tx, principal json.RawMessage) bool {
	var who struct{ AWS json.RawMessage }
	if json.Unmarshal(principal, &who) != nil {
		return true
	}
	own := "arn:aws:iam::" + tx.Account() + ":"
	for _, name := range textList(who.AWS) {
		_, identity, isIdentity := strings.Cut(name, ":user/CloudFront Origin Access Identity ")
		switch {
		case isIdentity && tx.Get(identityType, identity) == nil,
			strings.HasPrefix(name, own+"user/") && named(tx, userType, "arn", name) == nil,
			strings.HasPrefix(name, own+"role/") && !strings.Contains(name, "/aws-service-role/") && findRole(tx, name) == nil:
			return false
		}
	}
	return true
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

// blocks reports whether a bucket blocks public access in one of the four ways:
// buckets do unless told otherwise.
func blocks(tx *localcloud.Tx, bucket, way string) bool {
	block := tx.Get(bucketPublicType, bucket)
	return block == nil || block.Outputs.Bool(way)
}

// publicACLs give everyone, or every account of AWS, something:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
var publicACLs = map[string]bool{"public-read": true, "public-read-write": true, "authenticated-read": true}

// putACL: ACLs are off unless the bucket's ownership says otherwise:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func putACL(tx *localcloud.Tx, acl *localcloud.Object) error {
	bucket := acl.String("bucket")
	owned := tx.Get(bucketOwnershipType, bucket)
	if owned == nil || owned.String("rule.objectOwnership") == "BucketOwnerEnforced" {
		return tx.Fail(400, "AccessControlListNotSupported", "The bucket does not allow ACLs")
	}
	if publicACLs[acl.String("acl")] && blocks(tx, bucket, "blockPublicAcls") {
		return tx.Fail(403, "AccessDenied", "User: arn:aws:iam::%s:user/local is not authorized to perform: s3:PutBucketAcl on resource: %q because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.", tx.Account(), "arn:aws:s3:::"+bucket)
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
	if versioning == nil {
		found := tx.Get(bucketType, bucket)
		return found != nil && found.Outputs.Bool("versioning.enabled")
	}
	return versioning.String("versioningConfiguration.status") == "Enabled"
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

// putVersioning: a bucket that once had versions can only suspend them:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
func putVersioning(tx *localcloud.Tx, old, versioning *localcloud.Object) error {
	const path = "versioningConfiguration.status"
	before, now := old.String(path), versioning.String(path)
	if before != "Disabled" && now == "Disabled" {
		return tx.Fail(400, "InvalidArgument", "versioning_configuration.status cannot be updated from '%s' to '%s'", before, now)
	}
	if now != "Enabled" && tx.Get(bucketLockType, versioning.String("bucket")) != nil {
		return tx.Fail(409, "InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.")
	}
	return nil
}

// putObjectLock needs versions:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
func putObjectLock(tx *localcloud.Tx, lock *localcloud.Object) error {
	bucket := tx.Get(bucketType, lock.String("bucket"))
	if bucket != nil && !bucket.Outputs.Bool("objectLockEnabled") && !versioned(tx, bucket.ID) {
		return tx.Fail(409, "InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
	}
	return nil
}
