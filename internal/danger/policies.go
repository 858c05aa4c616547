package danger

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

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
				verdicts = append(verdicts, verdict{level: Exposure, paths: []string{path}, mild: mild,
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
	for _, grown := range after {
		if !grown.allow {
			continue
		}
		if s.Operation == changes.Create {
			if what := grown.boundless(); what != "" {
				gained = append(gained, what)
			}
			continue
		}
		gained = append(gained, grown.beyond(before)...)
	}
	var verdicts []verdict
	if slices.Sort(gained); len(gained) > 0 {
		verdicts = append(verdicts, verdict{level: Exposure, paths: []string{path}, mild: mild,
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

// beyond lists what a statement says that none of the others does.
func (st statement) beyond(others []statement) []string {
	beyond := map[string]bool{}
	for _, principal := range orNone(st.principals) {
		for _, action := range orNone(st.actions) {
			for _, resource := range orNone(st.resources) {
				if !slices.ContainsFunc(others, func(o statement) bool { return o.says(st, principal, action, resource) }) {
					beyond[grant(principal, action, resource)] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(beyond))
}

// says is true when this statement says the same of a triple as st does.
func (o statement) says(st statement, principal, action, resource string) bool {
	condition := o.condition == nil || reflect.DeepEqual(o.condition, st.condition)
	return o.allow == st.allow && condition && anyCovers(o.principals, principal) && anyCovers(o.actions, action) && anyCovers(o.resources, resource)
}

func anyCovers(patterns []string, one string) bool {
	return slices.ContainsFunc(orNone(patterns), func(pattern string) bool { return coversName(pattern, one) })
}

// coversName compares names with wildcards. A name that itself has wildcards is
// covered by the same or a wider one.
func coversName(pattern, one string) bool {
	if pattern == one || pattern == "*" {
		return true
	}
	if strings.HasPrefix(pattern, exceptMark) || strings.HasPrefix(one, exceptMark) {
		return false
	}
	// Names may hold slashes and brackets, which mean something to path.Match.
	plainer := strings.NewReplacer("/", "\x00", "[", "\x01", "]", "\x02", `\`, "\x03")
	fits, err := path.Match(plainer.Replace(strings.ToLower(pattern)), plainer.Replace(strings.ToLower(one)))
	return err == nil && fits
}

// orNone gives a list without entries one empty entry.
func orNone(all []string) []string {
	if len(all) == 0 {
		return []string{""}
	}
	return all
}

func grant(principal, action, resource string) string {
	said := action
	if resource != "" && resource != "*" {
		said += " on " + resource
	} else if resource == "*" {
		said += " on everything"
	}
	switch principal {
	case "":
	case everyone:
		said = "everyone " + said
	default:
		said = principal + " " + said
	}
	return said
}
