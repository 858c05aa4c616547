package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/gate"
	"groundwork/internal/lookout"
	"groundwork/internal/problem"
)

// operationRun is one call of preview, up, refresh or destroy.
type operationRun struct {
	program     Program
	operation   engine.Operation
	target      target
	previewOnly bool
	unprotect   bool
	conditions  conditionFlags
	// allowLoss is the fingerprint of what may be lost, "" for nothing; ask is who can
	// be asked, nil for nobody.
	allowLoss string
	ask       *asker
	// ruling is what the gate said.
	ruling gate.Ruling
}

// execute carries the operation out and shows its result; with JSON, stdout
// gets a result even when nothing could be tried.
func (r *operationRun) execute(command *cobra.Command) error {
	r.ruling, r.ask = gate.Ruling{Verdict: gate.Open}, newAsker(command, r.target.json)
	result, err := r.attempt(command)
	if err != nil {
		if r.target.json {
			return errors.Join(printJSON(command.OutOrStdout(), r.untried(err)), err)
		}
		return err
	}
	if err := r.show(command, result); err != nil {
		return err
	}
	if result.Result == engine.Succeeded {
		return nil
	}
	if err := stopped(r.ruling); err != nil && command.Context().Err() == nil {
		return err
	}
	return failure{interrupted: command.Context().Err() != nil}
}

// attempt finds what the operation is about and runs it. An error means that
// nothing was tried.
func (r *operationRun) attempt(command *cobra.Command) (engine.Result, error) {
	project, err := findProject()
	if err != nil {
		return engine.Result{}, err
	}
	system, err := r.findSystem(project)
	if err != nil {
		return engine.Result{}, usageError{err}
	}
	home, err := project.Home()
	if err != nil {
		return engine.Result{}, err
	}
	progress := newLines(r.messages(command))
	conditions, err := r.conditions.conditions()
	if err != nil {
		return engine.Result{}, err
	}
	session, err := engine.Open(command.Context(), engine.Options{
		Project: project, Home: home, Program: r.program.of(system.Name).Deploy,
		Progress: progress, Messages: command.ErrOrStderr(), Conditions: conditions,
	})
	if err != nil {
		return engine.Result{}, err
	}
	progress.Note(r.announced(home))
	if conditions.TimeLapse > 0 {
		progress.clock = session.Cloud().Elapsed
	}
	result := r.admit(command.Context(), session, progress, system)
	if result == nil {
		carried := r.run(command.Context(), session, progress, system)
		result = &carried
	}
	if err := session.Close(); err != nil {
		return engine.Result{}, fmt.Errorf("closing the local cloud: %w", err)
	}
	return *result, nil
}

// announced is the first line: what is done to which stack, and where its cloud is.
func (r operationRun) announced(home engine.Home) string {
	return fmt.Sprintf("%s %s of %s in the local cloud, a simulation, under %s", r.operation, r.target.stack, r.target.system, home.Dir)
}

// findSystem finds the system that has the stack, and reads its stack file. A
// stack can be destroyed even when its file no longer makes sense.
func (r operationRun) findSystem(project engine.Project) (engine.System, error) {
	system, err := project.System(r.target.system)
	if err != nil {
		return system, err
	}
	if !slices.Contains(system.Stacks(), r.target.stack) {
		return system, system.NoStack(r.target.stack)
	}
	if r.operation != engine.Preview && r.operation != engine.Up && !r.unprotect {
		return system, nil
	}
	return system, r.program.of(system.Name).Check(system.StackFile(r.target.stack), system.Name, r.target.stack)
}

// run carries the operation out; with unprotect it lifts the protection first.
func (r *operationRun) run(ctx context.Context, session *engine.Session, progress engine.Progress, system engine.System) engine.Result {
	request := r.request(system)
	if !r.unprotect {
		return session.Run(ctx, request)
	}
	return lookout.Destroy(ctx, session, request, func() {
		progress.Note("lifting the protection, in an update of its own")
	})
}

func (r *operationRun) request(system engine.System) engine.Request {
	return engine.Request{System: system, Stack: r.target.stack, Operation: r.operation, PreviewOnly: r.previewOnly}
}

// messages is where progress goes: stderr when stdout is for JSON.
func (r operationRun) messages(command *cobra.Command) io.Writer {
	if r.target.json {
		return command.ErrOrStderr()
	}
	return command.OutOrStdout()
}

func (r operationRun) show(command *cobra.Command, result engine.Result) error {
	if r.target.json {
		return printJSON(command.OutOrStdout(), result)
	}
	return writeSummary(command.OutOrStdout(), command.ErrOrStderr(), r, result)
}

// untried is the result of an operation that was not begun.
func (r operationRun) untried(cause error) engine.Result {
	return engine.Result{
		System: r.target.system, Stack: r.target.stack, Result: engine.Failed,
		Outputs: map[string]any{}, Problems: lookout.Lines(cause),
	}
}

func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

func newLines(out io.Writer) *lines {
	return &lines{out: out, live: isTerminal(out), started: time.Now()}
}

func isTerminal(out io.Writer) bool {
	if shown, wrapped := out.(*problem.Writer); wrapped {
		out = shown.To
	}
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
