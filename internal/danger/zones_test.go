package danger

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// inZones are the groups of nodes of one cluster, one in each zone.
func inZones(operation changes.Operation, before, after []object) []changes.Resource {
	var groups []changes.Resource
	for i, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
		before[i]["clusterName"], after[i]["clusterName"] = "shop", "shop"
		groups = append(groups, there(nodeGroupType, "cluster-nodes-"+zone, operation, before[i], after[i]))
	}
	return groups
}

// alike are three groups of the same numbers.
func alike(least, wanted, most float64) []object {
	var all []object
	for range 3 {
		all = append(all, object{"amiType": "AL2023_x86_64_STANDARD", "scalingConfig": object{"minSize": least, "desiredSize": wanted, "maxSize": most}})
	}
	return all
}

func TestNodesThatAreReplacedInEachZoneAreToldOnce(t *testing.T) {
	only := program("redis", "redis", "r:1", 1)
	redis := other(statefulSetType, changes.Same, only, only)
	arm := alike(1, 1, 2)
	for _, group := range arm {
		group["amiType"] = "AL2023_ARM_64_STANDARD"
	}
	said := func(resources []changes.Resource) (losses []string) {
		for _, finding := range Judge(changes.Set{Resources: append(resources, redis)}) {
			losses = append(losses, finding.Loss)
		}
		return losses
	}
	const stops = "every node is replaced: redis stops while its only pod moves"
	assert.Equal(t, []string{stops}, said(inZones(changes.Replace, alike(1, 1, 2), alike(1, 1, 2))))
	assert.Equal(t, []string{"the nodes become arm64: images for amd64 alone don't start", stops}, said(inZones(changes.Replace, alike(1, 1, 2), arm)))

	elsewhere := there(nodeGroupType, "another", changes.Replace, object{"clusterName": "another"}, object{"clusterName": "another"})
	assert.Equal(t, []string{stops, stops}, said(append(inZones(changes.Replace, alike(1, 1, 2), alike(1, 1, 2)), elsewhere)), "once for each cluster")
}

func TestOneNodeInAZoneHasSparesInTheOthers(t *testing.T) {
	assert.Empty(t, Judge(changes.Set{Resources: inZones(changes.Update, alike(2, 2, 4), alike(1, 2, 4))}))

	left := inZones(changes.Update, alike(2, 2, 4), alike(1, 2, 4))
	left[1].Operation, left[2].Operation = changes.Delete, changes.Delete
	found := ""
	for _, finding := range Judge(changes.Set{Resources: left}) {
		found += finding.Loss + "; "
	}
	assert.Contains(t, found, "may run on 1 node in place of 2", "the others go")
}

// Somebody reads it who wrote the number of the whole cluster, not of a zone.
func TestABoundOfAZoneIsToldAsItsShare(t *testing.T) {
	for _, c := range []struct {
		after        []object
		loss, advice string
	}{
		{alike(3, 2, 4), "2 nodes are wanted in use1-az1, and its share of 3 leaves that out", "groundwork:compute.eks.nodes, the min that is to be or more, without desired"},
		{alike(1, 2, 1), "2 nodes are wanted in use1-az1, and its share of 1 leaves that out", "groundwork:compute.eks.nodes, the max that is to be, without desired"},
	} {
		found := Judge(changes.Set{Resources: inZones(changes.Update, alike(1, 2, 4), c.after)})
		require.NotEmpty(t, found)
		assert.Equal(t, []any{Refused, c.loss}, []any{found[0].Level, found[0].Loss})
		assert.Contains(t, found[0].Advice, c.advice)
	}
	said := "cluster-nodes-use1-az2: aws:eks/nodeGroup:NodeGroup resource 'cluster-nodes-use1-az2' has a problem: desired capacity 1 can't be less than min size 2. Examine values at 'cluster-nodes-use1-az2.scalingConfig'."
	found := Judge(changes.Set{Errors: []string{said}})
	require.Len(t, found, 1)
	assert.Equal(t, "1 node is wanted in use1-az2, and its share of 2 leaves that out", found[0].Loss)
	assert.Contains(t, found[0].Advice, "the min that is to be or more")
}
