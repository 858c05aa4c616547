package tests

import (
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// Whoever's state is damaged is told to remove it and to run up again.
func TestAStackWithoutAStateTakesOverWhatTheCloudHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, reference, "dev", func(w *world) {
		w.program = func(ctx *pulumi.Context) error { return shelf(ctx, 0) }
	})
	require.Equal(t, engine.Succeeded, w.try(engine.Up).Result)
	there := len(w.session.Cloud().List())
	w.close()
	require.NoError(t, os.RemoveAll(engine.Home{Dir: w.home}.State()))
	w.reopen()
	result := w.try(engine.Up)
	assert.Equal(t, engine.Succeeded, result.Result, "%v", result.Problems)
	assert.Len(t, w.session.Cloud().List(), there, "nothing is there twice")
	assert.Zero(t, w.try(engine.Preview).Changes.Total())
}
