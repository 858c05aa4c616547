package drift

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

func TestAnUpdateThatOnlyPutsBackIsConfirmed(t *testing.T) {
	d := Find(changes.Set{Resources: with(differing(logs, "retentionInDays", 30.0, 7.0))}, nil)
	back := differing(logs, "retentionInDays", 7.0, 30.0)
	component := changes.Resource{URN: "urn:c", Component: true, Operation: changes.Update}
	assert.NoError(t, Remediate(d).Confirm(d, changes.Set{Resources: with(back, component)}))
	lost := Find(changes.Set{Resources: with(gone(alarm))}, nil)
	again := gone(alarm)
	again.Operation, again.Before, again.After = changes.Create, nil, object{}
	assert.NoError(t, Remediate(lost).Confirm(lost, changes.Set{Resources: with(again)}))
}

func TestAnUpdateThatDoesMoreIsNotConfirmed(t *testing.T) {
	d := Find(changes.Set{Resources: with(differing(logs, "retentionInDays", 30.0, 7.0))}, nil)
	merged := differing(logs, "retentionInDays", 7.0, 30.0)
	merged.Properties = append(merged.Properties, changes.Property{Path: "kmsKeyId", Before: "a", After: "b"})
	replaced := differing(logs, "retentionInDays", 7.0, 30.0)
	replaced.Operation = changes.Replace
	created := gone(logs)
	created.Operation = changes.Create
	bystander := differing(alarm, "threshold", 1.0, 2.0)
	bystander.URN = "urn:two"
	for name, one := range map[string]struct {
		plan changes.Set
		why  string
	}{
		"something merged and not deployed": {changes.Set{Resources: with(merged)}, "kmsKeyId, which has not drifted"},
		"a replacement":                     {changes.Set{Resources: with(replaced)}, "would replace it"},
		"a creation of what is there":       {changes.Set{Resources: with(created)}, "would create it"},
		"another resource":                  {changes.Set{Resources: with(bystander)}, "it is no target"},
		"a preview that failed":             {changes.Set{Errors: []string{"no credentials"}}, "no credentials"},
		"another value than before":         {changes.Set{Resources: with(differing(logs, "retentionInDays", 7.0, 14.0))}, "would not give retentionInDays back"},
	} {
		assert.ErrorContains(t, Remediate(d).Confirm(d, one.plan), one.why, name)
	}
}

func TestAnUpdateWithADangerOfItsOwnIsNotConfirmed(t *testing.T) {
	// Declared are 7 days, so putting back deletes logs; the table would refuse it.
	d := Find(changes.Set{Resources: with(differing(logs, "retentionInDays", 7.0, 30.0))}, nil)
	remedy := Remedy{Targets: []string{"urn:one"}}
	err := remedy.Confirm(d, changes.Set{Resources: with(differing(logs, "retentionInDays", 30.0, 7.0))})
	assert.ErrorContains(t, err, "would do more than that")
}

func TestPathsOfOneBranch(t *testing.T) {
	assert.True(t, sameBranch("ingress", "ingress[0].toPort"))
	assert.True(t, sameBranch("ingress[0].toPort", "ingress"))
	assert.False(t, sameBranch("tags.Owner", "tags.Name"))
	assert.False(t, sameBranch("tags[", "tags["), "what can't be read is not the same")
}
