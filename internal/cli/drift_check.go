package cli

import (
	"context"
	"slices"

	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/redact"
)

// check compares one stack's state with the cloud.
func (d *driftRun) check(ctx context.Context, cloud watched, ref stackRef) drift.Drift {
	request := engine.Request{System: ref.system, Stack: ref.stack, Operation: engine.Refresh, PreviewOnly: true}
	set, problems := recorded(ctx, cloud, request)
	var carry []drift.Tagged
	if len(problems) == 0 {
		var err error
		if carry, err = d.tagged(ctx, cloud, ref, set.Region); err != nil {
			problems = problemsOf(err)
		}
	}
	found := drift.Find(set, carry)
	found.Folder = ref.folder
	for _, problem := range problems {
		if problem = redact.Text(problem); !slices.Contains(found.Problems, problem) {
			found.Problems = append(found.Problems, problem)
		}
	}
	return found
}

// tagged are the resources of the region that carry the stack's tags; none where
// the stack has no region, or its program no tags.
func (d *driftRun) tagged(ctx context.Context, cloud watched, ref stackRef, region string) ([]drift.Tagged, error) {
	if region == "" || d.program.Marks == nil {
		return nil, nil
	}
	marks, err := d.program.Marks(ref.file(), ref.system.Name, ref.stack)
	if err != nil {
		return nil, err
	}
	found, err := cloud.Tagged(ctx, region, marks)
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
