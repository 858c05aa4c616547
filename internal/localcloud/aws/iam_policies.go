package aws

import (
	"regexp"

	"groundwork/internal/localcloud"
)

func createPolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	policy.Set("policyId", "ANPA"+tx.Dice().Text(17, localcloud.UpperAlnum))
	policy.Set("attachmentCount", 0)
	return updatePolicy(tx, nil, policy)
}

func updatePolicy(tx *localcloud.Tx, _, policy *localcloud.Object) error {
	text := policy.String("policy")
	if size(text) > managedLimit {
		return tx.Fail(409, "LimitExceeded", "Cannot exceed quota for PolicySize: %d", managedLimit)
	}
	return malformed(tx, text, false)
}

func readPolicy(tx *localcloud.Tx, policy *localcloud.Object) {
	policy.Set("attachmentCount", len(tx.Where(roleAttachmentType, "policyArn", policy.ID)))
}

// deletePolicy refuses while anybody has the policy, also as a boundary. Earlier
// versions the provider deletes itself.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
// https://github.com/gruntwork-io/cloud-nuke/issues/972
func deletePolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	used := len(tx.Where(roleType, "permissionsBoundary", policy.ID)) + len(tx.Where(userType, "permissionsBoundary", policy.ID))
	for _, attachment := range []string{roleAttachmentType, userAttachmentType, iamGroupAttached} {
		used += len(tx.Where(attachment, "policyArn", policy.ID))
	}
	if used > 0 {
		return tx.Fail(409, "DeleteConflict", "Cannot delete a policy attached to entities.")
	}
	return nil
}

// managedPolicies are the ARNs of AWS's own policies. There are more than a
// thousand; only their form is held against them.
var managedPolicies = regexp.MustCompile(`^arn:aws:iam::aws:policy/((service-role|aws-service-role|job-function)/)?[A-Za-z0-9_+=,.@-]{3,128}$`)

func findPolicy(tx *localcloud.Tx, arn string) *localcloud.Object {
	if managedPolicies.MatchString(arn) {
		return &localcloud.Object{Type: policyType, ID: arn}
	}
	return tx.Get(policyType, arn)
}
