package cli

import (
	"context"
	"fmt"
	"os"

	"groundwork/internal/drift"
	"groundwork/internal/lookout"
)

// check compares one stack's state with the cloud.
func (d *driftRun) check(ctx context.Context, cloud lookout.Watched, ref stackRef) drift.Drift {
	var marks lookout.Marks
	if of := d.program.of(ref.system.Name); of.Marks != nil {
		marks = func() (map[string]string, error) { return of.Marks(ref.file(), ref.system.Name, ref.stack) }
	}
	if d.trail != "" {
		cloud = trailedBy{cloud, d.trail}
	}
	found := lookout.Drift(ctx, cloud, ref.system, ref.stack, marks)
	found.Folder = ref.folder
	return found
}

// trailedBy is a cloud with a trail in a file.
type trailedBy struct {
	lookout.Watched
	file string
}

func (t trailedBy) Trail(context.Context) ([]byte, error) {
	text, err := os.ReadFile(t.file)
	if err != nil {
		return nil, fmt.Errorf("reading the trail: %w", err)
	}
	return text, nil
}
