package conformance

import "strings"

const (
	iamGrammar    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
	iamQuotas     = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
	iamDelete     = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html"
	iamUsersGone  = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html"
	iamPolicyGone = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html"
	iamOpenIDMade = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html"
	iamAttach     = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html"

	iamPolicyType     = "aws:iam/policy:Policy"
	iamInlineType     = "aws:iam/rolePolicy:RolePolicy"
	iamAttachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	iamUserType       = "aws:iam/user:User"
	iamKeyType        = "aws:iam/accessKey:AccessKey"
	iamOpenIDType     = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"

	allow    = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess"
)

// policed makes a managed policy, of a text in which a part is another.
func policed(part, other string) func(*World) error {
	return creating(iamPolicyType, Props{"policy": strings.Replace(allow, part, other, 1)})
}

func trusting(part, other string) func(*World) error {
	return creating(iamRoleType, Props{"assumeRolePolicy": strings.Replace(trustOf("ec2.amazonaws.com"), part, other, 1)})
}

// roleGone deletes a role that still has another resource.
func roleGone(typ string, inputs, role Props) func(*World) error {
	return func(w *World) error {
		made := w.Make(iamRoleType, "r", with(Props{"name": "r", "assumeRolePolicy": trustOf("ec2.amazonaws.com")}, role))
		w.Make(typ, "x", with(inputs, Props{"role": "r"}))
		return w.Delete(iamRoleType, "r", made)
	}
}

func userGone(inputs Props) func(*World) error {
	return func(w *World) error {
		user := w.Make(iamUserType, "u", with(inputs, Props{"name": "u"}))
		w.Make(iamKeyType, "k", Props{"user": "u"})
		return w.Delete(iamUserType, "u", user)
	}
}

// policyGone deletes a policy that somebody still has.
func policyGone(has func(w *World, arn string)) func(*World) error {
	return func(w *World) error {
		policy := w.Make(iamPolicyType, "p", Props{"name": "p", "policy": allow})
		has(w, policy.Outputs.String("arn"))
		return w.Delete(iamPolicyType, "p", policy)
	}
}

func openID(changes Props) Props {
	return with(Props{"url": "https://oidc.example.com", "clientIdLists": []string{"sts.amazonaws.com"}}, changes)
}

var iamCases = []Case{
	{Name: "a role's name twice", Do: twice(iamRoleType, Props{"name": "r", "assumeRolePolicy": trustOf("ec2.amazonaws.com")}), Refused: "EntityAlreadyExists", Evidence: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"},
	{Name: "a trust that is no JSON", Do: creating(iamRoleType, Props{"assumeRolePolicy": "{"}), Refused: "valid JSON", Evidence: "facts: aws:iam/role:Role"},
	{Name: "a trust with resources", Do: trusting(`"Action"`, `"Resource":"*","Action"`), Refused: "MalformedPolicyDocument: Has prohibited field Resource", Evidence: iamGrammar},
	{Name: "a trust in nobody", Do: trusting(`,"Principal":{"Service":"ec2.amazonaws.com"}`, ""), Refused: "Missing required field Principal", Evidence: iamGrammar},
	{Name: "a trust without an effect", Do: trusting("Allow", "Maybe"), Refused: "Syntax errors in policy.", Evidence: iamGrammar},
	{Name: "a trust in no service", Do: trusting("ec2.amazonaws.com", "ec2"), Refused: "Invalid principal in policy", Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"},
	{Name: "a trust to do something else", Do: trusting("sts:AssumeRole", "s3:GetObject"), Refused: "AssumeRole policy may only specify STS AssumeRole actions.", Evidence: iamGrammar},
	{Name: "a role bounded by nothing", Do: creating(iamRoleType, Props{"assumeRolePolicy": trustOf("ec2.amazonaws.com"), "permissionsBoundary": "arn:aws:iam::123456789012:policy/gone"}), Refused: "NoSuchEntity", Evidence: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"},
	{Name: "a policy", Do: policed("", ""), Evidence: iamGrammar},
	{Name: "a policy of another version", Do: policed("2012-10-17", "2012-10-18"), Refused: "MalformedPolicyDocument", Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"},
	{Name: "an action without a service", Do: policed("s3:GetObject", "GetObject"), Refused: "Actions/Conditions must be prefaced by a vendor", Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"},
	{Name: "a resource that is no ARN", Do: policed(`"*"`, `"bucket"`), Refused: "must be in ARN format", Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"},
	{Name: "a condition that does not exist", Do: policed(`"Resource":"*"`, `"Resource":"*","Condition":{"StringIs":{"aws:username":"x"}}`), Refused: "Invalid Condition type", Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"},
	{Name: "a condition of several values", Do: policed(`"Resource":"*"`, `"Resource":"*","Condition":{"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":["x"]}}`), Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"},
	{Name: "a statement's id with a blank", Do: policed(`"Effect"`, `"Sid":"a b","Effect"`), Refused: "must be alpha-numeric", Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"},
	{Name: "a policy with a principal", Do: policed(`"Action"`, `"Principal":"*","Action"`), Refused: "should not specify a principal", Evidence: iamGrammar},
	{Name: "a policy without resources", Do: policed(`,"Resource":"*"`, ""), Refused: "must contain resources", Evidence: iamGrammar},
	{Name: "a policy too long", Do: policed("GetObject", strings.Repeat("x", 6144)), Refused: "Cannot exceed quota for PolicySize: 6144", Evidence: iamQuotas},
	{Name: "a policy's name twice", Do: twice(iamPolicyType, Props{"name": "p", "policy": allow}), Refused: "EntityAlreadyExists", Evidence: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html"},
	{Name: "an inline policy of no role", Do: creating(iamInlineType, Props{"role": "gone", "policy": allow}), Refused: "NoSuchEntity", Evidence: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"},
	{Name: "inline policies too long", Do: func(w *World) error {
		w.role("r", "ec2.amazonaws.com")
		_, err := w.Create(iamInlineType, "x", Props{"role": "r", "policy": strings.Replace(allow, "GetObject", strings.Repeat("x", 10240), 1)})
		return err
	}, Refused: "Maximum policy size of 10240 bytes exceeded for role r", Evidence: iamQuotas},
	{Name: "an attachment of nothing", Do: func(w *World) error {
		w.role("r", "ec2.amazonaws.com")
		_, err := w.Create(iamAttachmentType, "x", Props{"role": "r", "policyArn": "arn:aws:iam::123456789012:policy/gone"})
		return err
	}, Refused: "does not exist or is not attachable", Evidence: iamAttach},
	{Name: "an attachment to nothing", Do: creating(iamAttachmentType, Props{"role": "gone", "policyArn": readOnly}), Refused: "NoSuchEntity", Evidence: iamAttach},
	{Name: "eleven attachments", Do: func(w *World) error {
		w.role("r", "ec2.amazonaws.com")
		for i := range 11 {
			name := string(rune('a' + i))
			if _, err := w.Create(iamAttachmentType, name, Props{"role": "r", "policyArn": w.Make(iamPolicyType, name, Props{"policy": allow}).ID}); err != nil {
				return err
			}
		}
		return nil
	}, Refused: "Cannot exceed quota for PoliciesPerRole: 10", Evidence: iamQuotas},
	{Name: "a profile of nothing", Do: creating("aws:iam/instanceProfile:InstanceProfile", Props{"role": "gone"}), Refused: "NoSuchEntity", Evidence: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html"},
	{Name: "a role deleted with an attachment", Do: roleGone(iamAttachmentType, Props{"policyArn": readOnly}, nil), Refused: "must detach all policies first", Evidence: iamDelete},
	{Name: "a role deleted with an inline policy", Do: roleGone(iamInlineType, Props{"policy": allow}, nil), Refused: "must delete policies first", Evidence: iamDelete},
	{Name: "a role deleted by force", Do: roleGone(iamAttachmentType, Props{"policyArn": readOnly}, Props{"forceDetachPolicies": true}), Evidence: "https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/iam_role.html.markdown"},
	{Name: "three access keys", Do: func(w *World) error {
		w.Make(iamUserType, "u", Props{"name": "u"})
		for _, name := range []string{"a", "b", "c"} {
			if _, err := w.Create(iamKeyType, name, Props{"user": "u"}); err != nil {
				return err
			}
		}
		return nil
	}, Refused: "Cannot exceed quota for AccessKeysPerUser: 2", Evidence: iamQuotas},
	{Name: "a user deleted with a key", Do: userGone(Props{}), Refused: "must delete access keys first", Evidence: iamUsersGone},
	{Name: "a user deleted by force", Do: userGone(Props{"forceDestroy": true}), Evidence: "https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/iam_user.html.markdown"},
	{Name: "a policy deleted that nobody has", Do: policyGone(func(*World, string) {}), Evidence: iamPolicyGone},
	{Name: "a policy deleted that a role has", Do: policyGone(func(w *World, arn string) {
		w.role("r", "ec2.amazonaws.com")
		w.Make(iamAttachmentType, "x", Props{"role": "r", "policyArn": arn})
	}), Refused: "DeleteConflict: Cannot delete a policy attached to entities.", Evidence: iamPolicyGone},
	{Name: "a policy deleted that bounds a role", Do: policyGone(func(w *World, arn string) {
		w.Make(iamRoleType, "r", Props{"name": "r", "assumeRolePolicy": trustOf("ec2.amazonaws.com"), "permissionsBoundary": arn})
	}), Refused: "DeleteConflict: Cannot delete a policy attached to entities.", Evidence: "https://github.com/gruntwork-io/cloud-nuke/issues/972"},
	{Name: "a role for a session of a day", Do: creating(iamRoleType, Props{"assumeRolePolicy": trustOf("ec2.amazonaws.com"), "maxSessionDuration": 86400}), Refused: "43200", Evidence: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"},
	{Name: "an identity provider", Do: creating(iamOpenIDType, openID(nil)), Evidence: iamOpenIDMade},
	{Name: "an identity provider's name", Do: func(w *World) error {
		made := w.Make(iamOpenIDType, "x", openID(nil))
		return same("the ARN", "arn:aws:iam::123456789012:oidc-provider/oidc.example.com", made.Outputs.String("arn"))
	}, Evidence: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"},
	{Name: "an identity provider twice", Do: twice(iamOpenIDType, openID(nil)), Refused: "EntityAlreadyExists", Evidence: iamOpenIDMade},
	{Name: "an identity provider at a port", Do: creating(iamOpenIDType, openID(Props{"url": "https://oidc.example.com:8443"})), Refused: "Invalid Open ID Connect Provider URL", Evidence: iamOpenIDMade},
	{Name: "a thumbprint too short", Do: creating(iamOpenIDType, openID(Props{"thumbprintLists": []string{"abc"}})), Refused: "40", Evidence: iamOpenIDMade},
}
