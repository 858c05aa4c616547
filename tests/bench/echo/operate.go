package echo

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
)

// parallel is how many resources the engine works on at once.
const parallel = 32

// operate asks of the Automation API what the product asked of it, with the same
// options.
func operate(ctx context.Context, stack auto.Stack, operation string, events chan<- events.EngineEvent) (err error) {
	switch operation {
	case "preview":
		_, err = stack.Preview(ctx, optpreview.EventStreams(events), optpreview.Parallel(parallel), optpreview.SuppressOutputs(), optpreview.SuppressProgress())
	case "up":
		_, err = stack.Up(ctx, optup.EventStreams(events), optup.Parallel(parallel), optup.SuppressOutputs(), optup.SuppressProgress())
	case "refresh":
		_, err = stack.PreviewRefresh(ctx, optrefresh.EventStreams(events), optrefresh.Parallel(parallel))
	case "destroy":
		_, err = stack.Destroy(ctx, optdestroy.EventStreams(events), optdestroy.Parallel(parallel), optdestroy.SuppressProgress())
	default:
		return fmt.Errorf("unknown operation %q", operation)
	}
	return err
}
