package tests

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// Whatever the cloud does to an up, the next one goes on from what is there:
// nothing is lost, nothing made twice, and a destroy leaves nothing.
func TestAnUpThatTheCloudFailedIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	lost := failing(t, home, "half-created=aws:ec2/vpc:Vpc")
	assert.Contains(t, strings.Join(lost.Problems, "\n"), "RequestTimeout")

	// Each run ends before what the next one's fault strikes, however fast the
	// machine is: a cache needs more than five others, and the api and the worker
	// need the cache.
	assert.Equal(t, killed, exitCode(t, home, "up", "--stack", "dev", "--fault", "crash-after=5"))
	late := failing(t, home, "timeout=aws:elasticache/replicationGroup:ReplicationGroup", "throttle=0.2")
	assert.Contains(t, strings.Join(late.Problems, "\n"), "timeout while waiting")
	refused := failing(t, home, "fail=kubernetes:apps/v1:Deployment")
	assert.Contains(t, strings.Join(refused.Problems, "\n"), "An internal error has occurred")

	slow := operate(t, home, "up", "--fault", "eventual=300ms", "--time-lapse", "2000")
	assert.Equal(t, engine.Succeeded, slow.Result)
	if assert.NotNil(t, slow.Simulated, "something was left to do") {
		assert.NotEmpty(t, slow.Simulated.CriticalPath)
	}
	assert.Zero(t, operate(t, home, "preview").Changes.Total())
	assert.Zero(t, operate(t, home, "refresh", "--preview-only").Changes.Total())
	assert.Equal(t, engine.Succeeded, operate(t, home, "destroy").Result)
	assert.Empty(t, listing(t, home))
}

// failing runs an up with faults, which must fail, and reads its result.
func failing(t *testing.T, home string, faults ...string) engine.Result {
	t.Helper()
	args := []string{"local", "up", "--stack", "dev", "--json"}
	for _, fault := range faults {
		args = append(args, "--fault", fault)
	}
	output, err := command(t, home, args...).Output()
	assert.Error(t, err, "the up fails")
	var result engine.Result
	require.NoError(t, json.Unmarshal(output, &result), "%s", output)
	assert.Equal(t, engine.Failed, result.Result)
	return result
}

// exitCode runs an operation to its end, whatever that is.
func exitCode(t *testing.T, home string, args ...string) int {
	t.Helper()
	process := command(t, home, append([]string{"local"}, args...)...)
	_ = process.Run() // the exit code says how it ended
	return process.ProcessState.ExitCode()
}
