package cli

import (
	"context"

	"groundwork/internal/drift"
	"groundwork/internal/lookout"
)

// check compares one stack's state with the cloud.
func (d *driftRun) check(ctx context.Context, cloud lookout.Watched, ref stackRef) drift.Drift {
	var marks lookout.Marks
	if of := d.program.of(ref.system.Name); of.Marks != nil {
		marks = func() (map[string]string, error) { return of.Marks(ref.file(), ref.system.Name, ref.stack) }
	}
	found := lookout.Drift(ctx, cloud, ref.system, ref.stack, marks)
	found.Folder = ref.folder
	return found
}
