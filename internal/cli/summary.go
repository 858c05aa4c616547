package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"groundwork/internal/engine"
)

// writeSummary tells how an operation ended: outputs and counts on out, the
// problems on errors, next to the last line, where people look.
func writeSummary(out, errors io.Writer, run operationRun, result engine.Result) error {
	writeOutputs(out, result)
	if len(result.Kept) > 0 {
		fmt.Fprintln(out, "\nkept on purpose:")
		for _, kept := range result.Kept {
			fmt.Fprintln(out, "  "+kept)
		}
	}
	writeTimeline(out, result.Simulated)
	if len(result.Problems) > 0 {
		fmt.Fprintln(out)
	}
	for _, problem := range result.Problems {
		fmt.Fprintln(errors, "error: "+problem)
	}
	_, err := fmt.Fprintf(out, "\n%s %s of %s %s: %s in %.1f s\n", run.operation, result.Stack, result.System, result.Result, counted(run, result.Changes), result.Seconds)
	writeNext(out, run, result)
	return err
}

// tradeoffs is the output that says what an environment gave up. It is told with the
// change that it comes of.
const tradeoffs = "tradeoffs"

// writeOutputs tells the outputs that say something. They look like an account's.
func writeOutputs(out io.Writer, result engine.Result) {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(result.Outputs)) {
		if !empty(result.Outputs[name]) && (name != tradeoffs || result.Changes.Total() > 0) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	fmt.Fprintln(out, "\noutputs (of a simulation: nothing answers at these addresses):")
	for _, name := range names {
		fmt.Fprintf(out, "  %-24s %s\n", name, plainValue(result.Outputs[name]))
	}
}

// empty is true of an output that says nothing.
func empty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

// writeNext tells what can be done after an operation that did what was asked.
func writeNext(out io.Writer, run operationRun, result engine.Result) {
	if result.Result != engine.Succeeded {
		return
	}
	on := fmt.Sprintf("--system %s --stack %s", result.System, result.Stack)
	switch {
	case run.operation == engine.Up:
		fmt.Fprintf(out, "\nnext: change Pulumi.%s.yaml, then: bin/groundwork local preview %s\n"+
			"      what there is:                bin/groundwork local list\n"+
			"      take it down again:           bin/groundwork local destroy %s\n", result.Stack, on, on)
	case run.operation == engine.Preview && result.Changes.Total() > 0:
		fmt.Fprintf(out, "\nnext: bin/groundwork local up %s\n", on)
	}
}

// short is what the critical path leaves out of the summary.
const short = 10.0

// writeTimeline tells how long a real cloud would take and what decides it.
func writeTimeline(out io.Writer, line *engine.Timeline) {
	if line == nil {
		return
	}
	fmt.Fprintf(out, "\nin a real cloud about %s%s, decided by:\n", minutes(line.Seconds), applications(line))
	omitted, seconds := 0, 0.0
	for _, leg := range line.CriticalPath {
		if leg.Until-leg.From < short {
			omitted, seconds = omitted+1, seconds+leg.Until-leg.From
			continue
		}
		fmt.Fprintf(out, "  %7s  %7s  %s %s %s\n", "+"+minutes(leg.From), minutes(leg.Until-leg.From), leg.Verb, leg.Type, leg.Name)
	}
	if omitted > 0 {
		fmt.Fprintf(out, "  and %d short ones, %s together\n", omitted, minutes(seconds))
	}
}

// applications tells when they are up, and what is long of what ends later; nothing
// where the operation touched none.
func applications(line *engine.Timeline) string {
	up := minutes(line.ApplicationsSeconds)
	switch {
	case line.ApplicationsSeconds == 0:
		return ""
	case up == minutes(line.Seconds):
		return " (applications up at its end)"
	}
	text := " (applications up after " + up
	var later []string
	for _, leg := range line.Later {
		if leg.Until-leg.From >= short {
			later = append(later, leg.Name)
		}
	}
	if len(later) > 0 {
		text += "; later: " + strings.Join(later, ", ")
	}
	return text + ")"
}

// minutes writes seconds as 12m30s.
func minutes(seconds float64) string {
	return (time.Duration(seconds) * time.Second).String()
}

// counted is the changes in words: "12 created, 3 unchanged".
func counted(run operationRun, changes engine.Changes) string {
	would := ""
	if run.operation == engine.Preview || run.previewOnly {
		would = "to be "
	}
	var parts []string
	for _, part := range []struct {
		count int
		verb  string
	}{{changes.Create, "created"}, {changes.Update, "updated"}, {changes.Replace, "replaced"}, {changes.Delete, "deleted"}} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s%s", part.count, would, part.verb))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "no change")
	}
	if changes.Same > 0 {
		parts = append(parts, fmt.Sprintf("%d unchanged", changes.Same))
	}
	return strings.Join(parts, ", ")
}

func plainValue(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	if list, ok := value.([]any); ok {
		lines := make([]string, 0, len(list))
		for _, item := range list {
			lines = append(lines, plainValue(item))
		}
		return strings.Join(lines, "\n"+strings.Repeat(" ", 27))
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}
