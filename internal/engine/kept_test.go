package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud"
)

func TestADestroyNamesTheFinalSnapshotsItTook(t *testing.T) {
	vpc := localcloud.Listed{Type: "aws:ec2/vpc:Vpc", Name: "shop", ID: "vpc-1"}
	earlier := localcloud.Listed{Type: "aws:rds/snapshot:Snapshot", Name: "other-final", ID: "other-final"}
	taken := localcloud.Listed{Type: "aws:rds/snapshot:Snapshot", Name: "shop-final", ID: "shop-final"}
	assert.Equal(t, []string{"final snapshot shop-final (aws:rds/snapshot:Snapshot)"},
		kept([]localcloud.Listed{vpc, earlier}, []localcloud.Listed{earlier, taken}))
}
