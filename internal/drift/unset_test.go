package drift

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// unnoticed is a security group that the engine calls the same, with this in the
// cloud.
func unnoticed(before, after []any) changes.Resource {
	return changes.Resource{
		URN: "urn:sg", Type: securityGroup, Name: "database-sg", ID: "sg-1", Operation: changes.Same,
		Before: object{"ingress": before, "description": "database"}, After: object{"ingress": after, "description": "database"},
	}
}

func TestAWayInThatTheEngineDoesNotCompareIsFound(t *testing.T) {
	set := changes.Set{Resources: with(fromApp, unnoticed([]any{}, []any{appRule, worldRule}))}
	found := Find(set, nil)
	require.Len(t, found.Changed, 1)
	assert.Equal(t, []changes.Property{{Path: "ingress[1]", After: worldRule}}, found.Changed[0].Properties)
	assert.Equal(t, []string{"ingress[1]"}, found.Changed[0].Unset)
	require.Len(t, found.Harmless, 1, "the declared one is no drift")
	assert.Equal(t, "ingress[0]", found.Harmless[0].Path)
}

func TestNoUpdateIsAskedToPutBackWhatItCannot(t *testing.T) {
	found := Find(changes.Set{System: "shop", Stack: "prod", Resources: with(unnoticed([]any{}, []any{worldRule}))}, nil)
	remedy := Remediate(found)
	assert.Empty(t, remedy.Targets)
	assert.Contains(t, remedy.Refused[0].Why, "the program does not set ingress[0]")
	assert.Contains(t, found.ways(), "Take it back in the console or with the AWS CLI, a release with `helm rollback`: `ingress[0]` of `database-sg`")
	assert.NotContains(t, found.ways(), "pulumi up")
}

func TestWhatTheEngineTellsIsNotToldTwice(t *testing.T) {
	told := unnoticed([]any{}, []any{worldRule})
	told.Operation = changes.Update
	told.Properties = []changes.Property{{Path: "ingress[0]", After: worldRule}}
	found := Find(changes.Set{Resources: with(told)}, nil)
	require.Len(t, found.Changed, 1)
	assert.Len(t, found.Changed[0].Properties, 1)
	assert.Empty(t, found.Changed[0].Unset)
}

func TestAnotherOrderOfWaysInIsNoDrift(t *testing.T) {
	inline := unnoticed([]any{appRule, worldRule}, []any{worldRule, appRule})
	inline.Sets = []string{"ingress"}
	assert.True(t, Find(changes.Set{Resources: with(inline)}, nil).Clean())
}

// A refresh writes into the state what the group shows; that makes nobody declare it.
func TestAWayInStaysDriftWhenARefreshHasTakenItOver(t *testing.T) {
	found := Find(changes.Set{Resources: with(fromApp, unnoticed([]any{appRule, worldRule}, []any{appRule, worldRule}))}, nil)
	require.Len(t, found.Changed, 1)
	assert.Equal(t, []string{"ingress[1]"}, found.Changed[0].Unset)
}

func TestOtherOutputsMayDifferUnnoticed(t *testing.T) {
	same := unnoticed(nil, nil)
	same.After["description"] = "x"
	assert.True(t, Find(changes.Set{Resources: with(same)}, nil).Clean())
}

func TestEachTagIsJudgedByItself(t *testing.T) {
	subnet := changes.Resource{
		URN: "urn:a", Type: "aws:ec2/subnet:Subnet", Operation: changes.Update,
		Properties: []changes.Property{{Path: "tags", After: object{"kubernetes.io/cluster/shop": "shared", "Owner": "me"}}},
	}
	found := Find(changes.Set{Resources: with(subnet)}, nil)
	require.Len(t, found.Changed, 1)
	assert.Equal(t, []changes.Property{{Path: "tags.Owner", After: "me"}}, found.Changed[0].Properties)
	require.Len(t, found.Harmless, 1)
	assert.Equal(t, `tags["kubernetes.io/cluster/shop"]`, found.Harmless[0].Path)
}
