package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// addStack writes a stack file beside the others: another one with changes.
func (w *world) addStack(from, to string, changes ...string) {
	w.t.Helper()
	content, err := os.ReadFile(w.system.StackFile(from))
	require.NoError(w.t, err)
	file := strings.NewReplacer(changes...).Replace(string(content))
	require.NoError(w.t, os.WriteFile(filepath.Join(w.system.Dir, "Pulumi."+to+".yaml"), []byte(file), 0o600))
}

// Two stacks of one environment have nothing in common but the zone: both come up in
// one account, are quiet, and one goes without the other.
func TestStacksOfOneEnvironmentLiveSideBySide(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, second string
		changes       []string
	}{
		{"staging", "qa", []string{"  groundwork:domain:\n", "  groundwork:environment: staging\n  groundwork:domain:\n", "api-staging.", "api-qa.", "host: staging.", "host: qa.", "host: static-staging.", "host: static-qa."}},
		{"prod", "prod-eu", []string{"  groundwork:domain:\n", "  groundwork:environment: prod\n  groundwork:domain:\n    manageZone: false\n", "us-east-1", "eu-west-1",
			"host: static.", "host: static-eu.", "host: api.", "host: api-eu.", "host: stockindicator.com", "host: eu.stockindicator.com", "    waf: true\n    rateLimit: 100/s\n", ""}},
	} {
		t.Run(c.second, func(t *testing.T) {
			if c.first == "prod" && os.Getenv("GROUNDWORK_REVIEWS") == "" {
				t.Skip("make reviews brings both up")
			}
			t.Parallel()
			w, _ := upAlready(t, reference, c.first)
			w.addStack(c.first, c.second, c.changes...)
			run := func(stack string, operation engine.Operation, overrides map[string]string) engine.Result {
				return w.session.Run(t.Context(), engine.Request{System: w.system, Stack: stack, Operation: operation, Overrides: overrides})
			}
			up := run(c.second, engine.Up, nil)
			require.Equal(t, engine.Succeeded, up.Result, "%v", up.Problems)
			assert.Zero(t, run(c.first, engine.Preview, nil).Changes.Total(), "the first stack is as it was")
			assert.Zero(t, run(c.second, engine.Preview, nil).Changes.Total())
			require.Equal(t, engine.Succeeded, run(c.second, engine.Up, map[string]string{"groundwork:protection": "false"}).Result)
			down := run(c.second, engine.Destroy, nil)
			require.Equal(t, engine.Succeeded, down.Result, "%v", down.Problems)
			refreshed := w.session.Run(t.Context(), engine.Request{System: w.system, Stack: c.first, Operation: engine.Refresh, PreviewOnly: true})
			assert.Zero(t, refreshed.Changes.Total(), "nothing of the first stack went along: %v", refreshed.Problems)
		})
	}
}
