package aws

import (
	"slices"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/rules"
)

// unsettled says which computed properties become unknown again when others
// change: the SDK keeps computed values otherwise. From the recordings and the
// CustomizeDiff functions of the provider's resources.
type unsettled struct {
	// On are the properties whose change counts; empty for any.
	On []string
	// Then become unknown; Replace are those that also force replacement.
	Then, Replace []string
}

var unsettling = map[string][]unsettled{
	"aws:acm/certificate:Certificate": {{
		On:      []string{"domainName", "subjectAlternativeNames"},
		Then:    []string{"domainValidationOptions", "subjectAlternativeNames"},
		Replace: []string{"subjectAlternativeNames"},
	}},
	"aws:ec2/launchTemplate:LaunchTemplate": {{Then: []string{"latestVersion"}}},
	"aws:ssm/parameter:Parameter":           {{On: []string{"value", "insecureValue"}, Then: []string{"insecureValue", "version"}}},
	"aws:elasticache/replicationGroup:ReplicationGroup": {{
		On: []string{"numCacheClusters"}, Then: []string{"memberClusters"},
	}},
}

// differs corrects what a change means for every type.
func differs(d *localcloud.Diff) {
	diffTags(d)
	diffTable(d)
	for _, rule := range unsettling[canonical(d.Type)] {
		if !rule.applies(d.Verdict.Diffs) {
			continue
		}
		for _, name := range rule.Then {
			replace := slices.Contains(rule.Replace, name) && len(d.Verdict.Replaces) > 0
			d.Verdict.Set(name, rules.Edit{Kind: rules.Update, Replace: replace})
		}
	}
}

func (u unsettled) applies(changed []string) bool {
	if len(u.On) == 0 {
		return slices.ContainsFunc(changed, func(name string) bool { return name != "tagsAll" && name != "tags" })
	}
	return slices.ContainsFunc(u.On, func(name string) bool { return slices.Contains(changed, name) })
}

// planUnsettled shows those properties as unknown in the preview of an update.
func planUnsettled(p *localcloud.Plan) {
	if !p.Update || !p.Tx.Preview() || len(unsettling[canonical(p.Type)]) == 0 {
		return
	}
	described, ok := schema(p.Type)
	if !ok {
		return
	}
	var changed []string
	for name, value := range p.Inputs {
		before, shown := p.OldOutputs[name]
		if shown && !rules.Equal(described.Properties[string(name)], before, value) {
			changed = append(changed, string(name))
		}
	}
	for _, rule := range unsettling[canonical(p.Type)] {
		for _, name := range rule.Then {
			if rule.applies(changed) && !p.Inputs.Has(name) {
				p.Outputs.Set(name, unknown())
			}
		}
	}
}
