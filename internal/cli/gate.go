package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/spf13/cobra"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/engine"
	"groundwork/internal/gate"
	"groundwork/internal/lookout"
	"groundwork/internal/redact"
)

// stopped is how a command ends at the gate, nil where it is open.
func stopped(ruling gate.Ruling) error {
	switch ruling.Verdict {
	case gate.Open:
		return nil
	case gate.Refused:
		return failure{exit: ExitUsage}
	case gate.Protected, gate.Loses:
		return failure{blocked: true}
	}
	return failure{}
}

// asker asks people at a terminal; nil is nobody there.
type asker struct {
	in  io.Reader
	out io.Writer
}

// newAsker is nil where nobody could answer.
func newAsker(command *cobra.Command, json bool) *asker {
	in, isFile := command.InOrStdin().(*os.File)
	if json || !isFile || !isTerminal(in) || !isTerminal(command.OutOrStdout()) {
		return nil
	}
	return &asker{in, command.OutOrStdout()}
}

// lets tells what would be lost, and is true when the answer is the stack's name.
func (a *asker) lets(findings []danger.Finding, stack string) bool {
	fmt.Fprintln(a.out)
	for _, told := range tellings(findings) {
		fmt.Fprintln(a.out, told)
	}
	fmt.Fprintf(a.out, "To lose it, type the stack's name, %s; anything else stops: ", stack)
	answer, _ := bufio.NewReader(a.in).ReadString('\n') // without an answer it is none
	return strings.TrimSpace(answer) == stack
}

// tellings are findings in words, one line each.
func tellings(findings []danger.Finding) []string {
	var told []string
	for _, finding := range findings {
		line := fmt.Sprintf("%s: %s: %s", finding.Level, finding.Name, finding.Loss)
		if finding.Advice != "" {
			line += "; instead: " + finding.Advice
		}
		told = append(told, redact.Text(line))
	}
	return told
}

// populated is the state of a stack that has something, nil of any other: what is
// not there yet can't be lost.
func populated(ctx context.Context, on lookout.Operator, request engine.Request) *engine.Snapshot {
	state, err := on.Snapshot(ctx, request)
	if err != nil {
		return nil // the operation will say so
	}
	for _, resource := range state.Deployment.Resources {
		if resource.Custom && !strings.HasPrefix(string(resource.Type), "pulumi:") {
			return state
		}
	}
	return nil
}

// admit asks the gate before an up or a destroy: nil lets it go on, otherwise it is
// the result of what was not begun. An up is planned first; what a destroy takes is
// told by the state alone.
func (r *operationRun) admit(ctx context.Context, session *engine.Session, progress *lines, system engine.System) *engine.Result {
	request := r.request(system)
	if request.Operation != engine.Up && request.Operation != engine.Destroy {
		return nil
	}
	before := populated(ctx, session, request)
	switch {
	case before == nil:
		return nil
	case request.Operation == engine.Destroy:
		return r.admitDestroy(before.Deployment, request)
	}
	progress.muted = true
	plan := request
	plan.Operation = engine.Preview
	set, planned := lookout.Observe(ctx, session, plan)
	progress.muted = false
	r.ruling = gate.Rule(set, lookout.Problems(planned), r.allowLoss)
	switch r.ruling.Verdict {
	case gate.Open:
		return nil
	case gate.Failed:
		planned.Changes = engine.Changes{}
		return &planned
	case gate.Loses:
		if r.ask != nil && r.ask.lets(r.ruling.Findings, request.Stack) {
			r.ruling.Verdict = gate.Open
			return nil
		}
	}
	return r.notBegun(planned)
}

// admitDestroy asks at a terminal; elsewhere the command is word enough. What is
// protected is refused by the session.
func (r *operationRun) admitDestroy(state apitype.DeploymentV3, request engine.Request) *engine.Result {
	ruling := gate.Rule(changes.Deletion(request.System.Name, request.Stack, state), nil, "")
	if ruling.Verdict != gate.Loses || r.ask == nil || r.unprotect || r.ask.lets(ruling.Findings, request.Stack) {
		return nil
	}
	r.ruling = ruling
	return r.notBegun(engine.Result{System: request.System.Name, Stack: request.Stack, Outputs: map[string]any{}})
}

// notBegun is the result of what the gate stopped.
func (r *operationRun) notBegun(result engine.Result) *engine.Result {
	result.Result, result.Changes, result.Simulated = engine.Failed, engine.Changes{}, nil
	result.Problems = append(tellings(r.ruling.Findings), r.ruling.Problems...)
	last := "nothing was changed"
	if r.ruling.Verdict == gate.Loses {
		last += fmt.Sprintf("; to lose just that: bin/groundwork local %s --system %s --stack %s --allow-loss %s", r.operation, result.System, result.Stack, r.ruling.Fingerprint)
	}
	result.Problems = append(result.Problems, last)
	return &result
}
