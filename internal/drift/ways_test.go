package drift

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

// What the cloud does not take back is never a target; what goes back beside it is.
func TestWhatCannotGoBackIsToBeAccepted(t *testing.T) {
	grown := differing(rdsInstance, "allocatedStorage", 100.0, 600.0)
	grown.URN = "urn:db"
	upgraded := differing(eksCluster, "version", "1.34", "1.35")
	upgraded.URN = "urn:cluster"
	tag := differing("aws:ec2/vpc:Vpc", "tags.Owner", "team", "me")
	found := Find(changes.Set{System: "shop", Stack: "prod", Resources: with(grown, upgraded, tag)}, nil)
	ways := found.ways()
	assert.Contains(t, ways, "This can't be put back")
	assert.Contains(t, ways, "write storage: 600GB")
	assert.Contains(t, ways, "write version: ")
	assert.Contains(t, ways, "pulumi up --stack 'prod' --refresh --target 'urn:one'\n")

	alone := Find(changes.Set{System: "shop", Stack: "prod", Resources: with(grown)}, nil).ways()
	assert.NotContains(t, alone, "pulumi up")
	assert.NotContains(t, Find(changes.Set{System: "shop", Stack: "prod", Resources: with(tag)}, nil).ways(), "can't be put back")
}
