package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/engine"
)

// Each stack lives its whole life: up, quiet, changed, refreshed, destroyed.
func TestEveryStackLivesItsWholeLife(t *testing.T) {
	for _, stack := range []string{"dev", "staging", "prod"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, stack)

			preview := w.run(engine.Preview)
			up := w.run(engine.Up)
			assert.Equal(t, preview.Changes, up.Changes, "a preview promises what an up does")
			assert.NotEmpty(t, up.Outputs["loadBalancer"])
			assert.Greater(t, up.Simulated.Seconds, 600.0, "a cluster alone takes ten minutes")
			assert.Nil(t, preview.Simulated, "a preview takes no time")
			assert.Equal(t, "[secret]", up.Outputs["databaseUrl"])
			w.checkStructure()
			w.checkNamesAndTags()
			w.checkFigures()

			again := w.run(engine.Up)
			assert.Zero(t, again.Changes.Total(), "a second up changes nothing")
			assert.Nil(t, again.Simulated)
			assert.Equal(t, up.Changes.Create, again.Changes.Same)

			w.edit(func(config map[string]any) {
				merge(config, "groundwork:cache", map[string]any{"snapshots": "9d"})
			})
			changed := w.run(engine.Up)
			assert.Equal(t, engine.Changes{Update: 1, Same: up.Changes.Create - 1}, changed.Changes, "one change changes one resource")

			assert.Zero(t, w.refreshPreview().Changes.Total(), "a refresh sees no drift")
			w.comeDown(stack)
		})
	}
}

// comeDown destroys the stack, lifting its protection first where it has one.
func (w *world) comeDown(stack string) {
	w.t.Helper()
	if stack == "prod" {
		before := len(w.list())
		refused := w.try(engine.Destroy)
		assert.Equal(w.t, engine.Failed, refused.Result, "a protected stack is not destroyed")
		assert.Contains(w.t, strings.Join(refused.Problems, "\n"), "--unprotect")
		assert.Len(w.t, w.list(), before, "nothing was deleted")

		w.edit(func(config map[string]any) { config["groundwork:protection"] = false })
		lifted := w.run(engine.Up)
		assert.Zero(w.t, lifted.Changes.Create+lifted.Changes.Replace+lifted.Changes.Delete, "lifting the protection touches nothing else")
	}
	w.run(engine.Destroy)
	for _, left := range w.list() {
		assert.NotEqual(w.t, "dev", stack, "dev keeps nothing, but kept %s %s", left.Type, left.Name)
		assert.True(w.t, strings.HasSuffix(left.Type, "/snapshot:Snapshot"), "left behind: %s %s", left.Type, left.Name)
	}
	if stack != "dev" {
		assert.Len(w.t, w.list(), 2, "the final snapshots of the database and the cache")
	}
}
