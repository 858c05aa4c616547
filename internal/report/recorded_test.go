package report

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// recorded are streams of the real engine over our stacks: see
// internal/changes/testdata.
var recorded = []string{
	"stockindicator-prod-creation", "screener-prod-creation", "stockindicator-dev-innocuous", "stockindicator-dev-same",
	"stockindicator-dev-database-replaced", "stockindicator-dev-bucket-deleted", "stockindicator-dev-failed", "stockindicator-dev-destroy-preview",
}

// recordedLimit keeps the goldens of whole stacks readable.
const recordedLimit = 16_000

// recordedSamples are reports of what the engine said, with what is judged of it.
// What it costs is left out of the goldens, which would change with every price.
func recordedSamples(t testing.TB) []sample {
	var all []sample
	for _, name := range recorded {
		set := read(t, name)
		stack := Stack{Set: set, Findings: danger.Judge(set)}
		all = append(all, sample{name: "recorded-" + name, review: review(stack), limit: recordedLimit, formats: []string{"md", "txt"}})
	}
	return all
}

func read(t testing.TB, name string) changes.Set {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "changes", "testdata", "streams", name+".json.gz"))
	require.NoError(t, err)
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	set, err := changes.FromPreview(unpacked)
	require.NoError(t, err)
	return set
}
