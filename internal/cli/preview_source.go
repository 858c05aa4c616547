package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/gate"
	"groundwork/internal/price"
	"groundwork/internal/redact"
	"groundwork/internal/report"
)

// previewSource is where the change sets of a review come from.
type previewSource interface {
	// preview is one stack's part of the review, whose stack file is right. What
	// goes wrong is told there.
	preview(ctx context.Context, ref stackRef) report.Stack
	// gone are stacks whose stack files are no more.
	gone(ctx context.Context, selected selection) ([]report.Stack, error)
	io.Closer
}

// judged is a change set with what it risks and costs.
func judged(set changes.Set) report.Stack {
	cost, findings := price.Of(set), danger.Judge(set)
	set.Errors = gate.Unexplained(findings, set.Errors)
	return report.Stack{Set: set, Findings: findings, Cost: &cost}
}

// seen is a stack's part of a review: of a preview that only what is protected
// stopped, what would be lost.
func seen(ref stackRef, set changes.Set, problems []string) report.Stack {
	stack := judged(set)
	if left := gate.Unexplained(stack.Findings, problems); left != nil {
		return unseen(ref, left...)
	}
	if problems != nil {
		stack.Note = protectedEnd
	}
	return stack
}

// protectedEnd is the note of such a preview.
const protectedEnd = "the plan ends at what is protected"

// unseen is a stack of which there is no preview.
func unseen(ref stackRef, problems ...string) report.Stack {
	return report.Stack{
		Set:   changes.Set{System: ref.system.Name, Stack: ref.stack},
		Error: redact.Text(strings.Join(problems, "\n")),
	}
}

// fromFiles reads change sets that `pulumi preview --json` or an event log left
// in files.
func fromFiles(paths []string) ([]report.Stack, error) {
	var stacks []report.Stack
	for _, path := range paths {
		set, err := readSet(path)
		if err != nil {
			return nil, fmt.Errorf("reading the preview in %q: %w", path, err)
		}
		stacks = append(stacks, judged(set))
	}
	return stacks, nil
}

// mostOfFile is the largest file that is read, in bytes: what a pull request of
// a fork leaves is not trusted.
const mostOfFile = 256 << 20

func readSet(path string) (changes.Set, error) {
	file, err := os.Open(path)
	if err != nil {
		return changes.Set{}, err
	}
	defer file.Close()
	return changes.From(io.LimitReader(file, mostOfFile))
}
