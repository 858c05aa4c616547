package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// policyPaths are where policies stand, by type.
var policyPaths = map[string][]string{
	"aws:iam/policy:Policy":                        {"policy"},
	"aws:iam/rolePolicy:RolePolicy":                {"policy"},
	"aws:iam/userPolicy:UserPolicy":                {"policy"},
	"aws:iam/groupPolicy:GroupPolicy":              {"policy"},
	"aws:iam/role:Role":                            {"assumeRolePolicy", "inlinePolicies"},
	"aws:s3/bucketPolicy:BucketPolicy":             {"policy"},
	"aws:sqs/queuePolicy:QueuePolicy":              {"policy"},
	"aws:sqs/queue:Queue":                          {"policy"},
	"aws:sns/topicPolicy:TopicPolicy":              {"policy"},
	"aws:sns/topic:Topic":                          {"policy"},
	"aws:secretsmanager/secretPolicy:SecretPolicy": {"policy"},
	"aws:kms/key:Key":                              {"policy"},
	"aws:ecr/repositoryPolicy:RepositoryPolicy":    {"policy"},
	"aws:backup/vaultPolicy:VaultPolicy":           {"policy"},
	"aws:ec2/vpcEndpoint:VpcEndpoint":              {"policy"},
	"aws:efs/fileSystemPolicy:FileSystemPolicy":    {"policy"},
}

// policyRule judges access policies that let more in than before.
func policyRule(s subject) []verdict {
	var verdicts []verdict
	for _, path := range policyPaths[s.Type] {
		before, _ := statementsOf(s.old(path))
		after, readable := statementsOf(s.new(path))
		switch {
		case s.After == nil:
			verdicts = append(verdicts, s.liftedDenials(before)...)
		case !s.differs(path) && s.Operation != changes.Create:
		case !readable:
			if s.Operation == changes.Update {
				verdicts = append(verdicts, verdict{level: Exposure, paths: []string{path}, mild: mild, untold: true,
					loss: "the policy changes to what is known only when it is applied: whether it widens can't be told"})
			}
		default:
			verdicts = append(verdicts, s.widened(path, before, after)...)
		}
	}
	return verdicts
}

// widened compares statement by statement. A new policy is told only when it is
// open without bounds: what it grants is what it was made for.
func (s subject) widened(path string, before, after []statement) []verdict {
	var gained []string
	how := mild
	for _, grown := range after {
		if !grown.allow {
			continue
		}
		if s.Operation == changes.Create {
			if what := grown.boundless(); what != "" {
				gained, how = append(gained, what), grave
			}
			continue
		}
		gained = append(gained, grown.beyond(before)...)
	}
	var verdicts []verdict
	if slices.Sort(gained); len(gained) > 0 {
		verdicts = append(verdicts, verdict{level: Exposure, paths: []string{path}, mild: how,
			loss: fmt.Sprintf("the policy allows more: %s", some(slices.Compact(gained)))})
	}
	if s.both() && !denials(before).keptBy(denials(after)) {
		verdicts = append(verdicts, verdict{level: Exposure, paths: []string{path}, loss: "the policy doesn't deny what it denied before"})
	}
	return verdicts
}

// liftedDenials judges a deleted policy that denied something.
func (s subject) liftedDenials(before []statement) []verdict {
	if len(denials(before)) == 0 || s.Retained || s.leaves("bucket", bucketTypes...) {
		return nil
	}
	return []verdict{{level: Exposure, loss: "the policy is deleted, and what it denied is not denied any more"}}
}

type denied []statement

func denials(all []statement) denied {
	var found denied
	for _, one := range all {
		if !one.allow {
			found = append(found, one)
		}
	}
	return found
}

// keptBy is true when every denial is still denied.
func (d denied) keptBy(after denied) bool {
	for _, old := range d {
		if len(old.beyond(after)) > 0 {
			return false
		}
	}
	return true
}

// boundless says in what way a statement has no bounds, "" when it has.
func (st statement) boundless() string {
	switch {
	case slices.Contains(st.principals, everyone) && st.condition == nil:
		return "to everyone " + some(st.actions)
	case slices.Contains(st.actions, "*") && slices.Contains(st.resources, "*") && st.condition == nil:
		return "everything on everything"
	}
	return ""
}
