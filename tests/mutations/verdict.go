package mutations

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"unicode"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/spec"
	"groundwork/stacks"
)

// Verdict is what came of a file. Those that begin with Wrong are bugs.
type Verdict string

// The verdicts.
const (
	// Refused: the check said why, in its form.
	Refused Verdict = "refused"
	// Accepted: the check accepted it, and nobody planned it.
	Accepted Verdict = "accepted"
	// Planned: the check accepted it, and its program planned it.
	Planned Verdict = "planned"
	// Wrong begins the others.
	Wrong = "WRONG: "
)

// Bug tells whether the verdict is one on the check.
func (v Verdict) Bug() bool { return strings.HasPrefix(string(v), Wrong) }

func wrong(format string, args ...any) Verdict {
	return Verdict(Wrong + strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
}

// Judge holds files against the check and, where it accepts them, against their
// program's plan.
type Judge struct {
	// Dir is where files are written to be read.
	Dir string
	// Recorder plans; nil checks only.
	Recorder *graph.Recorder
}

// Judge judges one file.
func (j Judge) Judge(ctx context.Context, mutant Mutant) (Verdict, error) {
	file, err := mutant.write(j.Dir, mutant.Content)
	if err != nil {
		return "", err
	}
	err = checked(file, mutant.Source)
	var refused spec.Problems
	switch {
	case errors.As(err, &refused):
		if misformed := misformed(refused); misformed != "" {
			return wrong("the check's answer %s", misformed), nil
		}
		return Refused, nil
	case err != nil:
		return wrong("the check answers in no form of its own: %q", err), nil
	case j.Recorder == nil:
		return Accepted, nil
	}
	return j.plan(ctx, mutant)
}

// checked is the check of a file; a panic is an error.
func checked(file string, of Source) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("it panics: %v at %s", cause, debug.Stack())
		}
	}()
	_, err = spec.LoadFile(file, of.System, of.Stack)
	return err
}

// linesOfProblem are those of one problem in the message for people.
const linesOfProblem = 3

// misformed tells what of an answer is not in the documented form: "" when it is.
func misformed(problems spec.Problems) string {
	text := problems.Error()
	for _, problem := range problems {
		if problem.Path == "" || problem.Value == "" || problem.Rule == "" || problem.Instead == "" {
			return fmt.Sprintf("lacks a part: %+v", problem)
		}
	}
	if lines := strings.Count(text, "\n"); lines != linesOfProblem*len(problems) {
		return fmt.Sprintf("has %d lines for %d problems: %q", lines, len(problems), text)
	}
	if len(problems) == 0 || !strings.Contains(text, "; nothing was created:\n") {
		return fmt.Sprintf("has no head: %q", text)
	}
	for _, letter := range strings.ReplaceAll(text, "\n", "") {
		if !unicode.IsPrint(letter) {
			return fmt.Sprintf("holds %+q, which a terminal may obey: %+q", letter, text)
		}
	}
	return ""
}

// plan has the file's program plan it. Of what the check refuses, nothing is planned.
func (j Judge) plan(ctx context.Context, mutant Mutant) (Verdict, error) {
	config, err := engine.ReadConfig(mutant.Content, mutant.System)
	if err != nil {
		return wrong("accepted, and the engine can't read it: %v", err), nil
	}
	_, err = j.Recorder.Record(ctx, graph.Program{
		Run: stacks.Deploy, Project: mutant.System, Stack: mutant.Stack, Config: config.Values, Secrets: config.Secrets,
	})
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return wrong("accepted, and not planned: %v", err), nil
	}
	return Planned, nil
}
