package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"groundwork/internal/rehearsal"
)

// kind is what came of a rehearsal, in the summary.
type kind string

// The kinds. Only the first three are a base that was passed.
const (
	works     kind = "works"
	oneWay    kind = "works, one way"
	unchanged kind = "unchanged"
	// refused and loses are what the change from the base to here does: versions may
	// have been skipped, and data moved.
	refused kind = "refused"
	loses   kind = "loses"
	fails   kind = "FAILS"
	// A base that there is not: its program is not to be built, its own check refuses
	// its stack file, or it does not come up in this cloud.
	unbuilt kind = "base not built"
	wrong   kind = "base refused by its own check"
	down    kind = "base does not come up"
	unknown kind = "UNKNOWN"
)

// passed tells whether the change was carried out, and nothing is wrong with it.
func (k kind) passed() bool { return k == works || k == oneWay || k == unchanged }

// outcome is what came of one rehearsal, and what was said of it, in one line.
type outcome struct {
	kind kind
	said string
}

// rehearse calls the command. An error means that it was interrupted.
func rehearse(ctx context.Context, o options, home string, base commit, stack string) (outcome, error) {
	system, name, _ := strings.Cut(stack, "/")
	process := exec.CommandContext(ctx, o.command, "rehearse", "--system", system, "--stack", name, "--base", base.id, "--json")
	process.Dir = o.root
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.Env = append(os.Environ(), "GROUNDWORK_HOME="+home)
	var said bytes.Buffer
	process.Stderr = &said
	output, err := process.Output()
	if ctx.Err() != nil {
		return outcome{}, errors.New("interrupted: the next run goes on")
	}
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		return outcome{}, fmt.Errorf("rehearsing: %w", err)
	}
	return judge(output, said.String()), nil
}

// judge reads what the command printed, and what it said beside it.
func judge(printed []byte, said string) outcome {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	var told rehearsal.Outcome
	if len(printed) == 0 || json.Unmarshal(printed, &told) != nil {
		return without(strings.Join(lines, " "))
	}
	line := lines[len(lines)-1]
	if told.Reason != "" {
		line += " | " + told.At + ": " + told.Reason
	}
	return outcome{kindOf(told), oneLine(line)}
}

func kindOf(told rehearsal.Outcome) kind {
	switch {
	case told.Verdict == rehearsal.Refused:
		return refused
	case told.Verdict == rehearsal.Fails, told.Back == rehearsal.BackFails:
		return fails
	case told.Verdict == rehearsal.Loses:
		return loses
	case told.Verdict == rehearsal.Unchanged:
		return unchanged
	case told.Verdict == rehearsal.Works && told.Back == rehearsal.BackNone:
		return oneWay
	case told.Verdict == rehearsal.Works && told.Back == rehearsal.BackWorks:
		return works
	}
	return unknown
}

// own is what the program says before the problems that its check found: package spec
// has the words.
var own = regexp.MustCompile(`nothing can be rehearsed on it: .* has \d+ problems?; nothing was created: `)

// without is what came where there was no rehearsal, by the words of package stage.
func without(said string) outcome {
	said = oneLine(said)
	at := func(words string) string {
		_, rest, _ := strings.Cut(said, words)
		return strings.TrimSpace(rest)
	}
	switch {
	case own.MatchString(said):
		return outcome{wrong, at("; nothing was created: ")}
	case strings.Contains(said, "nothing can be rehearsed on it: "):
		return outcome{down, at("nothing can be rehearsed on it: ")}
	case strings.Contains(said, "error: building the program as "):
		return outcome{unbuilt, at("error: building the program as ")}
	}
	return outcome{unknown, said}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
