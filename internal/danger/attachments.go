package danger

import (
	"fmt"
	"strings"

	"groundwork/internal/changes"
)

// administrators are managed policies that may do anything, or give it to others.
var administrators = []string{"AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "cluster-admin"}

// attachmentInputs are where a type names the policy or role it gives, and to whom.
var attachmentInputs = map[string][2]string{
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":          {"policyArn", "role"},
	"aws:iam/userPolicyAttachment:UserPolicyAttachment":          {"policyArn", "user"},
	"aws:iam/groupPolicyAttachment:GroupPolicyAttachment":        {"policyArn", "group"},
	"aws:eks/accessPolicyAssociation:AccessPolicyAssociation":    {"policyArn", "principalArn"},
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": {"roleRef.name", "subjects"},
	"kubernetes:rbac.authorization.k8s.io/v1:RoleBinding":        {"roleRef.name", "subjects"},
}

// attachmentRule judges rights that are given to somebody. Administrators are
// always told; other policies when somebody who exists already gets them.
func attachmentRule(s subject) []verdict {
	inputs, is := attachmentInputs[s.Type]
	if !is || s.After == nil || s.Operation == changes.Update && !s.differs(inputs[0]) && !s.differs(inputs[1]) {
		return nil
	}
	if s.replaced() && !s.differs(inputs[0]) && !s.differs(inputs[1]) {
		return nil
	}
	policy := text(s.new(inputs[0]))
	policy = policy[strings.LastIndex(policy, "/")+1:]
	for _, administrator := range administrators {
		if policy == administrator {
			return []verdict{{level: Exposure, paths: []string{inputs[0]}, loss: fmt.Sprintf("%s is given to somebody who may then do nearly anything", quoted(policy)),
				advice: "give the few actions that are needed"}}
		}
	}
	who := s.new(inputs[1])
	if strings.HasPrefix(s.Type, "aws:iam/") && known(who) && s.grantsToOld(text(who)) {
		return []verdict{{level: Exposure, paths: []string{inputs[0]}, loss: fmt.Sprintf("%s gets another policy: %s", quoted(text(who)), quoted(policy))}}
	}
	return nil
}

// grantsToOld is true when the role that gets a policy isn't made by this change.
func (s subject) grantsToOld(role string) bool {
	for _, other := range s.index.byType["aws:iam/role:Role"] {
		if other.Operation == changes.Create && (text(at(other.After, "name")) == role || other.Name == role) {
			return false
		}
	}
	return role != ""
}
