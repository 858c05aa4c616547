package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// parallel is how many resources the engine works on at once. Its default of
// four per core is meant for computing; creating is waiting.
const parallel = 32

// Request is one operation on one stack.
type Request struct {
	// System, Stack and Operation say what is done to what. Required.
	System    System
	Stack     string
	Operation Operation
	// PreviewOnly makes a refresh only tell what it would write to the state.
	PreviewOnly bool
	// Overrides are configuration values that win over the stack file's.
	Overrides map[string]string
	// Targets are the URNs that an up or a refresh is limited to; none is all.
	Targets []string
	// Events is told every event of the engine, from one goroutine; nil is nobody.
	Events func(apitype.EngineEvent)
}

// Session runs operations against one local cloud.
type Session struct {
	home      Home
	command   auto.PulumiCommand
	program   pulumi.RunFunc
	cloud     *Cloud
	providers string
	progress  Progress
}

// Run carries out a request. A failure is told in the result, never as an error
// of another kind, so that a caller has one shape to show.
func (s *Session) Run(ctx context.Context, request Request) Result {
	return carryOut(ctx, s.progress, request, s.run)
}

func (s *Session) run(ctx context.Context, request Request, watch *watcher, result *Result) error {
	if err := s.home.checkSpace(); err != nil {
		return err
	}
	if err := s.settle(ctx, request); err != nil {
		return err
	}
	if request.Operation == Destroy {
		if err := s.refuseProtected(request); err != nil {
			return err
		}
	}
	stack, err := s.open(ctx, request)
	if err != nil {
		return err
	}
	before, err := s.home.readState(request.System.Name, request.Stack)
	if err != nil {
		return err
	}
	outputs, err := operate(ctx, stack, request, watch)
	result.Simulated = s.simulated(request, before)
	result.take(outputs)
	return err
}

// simulated is how long the operation takes in a real cloud; nil when it
// changed nothing, or when there is no telling.
func (s *Session) simulated(request Request, before checkpoint) *Timeline {
	took := s.cloud.pace.Took()
	after, err := s.home.readState(request.System.Name, request.Stack)
	if len(took) == 0 || err != nil {
		return nil
	}
	line := timeline(took, before, after)
	return &line
}

// settle puts right what a killed engine left behind.
func (s *Session) settle(ctx context.Context, request Request) error {
	if err := s.home.clearLocks(ctx, request.System.Name, request.Stack, s.progress); err != nil {
		return err
	}
	if err := s.home.mendSidecars(request.System.Name, request.Stack); err != nil {
		return err
	}
	state, err := s.home.readState(request.System.Name, request.Stack)
	if err != nil {
		return err
	}
	if request.PreviewOnly {
		return nil // drift detection leaves the state as it is, to the byte
	}
	for _, operation := range state.Pending {
		s.progress.Note("the last run was cut off while " + operation + "; going on from what the cloud holds")
	}
	if err := state.settle(); err != nil {
		return err
	}
	s.recover(state, request)
	return nil
}

// recover hands over at their next create the resources that the cloud made
// for the stack and its state never learned of.
func (s *Session) recover(state checkpoint, request Request) {
	known := state.ids()
	unknown := map[string][]string{}
	for urn, ids := range s.cloud.Owned(request.System.Name, request.Stack) {
		for _, id := range ids {
			if !slices.Contains(known[urn], id) {
				unknown[urn] = known[urn]
			}
		}
	}
	if len(unknown) == 0 {
		return
	}
	if request.Operation == Destroy {
		s.progress.Note(fmt.Sprintf("warning: an interrupted run left %d resources that the state does not know; run up once, then destroy, to delete them too", len(unknown)))
		return
	}
	s.cloud.Recover(unknown)
	s.progress.Note(fmt.Sprintf("an interrupted run left %d resources that the state does not know; they are taken over", len(unknown)))
}

// Protected tells whether anything of the stack is protected.
func (s *Session) Protected(request Request) bool {
	state, err := s.home.readState(request.System.Name, request.Stack)
	return err == nil && len(state.protected()) > 0
}

// open prepares the working copy and the stack.
func (s *Session) open(ctx context.Context, request Request) (auto.Stack, error) {
	dir, err := s.home.materialise(ctx, request.System, request.Stack, request.Overrides)
	if err != nil {
		return auto.Stack{}, err
	}
	workspace, err := auto.NewLocalWorkspace(ctx,
		auto.WorkDir(dir), auto.Program(s.program), auto.Pulumi(s.command),
		auto.EnvVars(s.home.Environment(s.providers)))
	if err != nil {
		return auto.Stack{}, fmt.Errorf("opening the workspace: %w", err)
	}
	open := auto.UpsertStack
	if request.PreviewOnly {
		open = auto.SelectStack
	}
	stack, err := open(ctx, request.Stack, workspace)
	if err != nil {
		return auto.Stack{}, fmt.Errorf("opening stack %q: %w", request.Stack, err)
	}
	return stack, nil
}

// describe says what happened in words a user can act on: of a failed CLI, what
// it said.
func describe(ctx context.Context, err error) string {
	if errors.Is(ctx.Err(), context.Canceled) {
		return "interrupted: what was finished is recorded; run the same command again to go on"
	}
	text := plainText(err.Error())
	if _, said, found := strings.Cut(text, "\nstderr: "); found && strings.TrimSpace(said) != "" {
		text = said
	}
	return strings.TrimPrefix(strings.TrimSpace(text), "error: ")
}
