package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
)

// carryOut has the work of a request done and tells how it ended.
func carryOut(ctx context.Context, progress Progress, request Request, work func(context.Context, Request, *watcher, *Result) error) Result {
	started := time.Now()
	result := Result{System: request.System.Name, Stack: request.Stack, Outputs: map[string]any{}, Problems: []string{}}
	// A disk that fills up ends the operation at the first failed write: Pulumi
	// would go on trying, write by write, for minutes.
	working, stop := context.WithCancel(ctx)
	defer stop()
	watch := newWatcher(progress, stop)
	watch.events = request.Events
	watch.start()
	err := work(working, request, watch, &result)
	close(watch.stream)
	watch.wait()
	result.Seconds = time.Since(started).Seconds()
	result.Changes = changesOf(watch.counts)
	result.Problems = append(result.Problems, watch.problems...)
	result.Result = Succeeded
	if err != nil {
		result.Result = Failed
		if len(result.Problems) == 0 || ctx.Err() != nil {
			result.Problems = append(result.Problems, describe(ctx, err))
		}
	}
	return result
}

// operate runs the request's operation and gives the stack's outputs, which
// only an up has.
func operate(ctx context.Context, stack auto.Stack, request Request, watch *watcher) (auto.OutputMap, error) {
	channel, stop := relay(watch)
	defer stop()
	if request.PreviewOnly && request.Operation != Refresh {
		return nil, fmt.Errorf("only a refresh can be previewed, not the operation %q", request.Operation)
	}
	switch request.Operation {
	case Preview:
		options := []optpreview.Option{optpreview.EventStreams(channel), optpreview.Parallel(parallel), optpreview.Target(request.Targets), optpreview.SuppressOutputs(), optpreview.SuppressProgress()}
		if request.FromCloud {
			options = append(options, optpreview.Refresh())
		}
		if request.PlanFile != "" {
			options = append(options, optpreview.Plan(request.PlanFile))
		}
		_, err := stack.Preview(ctx, options...)
		return nil, err
	case Up:
		options := []optup.Option{optup.EventStreams(channel), optup.Parallel(parallel), optup.Target(request.Targets), optup.SuppressOutputs(), optup.SuppressProgress()}
		if request.FromCloud {
			options = append(options, optup.Refresh())
		}
		result, err := stack.Up(ctx, options...)
		return result.Outputs, err
	case Refresh:
		if request.PreviewOnly {
			_, err := stack.PreviewRefresh(ctx, optrefresh.EventStreams(channel), optrefresh.Parallel(parallel))
			return nil, err
		}
		_, err := stack.Refresh(ctx, optrefresh.EventStreams(channel), optrefresh.Parallel(parallel), optrefresh.SuppressProgress())
		return nil, err
	case Destroy:
		_, err := stack.Destroy(ctx, optdestroy.EventStreams(channel), optdestroy.Parallel(parallel), optdestroy.SuppressProgress())
		return nil, err
	default:
		return nil, fmt.Errorf("unknown operation %q", request.Operation)
	}
}

// relay passes the events of one operation on to the watcher. The Automation
// API closes the channel only when the CLI came as far as sending events, so
// the end is told by calling stop, after which every event has been handed on.
func relay(watch *watcher) (channel chan events.EngineEvent, stop func()) {
	channel = make(chan events.EngineEvent)
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case event, open := <-channel:
				if !open {
					return
				}
				watch.stream <- event
			case <-quit:
				return
			}
		}
	}()
	return channel, func() { close(quit); <-done }
}

// refuseProtected stops a destroy before anything is deleted. The engine would
// refuse as well, one resource at a time and without saying what lifts it.
func (s *Session) refuseProtected(request Request) error {
	state, err := s.readState(request)
	if err != nil {
		return err
	}
	protected := state.protected()
	if len(protected) == 0 {
		return nil
	}
	names := make([]string, 0, len(protected))
	for _, urn := range protected {
		kind, name := splitURN(urn)
		names = append(names, fmt.Sprintf("%s (%s)", name, kind))
	}
	return fmt.Errorf("stack %s of %s is protected, nothing was deleted: %s; to lift the protection first, in an update of its own, add --unprotect (in the stack file: groundwork:protection: false, then up)",
		request.Stack, request.System.Name, strings.Join(names, ", "))
}
