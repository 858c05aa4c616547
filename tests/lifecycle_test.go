package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// life is what a system's life is told by.
type life struct {
	// change changes one value of the stack file, and by that one resource.
	change func(config map[string]any)
	// keeps are the types of what a destroy leaves on purpose, but for dev.
	keeps []string
}

var lives = map[string]life{
	reference: {
		change: func(config map[string]any) {
			merge(config, "groundwork:cache", map[string]any{"snapshots": "9d"})
		},
		keeps: []string{"aws:elasticache/snapshot:Snapshot", "aws:rds/snapshot:Snapshot"},
	},
	"screener": {
		change: func(config map[string]any) {
			merge(config, "groundwork:database", map[string]any{"dumps": map[string]any{"schedule": "0 3 * * *"}})
		},
	},
}

// Each stack of each system lives its whole life: up, quiet, changed, refreshed,
// destroyed.
func TestEveryStackLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	systems, err := project.Systems()
	require.NoError(t, err)
	for _, system := range systems {
		for _, stack := range system.Stacks() {
			t.Run(system.Name+"/"+stack, func(t *testing.T) {
				t.Parallel()
				require.Contains(t, lives, system.Name, "how the system lives is told in this test")
				w, first := upAlready(t, system.Name, stack)
				w.live(lives[system.Name], first.preview, first.up)
			})
		}
	}
}

// live goes on after the first preview and up of an empty cloud.
func (w *world) live(life life, preview, up engine.Result) {
	t := w.t
	t.Helper()
	assert.Equal(t, preview.Changes, up.Changes, "a preview promises what an up does")
	assert.NotEmpty(t, up.Outputs["loadBalancer"])
	assert.Greater(t, up.Simulated.Seconds, 600.0, "a cluster alone takes ten minutes")
	assert.Nil(t, preview.Simulated, "a preview takes no time")
	assert.Equal(t, "[secret]", up.Outputs["databaseUrl"])
	w.checkStructure()
	w.checkNamesAndTags()
	w.checkFigures()
	w.checkGraph()
	w.checkCourse(up)

	again := w.run(engine.Up)
	assert.Zero(t, again.Changes.Total(), "a second up changes nothing")
	assert.Nil(t, again.Simulated)
	assert.Equal(t, up.Changes.Create, again.Changes.Same)

	w.edit(life.change)
	changed := w.run(engine.Up)
	assert.Equal(t, engine.Changes{Update: 1, Same: up.Changes.Create - 1}, changed.Changes, "one change changes one resource")

	assert.Zero(t, w.refreshPreview().Changes.Total(), "a refresh sees no drift")
	w.comeDown(life)
}

// comeDown destroys the stack, lifting its protection first where it has one.
func (w *world) comeDown(life life) {
	w.t.Helper()
	if w.stack == "prod" {
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
	var left []string
	for _, object := range w.list() {
		left = append(left, object.Type)
	}
	if w.stack == "dev" {
		assert.Empty(w.t, left, "dev keeps nothing")
	} else {
		assert.ElementsMatch(w.t, life.keeps, left, "what is kept on purpose, and nothing else")
	}
}
