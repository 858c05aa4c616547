package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"groundwork/internal/engine"
)

// lines tells progress as plain lines, and on a terminal with a live last line
// of what is under way.
type lines struct {
	out     io.Writer
	live    bool
	started time.Time
	// clock is the cloud's time since the start; nil when it does not lapse.
	clock func() time.Duration
	drawn bool
	// muted says nothing: a plan is made that nobody asked to see.
	muted bool
}

// verbs are what happened to a resource, and what would in a preview.
var verbs = map[apitype.OpType]string{
	apitype.OpCreate:               "+ create ",
	apitype.OpUpdate:               "~ update ",
	apitype.OpReplace:              "± replace",
	apitype.OpCreateReplacement:    "+ create ",
	apitype.OpDelete:               "- delete ",
	apitype.OpDeleteReplaced:       "- delete ",
	apitype.OpRemovePendingReplace: "- delete ",
	apitype.OpImport:               "= import ",
}

// Started implements engine.Progress.
func (l *lines) Started(step engine.Step) {
	if l.live && !l.muted {
		l.clear()
		l.status(step)
	}
}

// Finished implements engine.Progress.
func (l *lines) Finished(step engine.Step) {
	if l.muted {
		return
	}
	l.clear()
	verb, known := verbs[step.Operation]
	if !known {
		verb = "  " + string(step.Operation)
	}
	if step.Failed {
		verb = "! failed "
	}
	fmt.Fprintf(l.out, "%s%s %-52s %s\n", l.stamp(), verb, step.Type, step.Name)
	if l.live {
		l.status(step)
	}
}

// Note implements engine.Progress.
func (l *lines) Note(line string) {
	l.clear()
	fmt.Fprintln(l.out, line)
}

// stamp is the simulated time for the beginning of a line, where it lapses.
func (l *lines) stamp() string {
	if l.clock == nil {
		return ""
	}
	return fmt.Sprintf("%8s  ", l.clock().Round(time.Second))
}

func (l *lines) status(step engine.Step) {
	text := fmt.Sprintf("%s  %3.0fs  %d done, %d under way: %s", l.stamp(), time.Since(l.started).Seconds(), step.Finished, step.Running, step.Name)
	if len(text) > 79 {
		text = text[:79]
	}
	fmt.Fprint(l.out, text)
	l.drawn = true
}

func (l *lines) clear() {
	if l.drawn {
		fmt.Fprint(l.out, "\r"+strings.Repeat(" ", 79)+"\r")
		l.drawn = false
	}
}
