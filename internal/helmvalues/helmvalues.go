// Package helmvalues turns the values of a Helm chart, kept as a struct of
// ours, into what a release takes.
package helmvalues

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Output is a value that is another resource's output, and where it goes.
type Output struct {
	// Path are the keys from the top down.
	Path []string
	// Value takes the place of what the struct says there.
	Value pulumi.Input
}

// Map is the values as a map.
func Map(values any, outputs ...Output) (pulumi.Map, error) {
	text, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("encoding chart values: %w", err)
	}
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, fmt.Errorf("reading back chart values: %w", err)
	}
	for _, output := range outputs {
		if err := put(plain, output.Path, output.Value); err != nil {
			return nil, err
		}
	}
	return inputs(plain), nil
}

func put(section map[string]any, path []string, value pulumi.Input) error {
	if len(path) == 0 {
		return fmt.Errorf("a chart value without a path")
	}
	if len(path) == 1 {
		section[path[0]] = value
		return nil
	}
	next, ok := section[path[0]].(map[string]any)
	if !ok {
		return fmt.Errorf("the chart values have no section %q", path[0])
	}
	return put(next, path[1:], value)
}

// inputs converts sections one by one, because pulumi.ToMap keeps what is in
// them as plain values, in which no output can be.
func inputs(section map[string]any) pulumi.Map {
	made := pulumi.Map{}
	for key, value := range section {
		switch value := value.(type) {
		case pulumi.Input:
			made[key] = value
		case map[string]any:
			made[key] = inputs(value)
		default:
			made[key] = pulumi.Any(value)
		}
	}
	return made
}
