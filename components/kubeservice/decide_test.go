package kubeservice

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/podspec"
)

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{
		App:       "API",
		Variants:  []Variant{{Colour: "red", Image: pulumi.String("x"), TargetGroupARN: pulumi.String("arn")}, {}},
		Live:      "blue",
		Replicas:  -1,
		Liveness:  &podspec.Probe{Path: "health"},
		Autoscale: &Autoscale{Max: -1, Calm: 2 * time.Hour},
		Access:    podspec.Access{FromApps: []string{"x"}, To: []podspec.Peer{{}}},
	}.validate()
	for _, want := range []string{
		`app "API"`, "namespace is required", `colour "red"`, `colour ""`, "a target group needs a port", `image of variant ""`,
		`live colour "blue"`, "replicas -1", "min 0 must be at least 1", "max -1", "autoscale needs something to measure", "calm 2h0m0s",
		"cpu request", "memory request", "liveness probe needs a port", `path "health"`, "cannot let anyone in", `peer ""`,
	} {
		assert.ErrorContains(t, err, want)
	}
	err = Args{
		App: "x", Singleton: true, Replicas: 2, Variants: []Variant{{Image: pulumi.String("x")}},
		Autoscale: &Autoscale{Min: 1, Max: 1, Requests: &Requests{}, Queue: &Queue{}},
	}.validate()
	for _, want := range []string{"a singleton has one", "requests need a number", `variant "" has none`, "a queue needs a list", "needs KEDA"} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, eventful().validate())
	assert.NoError(t, web().validate())
	assert.NoError(t, worker().validate())
}
