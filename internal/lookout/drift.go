package lookout

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/redact"
)

// Watched is a cloud that can be asked for what carries tags.
type Watched interface {
	Operator
	Tagged(ctx context.Context, region string, tags map[string]string) ([]engine.Tagged, error)
	Ask(ctx context.Context, request engine.Request, region string, questions []engine.Question) ([]map[string]any, error)
}

// Trailed is a cloud that tells who changed it, as CloudTrail's lookup-events prints it.
type Trailed interface {
	Trail(ctx context.Context) ([]byte, error)
}

// trail is who changed a cloud.
func trail(ctx context.Context, from Trailed) ([]drift.Event, error) {
	text, err := from.Trail(ctx)
	if err != nil {
		return nil, err
	}
	return drift.ReadTrail(bytes.NewReader(text))
}

// Marks gives the tags by which everything of a stack is found in the cloud.
type Marks func() (map[string]string, error)

// Drift compares a stack's state with the cloud. Without marks nothing is looked
// for that the state does not know.
func Drift(ctx context.Context, cloud Watched, system engine.System, stack string, marks Marks) drift.Drift {
	request := engine.Request{System: system, Stack: stack, Operation: engine.Refresh, PreviewOnly: true}
	set, problems := Recorded(ctx, cloud, request)
	var seen drift.Seen
	// A stack without a region has nothing that carries tags.
	if len(problems) == 0 && set.Region != "" && marks != nil {
		var err error
		if seen.Tagged, err = tagged(ctx, cloud, set.Region, marks); err != nil {
			problems = Lines(err)
		}
	}
	if len(problems) == 0 {
		var err error
		if seen.Records, err = records(ctx, cloud, request, set); err != nil {
			problems = Lines(err)
		}
	}
	if told, does := cloud.(Trailed); does {
		var err error
		if seen.Trail, err = trail(ctx, told); err != nil {
			problems = append(problems, Lines(err)...)
		}
	}
	found := drift.Look(set, seen)
	for _, problem := range problems {
		if problem = redact.Text(problem); !slices.Contains(found.Problems, problem) {
			found.Problems = append(found.Problems, problem)
		}
	}
	return found
}

// tagged are the resources of the region that carry the marks.
func tagged(ctx context.Context, cloud Watched, region string, marks Marks) ([]drift.Tagged, error) {
	tags, err := marks()
	if err != nil {
		return nil, err
	}
	found, err := cloud.Tagged(ctx, region, tags)
	if err != nil {
		return nil, err
	}
	var carry []drift.Tagged
	for _, one := range found {
		arn := redact.Text(one.ARN)
		name := redact.Text(one.Tags["Name"])
		if name != "" {
			one.Tags["Name"] = name
		}
		carry = append(carry, drift.Tagged{ARN: arn, Type: drift.TypeOf(arn), Tags: one.Tags})
	}
	return carry, nil
}

// Lines are an error's: each problem of a stack file is one.
func Lines(err error) []string {
	if err == nil {
		return nil
	}
	var many interface{ Lines() []string }
	if errors.As(err, &many) {
		return many.Lines()
	}
	return []string{err.Error()}
}
