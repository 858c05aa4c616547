package aws

import (
	"encoding/json"
	"slices"

	"groundwork/internal/localcloud"
)

const trailType = "aws:cloudtrail/trail:Trail"

// trailService is CloudTrail.
func trailService() service {
	return service{kinds: map[string]localcloud.Kind{
		trailType: {Create: checkTrail, Update: again(checkTrail)},
	}}
}

// checkTrail tries the bucket as CloudTrail does: it must be there, and its policy must
// let CloudTrail ask for its access list and write, for this trail where it names one.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
// https://github.com/hashicorp/terraform/issues/6388
func checkTrail(tx *localcloud.Tx, trail *localcloud.Object) error {
	name := trail.String("s3BucketName")
	if tx.Get(bucketType, name) == nil {
		return tx.Fail(400, "S3BucketDoesNotExistException", "S3 bucket %s does not exist!", name)
	}
	policy := tx.Get(bucketPolicyType, name)
	arn := tx.ARN("cloudtrail", "trail/"+trail.String("name"))
	if policy == nil || !lets(policy.String("policy"), "s3:GetBucketAcl", arn) || !lets(policy.String("policy"), "s3:PutObject", arn) {
		return tx.Fail(400, "InsufficientS3BucketPolicyException", "Incorrect S3 bucket policy is detected for bucket: %s", name)
	}
	return nil
}

// lets tells whether a policy allows CloudTrail an action for a trail.
func lets(policy, action, trail string) bool {
	var read struct {
		Statement []struct {
			Effect    string
			Principal json.RawMessage
			Action    json.RawMessage
			Condition map[string]map[string]json.RawMessage
		}
	}
	if json.Unmarshal([]byte(policy), &read) != nil {
		return false
	}
	for _, statement := range read.Statement {
		var principal struct{ Service json.RawMessage }
		_ = json.Unmarshal(statement.Principal, &principal) // "*" names no service
		sources := texts(statement.Condition["StringEquals"]["aws:SourceArn"])
		if statement.Effect == "Allow" && slices.Contains(texts(principal.Service), "cloudtrail.amazonaws.com") &&
			slices.Contains(texts(statement.Action), action) && (len(sources) == 0 || slices.Contains(sources, trail)) {
			return true
		}
	}
	return false
}
