package graph_test

import (
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/graph"
)

func TestEverythingThatProvidersRefuseIsToldAtOnce(t *testing.T) {
	_, err := record(t, func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResource(bucketType, "one", pulumi.Map{"bucket": pulumi.Int(1), "tag": pulumi.String("x")}, &thing{}); err != nil {
			return err
		}
		if err := ctx.RegisterResource(passwordType, "two", nil, &thing{}); err != nil {
			return err
		}
		return ctx.RegisterResource("aws:s3/nothing:Nothing", "three", nil, &thing{})
	}, nil)
	var refused graph.Refused
	require.ErrorAs(t, err, &refused)
	assert.Len(t, refused, 3)
	assert.ErrorContains(t, err, `planning stack "dev" of "shop"`)
	for _, says := range []string{bucketType, passwordType + ": ", "one", "two.length", `no resource type "aws:s3/nothing:Nothing"`} {
		assert.ErrorContains(t, err, says)
	}
}

func TestAFunctionThatRefusesIsTold(t *testing.T) {
	_, err := record(t, func(ctx *pulumi.Context) error {
		return ctx.Invoke("aws:ec2/getVpc:getVpc", map[string]any{"id": "vpc-0"}, &struct{}{})
	}, nil)
	assert.ErrorContains(t, err, "aws:ec2/getVpc:getVpc")
}

func TestAConfigurationThatAProviderDoesNotHaveIsTold(t *testing.T) {
	_, err := graph.NewRecorder().Record(t.Context(), graph.Program{
		Run:     func(ctx *pulumi.Context) error { return ctx.RegisterResource(bucketType, "files", nil, &thing{}) },
		Project: "shop", Stack: "dev", Config: map[string]string{"aws:region": "us-east-1", "aws:regoin": "us-east-1"},
	})
	assert.ErrorContains(t, err, "aws:regoin")
}

func TestTheProgramsOwnErrorComesBack(t *testing.T) {
	mine := errors.New("not today")
	_, err := record(t, func(*pulumi.Context) error { return mine }, nil)
	assert.ErrorIs(t, err, mine)
	_, err = record(t, func(*pulumi.Context) error { panic("no today") }, nil)
	assert.ErrorContains(t, err, "the program panicked: no today")
}

func TestAURNThatIsRegisteredTwiceIsRefused(t *testing.T) {
	_, err := record(t, func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResource(bucketType, "files", nil, &thing{}); err != nil {
			return err
		}
		return ctx.RegisterResource(bucketType, "files", nil, &thing{})
	}, nil)
	assert.ErrorContains(t, err, "registered twice")
}

func TestAComponentOfAPluginIsRefused(t *testing.T) {
	_, err := record(t, func(ctx *pulumi.Context) error {
		return ctx.RegisterRemoteComponentResource("other:index:Component", "whole", nil, &component{})
	}, nil)
	assert.ErrorContains(t, err, "other:index:Component")
}

func TestOneRecorderServesManyPrograms(t *testing.T) {
	want := newSample().record(t).String()
	recorder := graph.NewRecorder()
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			for range 5 {
				recorded, err := recorder.Record(t.Context(), graph.Program{
					Run: newSample().run, Project: "shop", Stack: "dev", Config: map[string]string{"aws:region": "us-east-1"},
				})
				if assert.NoError(t, err) {
					assert.Equal(t, want, recorded.String())
				}
			}
		})
	}
	running.Wait()
}

// A program with hooks makes the SDK start a server that it never stops.
func TestNothingOfAProgramIsLeftRunning(t *testing.T) {
	recorder := graph.NewRecorder()
	hooked := func(ctx *pulumi.Context) error {
		hook, err := ctx.RegisterErrorHook("told", func(*pulumi.ErrorHookArgs) (bool, error) { return false, nil })
		if err != nil {
			return err
		}
		hooks := pulumi.ResourceHooks(&pulumi.ResourceHookBinding{OnError: []*pulumi.ErrorHook{hook}})
		return ctx.RegisterResource(bucketType, "files", nil, &thing{}, hooks)
	}
	run := func() {
		recorded, err := recorder.Record(t.Context(), graph.Program{Run: hooked, Project: "shop", Stack: "dev", Config: map[string]string{"aws:region": "us-east-1"}})
		require.NoError(t, err)
		assert.Contains(t, recorded.String(), "  @hooks: onError=told\n")
	}
	run()
	before := runtime.NumGoroutine()
	for range 20 {
		run()
	}
	assert.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+5 }, 10*time.Second, 10*time.Millisecond, "%d goroutines were %d", runtime.NumGoroutine(), before)
}
