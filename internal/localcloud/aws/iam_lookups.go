package aws

import (
	"cmp"
	"time"

	"groundwork/internal/localcloud"
)

// identityFunctions are IAM's data sources; policy.go has the one that writes
// policies.
var identityFunctions = map[string]localcloud.Function{
	"aws:iam/getRole:getRole":                       lookupRole,
	"aws:iam/getUser:getUser":                       lookupUser,
	"aws:iam/getPolicy:getPolicy":                   lookupPolicy,
	"aws:iam/getInstanceProfile:getInstanceProfile": lookupProfile,
}

// show picks outputs of an object for a data source.
func show(obj *localcloud.Object, names ...string) localcloud.Props {
	shown := localcloud.PropsOf(map[string]any{"id": obj.ID, "arn": obj.String("arn")})
	for _, name := range names {
		shown.Set(name, obj.Outputs.Get(name))
	}
	return shown
}

func lookupRole(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	role := tx.Get(roleType, args.String("name"))
	if role == nil {
		return nil, noRole.about(tx, args.String("name"))
	}
	shown := show(role, "name", "path", "assumeRolePolicy", "description", "maxSessionDuration", "permissionsBoundary", "uniqueId")
	shown.Set("createDate", role.Created.Format(time.RFC3339))
	shown.Set("tags", role.Outputs.StringMap("tagsAll"))
	shown.Set("roleLastUseds", []any{})
	return shown, nil
}

func lookupUser(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	user := tx.Get(userType, args.String("userName"))
	if user == nil {
		return nil, noUser.about(tx, args.String("userName"))
	}
	shown := show(user, "path", "permissionsBoundary")
	shown.Set("userName", user.ID)
	shown.Set("userId", user.String("uniqueId"))
	shown.Set("tags", user.Outputs.StringMap("tagsAll"))
	return shown, nil
}

// lookupPolicy finds a policy by its ARN or its name. What one of AWS's own
// says is not known here.
func lookupPolicy(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	asked := cmp.Or(args.String("arn"), args.String("name"))
	policy := tx.Get(policyType, asked)
	if policy == nil {
		policy = named(tx, policyType, "name", asked)
	}
	if policy == nil {
		return nil, noPolicy.about(tx, asked)
	}
	shown := show(policy, "name", "path", "description", "policy", "policyId")
	shown.Set("attachmentCount", len(tx.Where(roleAttachmentType, "policyArn", policy.ID)))
	shown.Set("tags", policy.Outputs.StringMap("tagsAll"))
	return shown, nil
}

func lookupProfile(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	profile := tx.Get(profileType, args.String("name"))
	if profile == nil {
		return nil, tx.Fail(404, "NoSuchEntity", "Instance Profile %s cannot be found.", args.String("name"))
	}
	shown := show(profile, "name", "path")
	shown.Set("createDate", profile.Created.Format(time.RFC3339))
	role := findRole(tx, profile.String("role"))
	if role == nil {
		role = &localcloud.Object{}
	}
	shown.Set("roleArn", role.String("arn"))
	shown.Set("roleId", role.String("uniqueId"))
	shown.Set("roleName", role.ID)
	return shown, nil
}
