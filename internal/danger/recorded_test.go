package danger

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// read is what the real engine said of a stack of ours: see
// internal/changes/testdata.
func read(t *testing.T, path string) changes.Set {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	set, err := changes.FromPreview(unpacked)
	require.NoError(t, err)
	return set
}

// What people wrote on purpose and nobody uses yet is no danger: a first
// deployment must be quiet, or nobody reads the second.
func TestCreatingOurStacksIsNoDanger(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "changes", "testdata", "streams", "*-creation.json.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		assert.Empty(t, Judge(read(t, path)), path)
	}
}

func TestWhatTheEngineSaidIsJudged(t *testing.T) {
	trials := []struct{ stream, losses string }{
		{"stockindicator-dev-same", ""},
		{"stockindicator-dev-innocuous", ""},
		{"stockindicator-dev-database-replaced", "data loss database-instance, downtime api-pods, downtime worker-pods"},
		{"stockindicator-dev-bucket-deleted", "data loss bucket-static-bucket, downtime cdn-distribution, downtime cdn-certificate-certificate, downtime cdn-certificate-static-dev.stockindicator.com, downtime edge-static-dev.stockindicator.com"},
	}
	for _, tr := range trials {
		t.Run(tr.stream, func(t *testing.T) {
			var losses []string
			for _, finding := range Judge(read(t, filepath.Join("..", "changes", "testdata", "streams", tr.stream+".json.gz"))) {
				losses = append(losses, string(finding.Level)+" "+finding.Name)
			}
			assert.Equal(t, tr.losses, strings.Join(losses, ", "))
		})
	}
}
