package aws

import (
	"encoding/json"
	"strings"

	"groundwork/internal/localcloud"
)

func createRole(tx *localcloud.Tx, role *localcloud.Object) error {
	if err := checkTrust(tx, role); err != nil {
		return err
	}
	role.Set("uniqueId", "AROA"+tx.Dice().Text(17, localcloud.UpperAlnum))
	decide(role, "managedPolicyArns", []string{})
	decide(role, "inlinePolicies", []localcloud.Props{})
	return nil
}

func checkTrust(tx *localcloud.Tx, role *localcloud.Object) error {
	text := role.String("assumeRolePolicy")
	if size(text) > trustLimit {
		return tx.Fail(409, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: %d", trustLimit)
	}
	return malformed(tx, text, true)
}

// deleteRole refuses while policies are left; forceDetachPolicies makes the
// provider detach them. It takes the role out of instance profiles by itself:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
func deleteRole(tx *localcloud.Tx, role *localcloud.Object) error {
	attached := tx.Where(roleAttachmentType, "role", role.ID)
	inline := tx.Where(rolePolicyType, "role", role.ID)
	if !role.Outputs.Bool("forceDetachPolicies") {
		if len(attached) > 0 {
			return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.")
		}
		if len(inline) > 0 {
			return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
		}
	}
	for _, policy := range append(attached, inline...) {
		tx.Remove(policy.Type, policy.ID)
	}
	for _, profile := range tx.Where(profileType, "role", role.ID) {
		profile.Set("role", "")
		tx.Put(profile)
	}
	return nil
}

// findRole finds a role by its name, its ARN, or the name that ends an ARN.
func findRole(tx *localcloud.Tx, value string) *localcloud.Object {
	if !strings.HasPrefix(value, "arn:") {
		return tx.Get(roleType, value)
	}
	return named(tx, roleType, "arn", value)
}

// trusted refuses a role that a service may not take.
func trusted(tx *localcloud.Tx, arn, principal string, no refusal) error {
	role := findRole(tx, arn)
	if role == nil || !trusts(role.String("assumeRolePolicy"), principal) {
		return no.about(tx, arn)
	}
	return nil
}

func trusts(text, principal string) bool {
	list, _ := statements(text)
	for _, statement := range list {
		var who struct{ Service json.RawMessage }
		if json.Unmarshal(statement["Principal"], &who) != nil {
			continue
		}
		if strings.Contains(string(who.Service), `"`+principal+`"`) {
			return true
		}
	}
	return false
}

func createRolePolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	if err := malformed(tx, policy.String("policy"), false); err != nil {
		return err
	}
	total := size(policy.String("policy"))
	for _, other := range tx.Where(rolePolicyType, "role", policy.String("role")) {
		if other.ID != policy.ID {
			total += size(other.String("policy"))
		}
	}
	if total > inlineLimit {
		return tx.Fail(409, "LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", inlineLimit, policy.String("role"))
	}
	return nil
}

// roleAttachmentID is the role and a time, as the provider makes it.
func roleAttachmentID(tx *localcloud.Tx, attachment *localcloud.Object) string {
	return attachment.String("role") + "-" + tx.Now().UTC().Format("20060102150405") + tx.Dice().Text(12, localcloud.Digits)
}

func nameAttachment(attachment *localcloud.Object) string {
	arn := attachment.String("policyArn")
	return attachment.String("role") + "/" + arn[strings.LastIndexByte(arn, '/')+1:]
}

// attachPolicy: attaching twice is no error, attaching too many is.
func attachPolicy(tx *localcloud.Tx, attachment *localcloud.Object) error {
	different := map[string]bool{attachment.String("policyArn"): true}
	for _, other := range tx.Where(roleAttachmentType, "role", attachment.String("role")) {
		different[other.String("policyArn")] = true
	}
	if len(different) > attachmentLimit {
		return tx.Fail(409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", attachmentLimit)
	}
	return nil
}

func createProfile(tx *localcloud.Tx, profile *localcloud.Object) error {
	profile.Set("uniqueId", "AIPA"+tx.Dice().Text(17, localcloud.UpperAlnum))
	return nil
}
