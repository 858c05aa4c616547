package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/engine"
)

// Screener's database moves to RDS with one line of the stack file, and back: the
// workloads keep their names for it.
func TestTheDatabaseMovesToRDSWithOneLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "screener", "dev")
	w.edit(func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"runsOn": "rds"})
	})
	up := w.run(engine.Up)
	assert.Equal(t, "[secret]", up.Outputs["databaseUrl"])
	_, managed := find(w.list(), database, "screener-dev-db")
	assert.True(t, managed)
	_, inCluster := find(w.list(), stateful, "postgres")
	assert.False(t, inCluster)
	_, cache := find(w.list(), stateful, "redis")
	assert.True(t, cache, "the cache stays where it is")

	w.edit(func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"runsOn": "cluster"})
	})
	w.run(engine.Up)
	_, inCluster = find(w.list(), stateful, "postgres")
	assert.True(t, inCluster)
	for _, object := range w.list() {
		assert.False(t, strings.HasPrefix(object.Type, "aws:rds/"), "left behind: %s %s", object.Type, object.Name)
	}
}
