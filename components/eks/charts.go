package eks

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/helmrelease"
)

// chartTimeout is how many seconds a controller has to become ready.
const chartTimeout = 600

// chart is a Helm chart at a fixed version.
type chart struct {
	name, repository, version string
	// values are the chart's values, as a struct of ours.
	values any
	// outputs are the values that are other resources' outputs.
	outputs pulumi.Map
}

// resources are what a controller asks for and may use.
type resources struct {
	Requests amounts `json:"requests"`
	Limits   amounts `json:"limits"`
}

// amounts are Kubernetes quantities; empty ones are left out.
type amounts struct {
	CPU    string `json:"cpu,omitempty"`
	Memory string `json:"memory"`
}

// serviceAccount is whose pod identity a chart's pods get.
type serviceAccount struct {
	Create bool   `json:"create"`
	Name   string `json:"name"`
}

// capabilities that a container gives up.
type capabilities struct {
	Drop []string `json:"drop"`
}

// disruption is how many pods a node's drain may take at once.
type disruption struct {
	MaxUnavailable int `json:"maxUnavailable"`
}

// install installs a chart and waits until its pods are ready; one that fails
// is rolled back. The release has the chart's name, which the names of all its
// objects begin with. Its pods call AWS by names, so they come after the DNS:
// before it they would fail, and wait ever longer to be started again.
func (b *builder) install(c chart, after ...pulumi.Resource) (pulumi.Resource, error) {
	values, err := c.mergedValues()
	if err != nil {
		return nil, err
	}
	return helmrelease.New(b.ctx, b.name+"-"+c.name, helmrelease.Args{
		Name:           c.name,
		Namespace:      "kube-system",
		Chart:          c.name,
		Version:        c.version,
		Repository:     c.repository,
		Values:         values,
		TimeoutSeconds: chartTimeout,
	}, b.inCluster(append(after, b.dns)...)...)
}

func (c chart) mergedValues() (pulumi.Map, error) {
	text, err := json.Marshal(c.values)
	if err != nil {
		return nil, fmt.Errorf("encoding the values of chart %q: %w", c.name, err)
	}
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, fmt.Errorf("reading back the values of chart %q: %w", c.name, err)
	}
	values := pulumi.ToMap(plain)
	for key, output := range c.outputs {
		values[key] = output
	}
	return values, nil
}
