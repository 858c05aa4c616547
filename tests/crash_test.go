package tests

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// killed is the exit code of a process that a signal ended.
const killed = -1

// production has more than 200 recorded changes, so there are more than 20 runs.
const mostRuns = 40

// Everything is killed at every tenth change of prod's up; the next run goes on,
// and in the end nothing is missing and nothing is there twice.
func TestProductionsUpSurvivesAKillAtEveryTenthChange(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	assert.Greater(t, killing(t, home, "up"), 15, "kills during the up")
	assert.Zero(t, exitCode(t, home, "up", "--stack", "prod"), "it is whole")
	assert.Equal(t, map[string]int{
		"aws:ec2/securityGroup:SecurityGroup":               1, // the one that EKS makes for its cluster
		"aws:s3/bucketObjectv2:BucketObjectv2":              1, // the one with which ELB tries the log bucket
		"kubernetes:autoscaling/v2:HorizontalPodAutoscaler": 1, // the one that KEDA makes for the api
	}, surplus(t, home), "beyond what the state knows")
	assert.Zero(t, exitCode(t, home, "destroy", "--unprotect", "--stack", "prod"))
	assertOnlySnapshots(t, home)
}

// The same for its destroy.
func TestProductionsDestroySurvivesAKillAtEveryTenthChange(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	baseOf(t, reference, "prod").restore(t, home)
	assert.Greater(t, killing(t, home, "destroy", "--unprotect"), 15, "kills during the destroy")
	assertOnlySnapshots(t, home)
}

func assertOnlySnapshots(t *testing.T, home string) {
	t.Helper()
	for _, left := range listing(t, home) {
		assert.True(t, strings.HasSuffix(left.Type, "/snapshot:Snapshot"), "left behind: %s %s", left.Type, left.Name)
	}
}

// killing runs an operation on prod, killed after every ten changes, until it
// comes to its end, and counts the kills.
func killing(t *testing.T, home string, args ...string) int {
	t.Helper()
	args = append(args, "--stack", "prod", "--fault", "crash-after=10")
	for kills := range mostRuns {
		switch code := exitCode(t, home, args...); code {
		case killed:
		case 0:
			return kills
		default:
			require.Fail(t, "it failed", "exit code %d after %d kills", code, kills)
		}
	}
	require.Fail(t, "it does not come to its end")
	return 0
}

// surplus counts the objects of each type of prod's that its state does not
// know.
func surplus(t *testing.T, home string) map[string]int {
	t.Helper()
	known := map[string]bool{}
	for _, resource := range stateOf(t, home, reference, "prod") {
		known[fmt.Sprint(resource.Type, resource.ID)] = true
	}
	unknown := map[string]int{}
	for _, object := range listing(t, home) {
		if !known[fmt.Sprint(object.Type, object.ID)] {
			unknown[object.Type]++
		}
	}
	return unknown
}
