package danger

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

func TestBoundsThatLeaveOutTheNodesThereAre(t *testing.T) {
	nodes := func(least, wanted, most float64) object {
		return object{"scalingConfig": object{"minSize": least, "desiredSize": wanted, "maxSize": most}}
	}
	before := nodes(2, 2, 4)
	try(t, []trial{
		{name: "more at least", kind: nodeGroupType, operation: changes.Update, before: before, after: nodes(3, 2, 6), level: Refused, losses: []string{"2 nodes are wanted, and the bound of 3 leaves that out"}},
		{name: "more at least, of a group that is made anew", kind: nodeGroupType, operation: changes.Replace, before: before, after: nodes(3, 2, 6), level: Refused, losses: []string{"the bound of 3"}},
		{name: "fewer at most", kind: nodeGroupType, operation: changes.Update, before: nodes(2, 8, 9), after: nodes(2, 8, 6), level: Refused, losses: []string{"8 nodes are wanted, and the bound of 6 leaves that out"}},
		{name: "within", kind: nodeGroupType, operation: changes.Update, before: before, after: nodes(2, 2, 6)},
		{name: "the number is written too", kind: nodeGroupType, operation: changes.Update, before: before, after: nodes(3, 3, 3)},
	})
}

func TestBoundsThatAPreviewIsRefused(t *testing.T) {
	said := "cluster-nodes: aws:eks/nodeGroup:NodeGroup resource 'cluster-nodes' has a problem: desired capacity 2 can't be less than min size 3. Examine values at 'cluster-nodes.scalingConfig'."
	template := changes.Resource{URN: "urn:template", Type: "aws:ec2/launchTemplate:LaunchTemplate", Name: "cluster-nodes", Operation: changes.Same}
	found := Judge(changes.Set{Errors: []string{said}, Resources: []changes.Resource{template}})
	require.Len(t, found, 1)
	assert.Equal(t, []any{Refused, nodeGroupType, "2 nodes are wanted, and the bound of 3 leaves that out"}, []any{found[0].Level, found[0].Type, found[0].Loss})
	assert.Contains(t, found[0].Advice, "nodes, 3 or more, without desired")
}
