package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

const (
	userPolicyType     = "aws:iam/userPolicy:UserPolicy"
	userAttachmentType = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
	userMembersType    = "aws:iam/userGroupMembership:UserGroupMembership"
	iamGroupType       = "aws:iam/group:Group"
	iamGroupPolicyType = "aws:iam/groupPolicy:GroupPolicy"
	iamGroupAttached   = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
	iamGroupMembers    = "aws:iam/groupMembership:GroupMembership"
	accessKeyType      = "aws:iam/accessKey:AccessKey"
	loginType          = "aws:iam/userLoginProfile:UserLoginProfile"
)

// The quotas of
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html:
// characters of a user's inline policies together, and access keys of a user.
const (
	userInlineLimit = 2048
	accessKeyLimit  = 2
)

func createUser(tx *localcloud.Tx, user *localcloud.Object) error {
	user.Set("uniqueId", "AIDA"+tx.Dice().Text(17, localcloud.UpperAlnum))
	return nil
}

// deleteUser refuses while something of the user is left. forceDestroy makes
// the provider remove keys and passwords, but not what is attached:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
func deleteUser(tx *localcloud.Tx, user *localcloud.Object) error {
	keys := append(tx.Where(accessKeyType, "user", user.ID), tx.Where(loginType, "user", user.ID)...)
	switch {
	case len(tx.Where(userMembersType, "user", user.ID))+len(tx.Where(iamGroupMembers, "users", user.ID)) > 0:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must remove users from group first.")
	case len(tx.Where(userAttachmentType, "user", user.ID)) > 0:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.")
	case len(tx.Where(userPolicyType, "user", user.ID)) > 0:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
	case len(keys) > 0 && !user.Outputs.Bool("forceDestroy") && keys[0].Type == accessKeyType:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must delete access keys first.")
	case len(keys) > 0 && !user.Outputs.Bool("forceDestroy"):
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must delete login profile first.")
	}
	for _, key := range keys {
		tx.Remove(key.Type, key.ID)
	}
	return nil
}

func createUserPolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	if err := malformed(tx, policy.String("policy"), false); err != nil {
		return err
	}
	total := size(policy.String("policy"))
	for _, other := range tx.Where(userPolicyType, "user", policy.String("user")) {
		if other.ID != policy.ID {
			total += size(other.String("policy"))
		}
	}
	if total > userInlineLimit {
		return tx.Fail(409, "LimitExceeded", "Maximum policy size of %d bytes exceeded for user %s", userInlineLimit, policy.String("user"))
	}
	return nil
}

func attachToUser(tx *localcloud.Tx, attachment *localcloud.Object) error {
	different := map[string]bool{attachment.String("policyArn"): true}
	for _, other := range tx.Where(userAttachmentType, "user", attachment.String("user")) {
		different[other.String("policyArn")] = true
	}
	if len(different) > attachmentLimit {
		return tx.Fail(409, "LimitExceeded", "Cannot exceed quota for PoliciesPerUser: %d", attachmentLimit)
	}
	return nil
}

// deleteIAMGroup follows
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
func deleteIAMGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	switch {
	case len(tx.Where(iamGroupMembers, "group", group.ID))+len(tx.Where(userMembersType, "groups", group.ID)) > 0:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must remove users from group first.")
	case len(tx.Where(iamGroupAttached, "group", group.ID)) > 0:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.")
	case len(tx.Where(iamGroupPolicyType, "group", group.ID)) > 0:
		return tx.Fail(409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
	}
	return nil
}

// createAccessKey: a user has two at most, and the secret shows only once.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
func createAccessKey(tx *localcloud.Tx, key *localcloud.Object) error {
	if len(tx.Where(accessKeyType, "user", key.String("user"))) >= accessKeyLimit {
		return tx.Fail(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: %d", accessKeyLimit)
	}
	if key.String("pgpKey") == "" {
		key.Set("secret", localcloud.Secret(tx.Dice().Text(40, localcloud.Alnum)))
	}
	return nil
}

// openIDName is a provider's ARN, which ends in its address: trust policies name
// it before it exists.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func openIDName(tx *localcloud.Tx, provider *localcloud.Object) string {
	name := "arn:aws:iam::" + tx.Account() + ":oidc-provider/" + strings.TrimPrefix(provider.String("url"), "https://")
	provider.Set("arn", name)
	return name
}

// createOpenID: the address of a provider is one of the web, without a query or
// a port, and its list of clients is short:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
func createOpenID(tx *localcloud.Tx, provider *localcloud.Object) error {
	address, _ := strings.CutPrefix(provider.String("url"), "https://")
	thumbprints := provider.Outputs.Strings("thumbprintLists")
	switch {
	case strings.ContainsAny(address, "?:"):
		return tx.Fail(400, "InvalidInput", "Invalid Open ID Connect Provider URL")
	case len(provider.Outputs.Strings("clientIdLists")) > 100:
		return tx.Fail(409, "LimitExceeded", "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100")
	case len(thumbprints) > 5:
		return tx.Fail(400, "InvalidInput", "Thumbprint list must contain fewer than 5 entries.")
	}
	for _, thumbprint := range thumbprints {
		if len(thumbprint) != 40 || strings.Trim(strings.ToLower(thumbprint), "0123456789abcdef") != "" {
			return tx.Fail(400, "InvalidInput", "Thumbprint must be 40 hexadecimal characters: %s", thumbprint)
		}
	}
	decide(provider, "thumbprintLists", []string{tx.Hex(40)})
	return nil
}
