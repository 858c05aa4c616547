package drift

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

// What opens comes before what loses, that before what costs; within a class the table's
// own order holds, whatever kind of difference it is.
func TestDriftIsToldByHarm(t *testing.T) {
	named := func(urn string, one changes.Resource) changes.Resource {
		one.URN, one.Name = urn, urn
		return one
	}
	set := changes.Set{System: "shop", Stack: "prod", Resources: with(
		named("urn:a-tag", differing("aws:ec2/vpc:Vpc", "tags.Owner", "a", "b")),
		named("urn:b-alarm", gone(alarm)),
		named("urn:c-size", differing(rdsInstance, "instanceClass", "db.t3.large", "db.r7g.xlarge")),
		named("urn:d-backups", differing(rdsInstance, "backupRetentionPeriod", 7.0, 1.0)),
		named("urn:e-block", gone(publicBlock)),
		named("urn:f-rights", changes.Resource{Type: role, Operation: changes.Same, Before: object{}, After: object{"managedPolicyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}}}),
		named("urn:g-open", unnoticed([]any{}, []any{worldRule})),
	)}
	found := Look(set, Seen{Tagged: []Tagged{carrying(account + "instance/i-1")}, Records: nil})
	var order []string
	classes := map[string]Class{}
	for _, one := range found.findings() {
		order = append(order, one.subject)
		classes[one.subject] = one.harm.Class
	}
	assert.Equal(t, []string{"urn:g-open", "urn:f-rights", "urn:e-block", "urn:d-backups", "urn:b-alarm", "urn:c-size", account + "instance/i-1", "urn:a-tag"}, order)
	assert.Equal(t, Opens, classes["urn:e-block"])
	assert.Equal(t, Loses, classes["urn:b-alarm"])
	assert.Equal(t, Costs, classes["urn:c-size"])
	assert.Equal(t, Other, classes["urn:a-tag"])
}

func TestEveryHarmHasAReason(t *testing.T) {
	for _, one := range harms {
		assert.NotEmpty(t, one.types)
		assert.Greater(t, len(one.reason), 15)
		assert.True(t, len(one.changed) > 0 || one.deleted || one.undeclared, one.reason)
	}
}
