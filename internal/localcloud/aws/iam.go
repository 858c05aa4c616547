package aws

import (
	"encoding/json"
	"strings"
	"unicode"

	"groundwork/internal/localcloud"
)

// Errors of IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
var (
	noRole   = refusal{404, "NoSuchEntity", "The role with name %s cannot be found."}
	noUser   = refusal{404, "NoSuchEntity", "The user with name %s cannot be found."}
	noGroupI = refusal{404, "NoSuchEntity", "The group with name %s cannot be found."}
	noPolicy = refusal{404, "NoSuchEntity", "Policy %s does not exist or is not attachable."}
)

var identityLinks = []link{
	{from: rolePolicyType, path: "role", to: roleType, missing: noRole, loose: true},
	{from: roleAttachmentType, path: "role", to: roleType, missing: noRole, loose: true},
	{from: roleAttachmentType, path: "policyArn", to: policyType, missing: noPolicy},
	{from: "aws:iam/userPolicyAttachment:UserPolicyAttachment", path: "policyArn", to: policyType, missing: noPolicy},
	{from: "aws:iam/userPolicyAttachment:UserPolicyAttachment", path: "user", to: userType, by: "name", missing: noUser, loose: true},
	{from: "aws:iam/userPolicy:UserPolicy", path: "user", to: userType, by: "name", missing: noUser, loose: true},
	{from: "aws:iam/accessKey:AccessKey", path: "user", to: userType, by: "name", missing: noUser, loose: true},
	{from: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment", path: "policyArn", to: policyType, missing: noPolicy},
	{from: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment", path: "group", to: "aws:iam/group:Group", by: "name", missing: noGroupI, loose: true},
	{from: profileType, path: "role", to: roleType, missing: noRole, loose: true},
	{from: roleType, path: "permissionsBoundary", to: policyType, missing: noPolicy},
	{from: roleType, path: "managedPolicyArns", to: policyType, missing: noPolicy},
	{from: flowLogType, path: "iamRoleArn", to: roleType, missing: refusal{400, "InvalidParameter", "Access denied for the role %s, or it does not exist"}, loose: true},
	{from: "aws:ecs/taskDefinition:TaskDefinition", path: "executionRoleArn", to: roleType, missing: refusal{400, "ClientException", "Role is not valid: %s"}, loose: true},
	{from: "aws:ecs/taskDefinition:TaskDefinition", path: "taskRoleArn", to: roleType, missing: refusal{400, "ClientException", "Role is not valid: %s"}, loose: true},
}

// identityService is IAM.
func identityService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			roleType:           {Create: createRole, Update: again(checkTrust), Read: readRole, Delete: deleteRole},
			rolePolicyType:     {Create: createRolePolicy, Update: again(createRolePolicy)},
			roleAttachmentType: {ID: roleAttachmentID, Create: attachPolicy, Name: nameAttachment},
			policyType:         {Create: createPolicy, Update: updatePolicy, Read: readPolicy, Delete: deletePolicy},
			profileType:        {Create: createProfile},
			userType:           {Create: createUser, Delete: deleteUser},
			userPolicyType:     {Create: createUserPolicy, Update: again(createUserPolicy)},
			userAttachmentType: {Create: attachToUser},
			iamGroupType:       {Delete: deleteIAMGroup},
			accessKeyType:      {Create: createAccessKey},
			openIDType:         {ID: openIDName, Create: createOpenID},
		},
		functions: identityFunctions,
	}
}

// policyShape is as much of a policy as IAM looks at before it takes one:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
type policyShape struct {
	Version   string
	Statement json.RawMessage
}

// statements reads a policy's statements; one alone need not be in a list.
func statements(text string) ([]map[string]json.RawMessage, bool) {
	var policy policyShape
	if json.Unmarshal([]byte(text), &policy) != nil || len(policy.Statement) == 0 {
		return nil, false
	}
	var list []map[string]json.RawMessage
	if json.Unmarshal(policy.Statement, &list) == nil {
		return list, true
	}
	var one map[string]json.RawMessage
	if json.Unmarshal(policy.Statement, &one) != nil {
		return nil, false
	}
	return []map[string]json.RawMessage{one}, true
}

// malformed reports what IAM refuses in a policy: a trust policy says who and
// not what, a permissions policy what and not who.
func malformed(tx *localcloud.Tx, text string, trust bool) error {
	list, ok := statements(text)
	if !ok {
		return tx.Fail(400, "MalformedPolicyDocument", "Syntax errors in policy.")
	}
	for _, statement := range list {
		resources, notResources := len(texts(statement["Resource"])) > 0, len(texts(statement["NotResource"])) > 0
		_, who := statement["Principal"]
		_, notWho := statement["NotPrincipal"]
		what, notWhat := len(texts(statement["Action"])) > 0, len(texts(statement["NotAction"])) > 0
		effect := strings.Trim(string(statement["Effect"]), `"`)
		switch {
		case effect != "Allow" && effect != "Deny":
			return tx.Fail(400, "MalformedPolicyDocument", "Syntax errors in policy.")
		case !what && !notWhat:
			return tx.Fail(400, "MalformedPolicyDocument", "Policy statement must contain actions.")
		case trust && (resources || notResources):
			return tx.Fail(400, "MalformedPolicyDocument", "Has prohibited field Resource")
		case trust && !who && !notWho:
			return tx.Fail(400, "MalformedPolicyDocument", "Missing required field Principal")
		case !trust && (who || notWho):
			return tx.Fail(400, "MalformedPolicyDocument", "Policy document should not specify a principal.")
		case !trust && !resources && !notResources:
			return tx.Fail(400, "MalformedPolicyDocument", "Policy statement must contain resources.")
		}
		if problem := unsound(statement, trust); problem != "" {
			return tx.Fail(400, "MalformedPolicyDocument", "%s", problem)
		}
	}
	return misnumbered(tx, text, list)
}

// size counts a policy as IAM does, without white space:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
func size(text string) int {
	return len(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text))
}

// The limits of the same page: characters of a trust policy, of a managed
// policy, of a role's inline policies together, and attachments of a role.
const (
	trustLimit      = 2048
	managedLimit    = 6144
	inlineLimit     = 10240
	attachmentLimit = 10
)
