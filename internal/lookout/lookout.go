// Package lookout has requests carried out and tells what they do: as change sets,
// and as drift.
package lookout

import (
	"context"

	"groundwork/internal/changes"
	"groundwork/internal/engine"
	"groundwork/internal/redact"
)

// Operator carries out requests: on an account, or in a local cloud.
type Operator interface {
	Run(ctx context.Context, request engine.Request) engine.Result
	Snapshot(ctx context.Context, request engine.Request) (*engine.Snapshot, error)
}

// Observe runs a request, and gives all that it did beside how it ended.
func Observe(ctx context.Context, on Operator, request engine.Request) (changes.Set, engine.Result) {
	recorder := changes.NewRecorder(request.System.Name, request.Stack)
	// Events do not say what depends on what; the state does, where there is one.
	// Nothing follows from what a refresh finds.
	if request.Operation != engine.Refresh {
		if before, err := on.Snapshot(ctx, request); err == nil {
			recorder.Depends(before.Deployment)
		}
	}
	request.Events = recorder.Add
	result := on.Run(ctx, request)
	return recorder.Set(), result
}

// Recorded runs a request and gives its change set; problems are what stopped it.
func Recorded(ctx context.Context, on Operator, request engine.Request) (changes.Set, []string) {
	set, result := Observe(ctx, on, request)
	return set, Problems(result)
}

// Problems are what stopped an operation, nil for nothing.
func Problems(result engine.Result) []string {
	if result.Result != engine.Failed {
		return nil
	}
	var problems []string
	for _, problem := range result.Problems {
		problems = append(problems, redact.Text(problem))
	}
	return problems
}
