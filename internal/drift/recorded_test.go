package drift

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// testdata/refresh.jsonl is what the real engine told of four resources of the
// reference system in a refresh preview, after these were changed in the local
// cloud: the nodes' size and tags, the logs' retention, SSH opened to the database,
// a setting of the zone deleted.
func TestDriftInARecordedRefresh(t *testing.T) {
	log, err := os.Open("testdata/refresh.jsonl")
	require.NoError(t, err)
	defer log.Close()
	set, err := changes.FromLog(log)
	require.NoError(t, err)
	golden(t, "recorded.txt", Text(Find(set, nil)))
}
