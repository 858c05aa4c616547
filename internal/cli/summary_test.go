package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

func TestTheSummaryTellsWhenTheApplicationsAreUp(t *testing.T) {
	database := engine.Leg{Verb: "create", Type: "aws:rds/instance:Instance", Name: "database", From: 16, Until: 1036}
	replica := engine.Leg{Verb: "create", Type: "aws:rds/instance:Instance", Name: "replica", From: 1036, Until: 1756}
	for name, c := range map[string]struct {
		line *engine.Timeline
		want string
	}{
		"apart from the end, with what is long in between": {
			&engine.Timeline{Seconds: 1756, ApplicationsSeconds: 1080, CriticalPath: []engine.Leg{database, replica}, Later: []engine.Leg{{Name: "budget", Until: 1}, replica}},
			`
in a real cloud about 29m16s (applications up after 18m0s; later: replica), decided by:
     +16s    17m0s  create aws:rds/instance:Instance database
  +17m16s    12m0s  create aws:rds/instance:Instance replica
`,
		},
		"at the end, where nothing is later": {
			&engine.Timeline{Seconds: 1036.4, ApplicationsSeconds: 1036, CriticalPath: []engine.Leg{database}},
			`
in a real cloud about 17m16s (applications up at its end), decided by:
     +16s    17m0s  create aws:rds/instance:Instance database
`,
		},
		"right before the end, where nothing long comes after": {
			&engine.Timeline{Seconds: 1037, ApplicationsSeconds: 1036, CriticalPath: []engine.Leg{database}, Later: []engine.Leg{{Name: "budget", From: 1036, Until: 1037}}},
			`
in a real cloud about 17m17s (applications up after 17m16s), decided by:
     +16s    17m0s  create aws:rds/instance:Instance database
`,
		},
		"not, where there are none": {
			&engine.Timeline{Seconds: 1036, CriticalPath: []engine.Leg{database}},
			`
in a real cloud about 17m16s, decided by:
     +16s    17m0s  create aws:rds/instance:Instance database
`,
		},
		"not, where nothing changed": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			writeTimeline(&out, c.line)
			assert.Equal(t, c.want, out.String())
		})
	}
}

// What looks like an account's is said to be made up; what says nothing is left out, and
// so is what was told before.
func TestTheSummarySaysThatItIsASimulationAndWhatToDoNext(t *testing.T) {
	result := engine.Result{
		System: "shop", Stack: "dev", Result: engine.Succeeded, Changes: engine.Changes{Create: 3},
		Outputs: map[string]any{"databaseReplicas": []any{}, "buckets": map[string]any{}, "cdn": "", "none": nil, "tradeoffs": []any{"one zone"}, "vpcId": "vpc-1", "off": false, "zero": 0.0},
	}
	told := func(operation engine.Operation) string {
		var out strings.Builder
		require.NoError(t, writeSummary(&out, &out, operationRun{operation: operation}, result))
		return out.String()
	}
	first := told(engine.Up)
	for _, part := range []string{"outputs (of a simulation", "vpc-1", "one zone", "off", "zero", "next: change Pulumi.dev.yaml, then: bin/groundwork local preview --system shop --stack dev\n", "local list", "local destroy --system shop --stack dev"} {
		assert.Contains(t, first, part)
	}
	for _, nothing := range []string{"databaseReplicas", "buckets", "cdn", "none"} {
		assert.NotContains(t, first, nothing)
	}
	assert.Contains(t, told(engine.Preview), "next: bin/groundwork local up --system shop --stack dev\n")
	result.Changes = engine.Changes{Same: 3}
	assert.NotContains(t, told(engine.Up), "tradeoffs")
	assert.Contains(t, told(engine.Up), "vpc-1")
	assert.NotContains(t, told(engine.Preview), "next:")
	result.Result = engine.Failed
	assert.NotContains(t, told(engine.Up), "next:")
}

func TestProblemsStandBesideTheLastLine(t *testing.T) {
	var out strings.Builder
	result := engine.Result{
		System: "shop", Stack: "dev", Result: engine.Failed, Problems: []string{"no room"},
		Simulated: &engine.Timeline{Seconds: 12, CriticalPath: []engine.Leg{{Verb: "create", Type: "T", Name: "vpc", Until: 12}}},
	}
	require.NoError(t, writeSummary(&out, &out, operationRun{operation: engine.Up}, result))
	assert.Regexp(t, `(?s)^\nin a real cloud about 12s.*vpc\n\nerror: no room\n\nup dev of shop failed: no change in 0.0 s\n$`, out.String())
}
