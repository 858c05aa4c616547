package gp3

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestTheRulesOfGP3(t *testing.T) {
	tests := map[string]struct {
		storage, iops int
		want          string
	}{
		"the smallest volume at its baseline":     {20, 0, ""},
		"a small volume takes no IOPS":            {399, 3000, "gp3 storage of 399 GiB takes no IOPS setting, and 3000 were asked for: leave IOPS out (3000 are included), or take 400 GiB of storage or more"},
		"a striped volume at its baseline":        {400, 0, ""},
		"a striped volume with its baseline told": {500, 12000, ""},
		"the most a striped volume takes":         {400, 64000, ""},
		"too few for a striped volume":            {500, 3000, "gp3 IOPS of 3000 are out of range for 500 GiB: write 12000 to 64000, or leave IOPS out (12000 are included)"},
		"too many for a striped volume":           {500, 64001, "gp3 IOPS of 64001 are out of range for 500 GiB: write 12000 to 64000, or leave IOPS out (12000 are included)"},
		"too little storage":                      {19, 0, "gp3 storage of 19 GiB is out of range: write 20 to 65536 GiB"},
		"too much storage":                        {65537, 0, "gp3 storage of 65537 GiB is out of range: write 20 to 65536 GiB"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := CheckRDS(test.storage, test.iops)
			if test.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, test.want)
		})
	}
}

func TestWhatIsAcceptedIsWithinEveryLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		storage := rapid.IntRange(0, 70000).Draw(t, "storage")
		iops := rapid.IntRange(-10, 70000).Draw(t, "iops")
		if CheckRDS(storage, iops) != nil {
			return
		}
		assert.LessOrEqual(t, iops, 500*storage)
		assert.True(t, iops == 0 || iops >= baseline(storage))
		assert.NoError(t, CheckRDS(storage, 0), "the baseline is always fine")
	})
}

func TestStorageGrowsAtLeastATenth(t *testing.T) {
	assert.NoError(t, CheckRDSGrowth(500, 0))
	assert.NoError(t, CheckRDSGrowth(500, 550))
	assert.EqualError(t, CheckRDSGrowth(500, 549), "storage of 500 GiB cannot grow up to 549 GiB: write 550 to 65536 GiB, or 0 to keep it from growing")
	assert.EqualError(t, CheckRDSGrowth(21, 23), "storage of 21 GiB cannot grow up to 23 GiB: write 24 to 65536 GiB, or 0 to keep it from growing")
	assert.Error(t, CheckRDSGrowth(500, 70000))
}

// baseline is the IOPS that storage has when none are asked for.
func baseline(storageGiB int) int {
	if storageGiB < stripedGiB {
		return baselineIOPS
	}
	return stripedBaselineIOPS
}
