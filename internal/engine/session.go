package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/backend"
	"groundwork/internal/localcloud"
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
	// PreviewOnly makes a refresh only tell what it would write to the state; the
	// other operations have Preview for that.
	PreviewOnly bool
	// Overrides are configuration values that win over the stack file's.
	Overrides map[string]string
	// Targets are the URNs that a preview or an up is limited to; none is all.
	Targets []string
	// FromCloud makes a preview or an up begin with what the cloud holds now: a
	// refresh that an up records and a preview does not.
	FromCloud bool
	// PlanFile is where a preview writes its plan, with the inputs of each resource in
	// it: what isn't secret is in plain. "" is nowhere.
	PlanFile string
	// Events is told every event of the engine, from one goroutine; nil is nobody.
	Events func(apitype.EngineEvent)
}

// Session runs operations against one local cloud.
type Session struct {
	home     Home
	command  answered
	program  pulumi.RunFunc
	host     *executable // runs in place of program; nil is none
	cloud    *Cloud
	states   *backend.Backend
	served   Served
	progress Progress
	secrets  map[string]string
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
	var there []localcloud.Listed // before a destroy
	if request.Operation == Destroy {
		if err := s.refuseProtected(request); err != nil {
			return err
		}
		there = s.cloud.List()
	}
	stack, err := s.open(ctx, request)
	if err != nil {
		return err
	}
	before, err := s.readState(request)
	if err != nil {
		return err
	}
	_, err = operate(ctx, stack, request, watch)
	after, unread := s.readState(request)
	if unread != nil {
		return errors.Join(err, unread)
	}
	if request.Operation == Up && err == nil {
		result.Outputs = after.outputs()
	}
	if request.Operation == Destroy && err == nil {
		result.Kept = kept(there, s.cloud.List())
	}
	result.Simulated = s.simulated(before, after)
	return err
}

// simulated is how long the operation takes in a real cloud; nil when it changed
// nothing.
func (s *Session) simulated(before, after checkpoint) *Timeline {
	took := s.cloud.pace.Took()
	if len(took) == 0 {
		return nil
	}
	line := timeline(took, before, after)
	return &line
}

// Protected tells whether anything of the stack is protected.
func (s *Session) Protected(ctx context.Context, request Request) bool {
	if _, err := s.find(ctx, request); err != nil {
		return false // the operation will say so
	}
	state, err := s.readState(request)
	return err == nil && len(state.protected()) > 0
}

// open prepares the working copy and the stack.
func (s *Session) open(ctx context.Context, request Request) (auto.Stack, error) {
	dir, err := s.home.materialise(request.System, request.Stack, request.Overrides, s.seal)
	if err != nil {
		return auto.Stack{}, err
	}
	find := s.states.Make
	if request.PreviewOnly {
		find = s.states.Stack
	}
	if _, err := find(request.name()); err != nil {
		return auto.Stack{}, fmt.Errorf("opening stack %q: %w", request.Stack, err)
	}
	options := []auto.LocalWorkspaceOption{auto.WorkDir(dir), auto.EnvVars(s.environment())}
	if s.host != nil {
		options = append(options, auto.Pulumi(hosted{s.command, s.host.address}))
	} else {
		options = append(options, auto.Program(s.program), auto.Pulumi(s.command))
	}
	workspace, err := auto.NewLocalWorkspace(ctx, options...)
	if err != nil {
		return auto.Stack{}, fmt.Errorf("opening the workspace: %w", err)
	}
	stack, err := auto.SelectStack(ctx, request.Stack, workspace)
	if err != nil {
		return auto.Stack{}, fmt.Errorf("opening stack %q: %w", request.Stack, err)
	}
	return stack, nil
}

// seal encrypts the secret at a place of the stack file: the one that is known, or
// else a made-up one that names the place.
func (s *Session) seal(path string) string {
	if known, there := s.secrets[path]; there {
		return s.states.Encrypt(known)
	}
	return s.states.Encrypt(madeUp(path))
}

// environment is that of the CLIs that the session runs. They live for seconds:
// they need not collect garbage as often as a program that stays.
func (s *Session) environment() map[string]string {
	variables := s.home.Environment(s.served)
	if os.Getenv("GOGC") == "" {
		variables["GOGC"] = "400"
	}
	return variables
}

// describe says what happened in words a user can act on: of a failed CLI, what
// it said.
func describe(ctx context.Context, err error) string {
	if errors.Is(ctx.Err(), context.Canceled) {
		return "interrupted: what was finished is recorded; run the same command again to go on"
	}
	text := plainText(err.Error())
	text, rest, _ := strings.Cut(text, "\nstdout: ") // which the progress has told
	if _, said, found := strings.Cut(rest, "\nstderr: "); found && strings.TrimSpace(said) != "" {
		text = said
	}
	return strings.TrimPrefix(strings.TrimSpace(text), "error: ")
}
