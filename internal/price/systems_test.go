package price_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

// recorded is a change set of the real engine's.
func recorded(t *testing.T, name string) changes.Set {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "changes", "testdata", "streams", name+".jsonl.gz"))
	require.NoError(t, err)
	defer file.Close()
	log, err := gzip.NewReader(file)
	require.NoError(t, err)
	set, err := changes.FromLog(log)
	require.NoError(t, err)
	return set
}

func parts(estimate price.Estimate) map[string]string {
	all := map[string]string{}
	for _, component := range estimate.Components {
		all[component.Name] = component.After.String()
	}
	return all
}

// What the systems in the tree cost when they are created, computed by hand:
//
//	cluster   73 for the control plane, 1 for its key, and for each node 730 h of
//	          its machine and 0.08 for each GiB of its disk
//	network   32.85 for each NAT gateway and 3.65 for its address
//	alb, nlb  16.425, and 3.65 for each zone's address
//	database  730 h of each class and 0.115 for each GiB, twice with Multi-AZ, and
//	          0.40 for its secret; in the cluster 0.08 for each GiB
//	cache     730 h of each node, and 0.40 for its secret; in the cluster as above
func TestWhatTheSystemsCost(t *testing.T) {
	for _, test := range []struct {
		stack, dollars string
		parts          map[string]string
	}{
		{"stockindicator-dev", "226.22", map[string]string{"cluster": "139.54", "network": "36.50", "alb": "23.73", "database": "14.38", "cache": "12.08"}},
		{"stockindicator-staging", "241.55", map[string]string{"cluster": "139.54", "network": "36.50", "alb": "23.73", "database": "28.98", "cache": "12.81"}},
		{"stockindicator-prod", "2734.92", map[string]string{"cluster": "591.89", "network": "109.50", "alb": "27.38", "database": "1690.40", "cache": "315.76"}},
		{"screener-dev", "234.53", map[string]string{"cluster": "172.30", "network": "36.50", "nlb": "23.73", "database": "1.60", "cache": "0.40"}},
		{"screener-staging", "234.53", map[string]string{"cluster": "172.30", "network": "36.50", "nlb": "23.73", "database": "1.60", "cache": "0.40"}},
		{"screener-prod", "478.62", map[string]string{"cluster": "332.94", "network": "109.50", "nlb": "27.38", "database": "8.00", "cache": "0.80"}},
	} {
		t.Run(test.stack, func(t *testing.T) {
			estimate := price.Of(recorded(t, test.stack+"-creation"))
			assert.Equal(t, "0.00", estimate.Before.String())
			assert.Equal(t, test.dollars, estimate.After.String())
			assert.Equal(t, test.parts, parts(estimate))
			assert.Empty(t, estimate.Unknown)
		})
	}
}

// dev is what StockIndicator's dev stack costs.
const dev = "226.22"

func TestWhatChangesCost(t *testing.T) {
	for _, test := range []struct{ name, before, after string }{
		{"same", dev, dev},
		{"innocuous", dev, dev},
		{"database-replaced", dev, dev},
		{"drifted", dev, dev}, // of a refresh there are outputs only
		{"destroy-preview", dev, "0.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			estimate := price.Of(recorded(t, "stockindicator-dev-"+test.name))
			assert.Equal(t, test.before, estimate.Before.String())
			assert.Equal(t, test.after, estimate.After.String())
			assert.Empty(t, estimate.Unknown)
		})
	}
}
