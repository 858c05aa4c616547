package engine

import (
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Operation is what is done to a stack.
type Operation string

// The operations.
const (
	Preview Operation = "preview"
	Up      Operation = "up"
	Refresh Operation = "refresh"
	Destroy Operation = "destroy"
)

// Outcome tells whether an operation did what was asked.
type Outcome string

// The outcomes.
const (
	Succeeded Outcome = "succeeded"
	Failed    Outcome = "failed"
)

// Changes counts resources by what was done to them (or would be, in a
// preview). A replaced resource counts once; components count as well.
type Changes struct {
	Create  int `json:"create"`
	Update  int `json:"update"`
	Replace int `json:"replace"`
	Delete  int `json:"delete"`
	Same    int `json:"same"`
}

// Total is the number of resources that change.
func (c Changes) Total() int { return c.Create + c.Update + c.Replace + c.Delete }

// Result is what an operation came to; its JSON form is a contract that
// scripts rely on.
type Result struct {
	// System and Stack are what the operation worked on.
	System string `json:"system"`
	Stack  string `json:"stack"`
	// Result tells whether it did what was asked.
	Result Outcome `json:"result"`
	// Changes counts what was done, also by an operation that failed later.
	Changes Changes `json:"changes"`
	// Outputs are the stack's outputs after an up; secrets are hidden. Empty for
	// the other operations.
	Outputs map[string]any `json:"outputs"`
	// Seconds is how long the operation took, by the wall clock.
	Seconds float64 `json:"seconds"`
	// Simulated is how long it would take in a real cloud, and why; absent when
	// nothing changed.
	Simulated *Timeline `json:"simulated,omitempty"`
	// Problems are the errors, each whole and without colour.
	Problems []string `json:"problems"`
	// Kept names what a destroy left on purpose: final snapshots.
	Kept []string `json:"kept,omitempty"`
}

// changesOf translates the engine's own counts.
func changesOf(counts map[apitype.OpType]int) Changes {
	return Changes{
		Create:  counts[apitype.OpCreate] + counts[apitype.OpImport],
		Update:  counts[apitype.OpUpdate],
		Replace: counts[apitype.OpReplace],
		Delete:  counts[apitype.OpDelete],
		Same:    counts[apitype.OpSame],
	}
}

// take keeps a stack's outputs, without the secret ones.
func (r *Result) take(outputs auto.OutputMap) {
	for name, output := range outputs {
		if output.Secret {
			r.Outputs[name] = "[secret]"
			continue
		}
		r.Outputs[name] = output.Value
	}
}
