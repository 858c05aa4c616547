package faults

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
)

const instance = "aws:rds/instance:Instance"

var create = localcloud.Operation{Verb: "create", Type: instance, Name: "db"}

func parse(t *testing.T, texts ...string) *Plan {
	t.Helper()
	plan, err := Parse(texts, 1, func() {})
	require.NoError(t, err)
	return plan
}

func TestEveryUnreadableFaultIsTold(t *testing.T) {
	_, err := Parse([]string{"throttle=2", "fail=rds", "crash-after=no", "fire", "eventual=1h", "timeout=" + instance + "@0"}, 1, nil)
	for _, text := range []string{"throttle=2", "fail=rds", "crash-after=no", "there are throttle", "eventual=1h", "@0"} {
		assert.ErrorContains(t, err, text)
	}
}

func TestTheNthCreateOfATypeFailsAndNothingIsMade(t *testing.T) {
	plan := parse(t, "fail="+instance+"@2")
	made := 0
	next := func() error { made++; return nil }
	require.NoError(t, plan.Intercept(t.Context(), create, next))
	assert.ErrorContains(t, plan.Intercept(t.Context(), create, next), "InternalFailure")
	require.NoError(t, plan.Intercept(t.Context(), create, next))
	assert.Equal(t, 2, made)
}

func TestATimeoutLeavesTheObjectKnownAndALostAnswerUnknown(t *testing.T) {
	plan := parse(t, "timeout="+instance, "half-created=aws:ec2/vpc:Vpc")
	made := 0
	next := func() error { made++; return nil }
	var incomplete *localcloud.Incomplete
	assert.ErrorAs(t, plan.Intercept(t.Context(), create, next), &incomplete)
	lost := plan.Intercept(t.Context(), localcloud.Operation{Verb: "create", Type: "aws:ec2/vpc:Vpc"}, next)
	assert.ErrorContains(t, lost, "RequestTimeout")
	assert.False(t, errors.As(lost, &incomplete))
	assert.Equal(t, 2, made)
}

func TestThrottledCallsAreTriedAgain(t *testing.T) {
	plan := parse(t, "throttle=0.5")
	for range 100 {
		require.NoError(t, plan.Intercept(t.Context(), create, func() error { return nil }))
	}
	assert.Greater(t, plan.Retries(), 50)
	again := parse(t, "throttle=0.5")
	for range 100 {
		require.NoError(t, again.Intercept(t.Context(), create, func() error { return nil }))
	}
	assert.Equal(t, plan.Retries(), again.Retries(), "the same seed throttles the same calls")
}

func TestAPreviewHasNoFaults(t *testing.T) {
	plan := parse(t, "fail="+instance)
	preview := create
	preview.Preview = true
	assert.NoError(t, plan.Intercept(t.Context(), preview, func() error { return nil }))
}

func TestACrashComesAfterSoManyRecordedChanges(t *testing.T) {
	crashed := 0
	plan, err := Parse([]string{"crash-after=3"}, 1, func() { crashed++ })
	require.NoError(t, err)
	for range 5 {
		plan.Recorded()
	}
	assert.Equal(t, 1, crashed)
}
