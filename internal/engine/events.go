package engine

import (
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

// watcher turns the engine's events into progress and a result.
type watcher struct {
	progress Progress
	// stop ends the operation.
	stop   func()
	stream chan events.EngineEvent
	// events is told every event; nil is nobody.
	events func(apitype.EngineEvent)
	done   sync.WaitGroup

	// told are components whose line was printed: the engine reports one when it
	// is registered and again with its outputs.
	told     map[string]bool
	counts   map[apitype.OpType]int
	problems []string
	running  int
	finished int
}

// Step is one thing that happened to one resource.
type Step struct {
	// Operation is what is done, in the engine's words.
	Operation apitype.OpType
	// Type is the Pulumi token, Name the logical name.
	Type, Name string
	// Failed is true when the operation failed.
	Failed bool
	// Finished and Running count the operations done and under way.
	Finished, Running int
}

// Progress is told what happens while it happens. Its methods are called from
// one goroutine.
type Progress interface {
	// Started is called when an operation on a resource begins.
	Started(Step)
	// Finished is called when it ended.
	Finished(Step)
	// Note is a line worth reading: a warning, or what a long step does.
	Note(line string)
}

// Silent is a Progress that says nothing: only what came of it is told.
type Silent struct{}

// Started implements Progress.
func (Silent) Started(Step) {}

// Finished implements Progress.
func (Silent) Finished(Step) {}

// Note implements Progress.
func (Silent) Note(string) {}

func newWatcher(progress Progress, stop func()) *watcher {
	return &watcher{progress: progress, stop: stop, stream: make(chan events.EngineEvent, 64), counts: map[apitype.OpType]int{}, told: map[string]bool{}}
}

// start handles events until the stream is closed.
func (w *watcher) start() {
	w.done.Add(1)
	go func() {
		defer w.done.Done()
		for event := range w.stream {
			if w.events != nil {
				w.events(event.EngineEvent)
			}
			w.handle(event)
		}
	}()
}

func (w *watcher) handle(event events.EngineEvent) {
	switch {
	case event.ResourcePreEvent != nil:
		w.running++
		if step := w.step(event.ResourcePreEvent.Metadata); visible(step.Operation) {
			w.progress.Started(step)
		}
	case event.ResOutputsEvent != nil:
		w.running--
		w.finished++
		if step := w.step(event.ResOutputsEvent.Metadata); visible(step.Operation) && !w.repeated(event.ResOutputsEvent.Metadata) {
			w.progress.Finished(step)
		}
	case event.ResOpFailedEvent != nil:
		w.running--
		step := w.step(event.ResOpFailedEvent.Metadata)
		step.Failed = true
		w.progress.Finished(step)
	case event.DiagnosticEvent != nil:
		w.diagnostic(*event.DiagnosticEvent)
	case event.SummaryEvent != nil:
		for operation, count := range event.SummaryEvent.ResourceChanges {
			w.counts[operation] += count
		}
	}
}

// repeated tells whether a component was told already.
func (w *watcher) repeated(metadata apitype.StepEventMetadata) bool {
	component := metadata.New != nil && !metadata.New.Custom
	again := w.told[metadata.URN]
	w.told[metadata.URN] = component
	return component && again
}

func (w *watcher) step(metadata apitype.StepEventMetadata) Step {
	_, name := splitURN(metadata.URN)
	return Step{Operation: metadata.Op, Type: metadata.Type, Name: name, Finished: w.finished, Running: w.running}
}

// diagnostic keeps errors whole and passes warnings on. The engine repeats a
// failed provider call as a summary on the stack; the first one says it all.
func (w *watcher) diagnostic(event apitype.DiagnosticEvent) {
	if event.Ephemeral {
		return
	}
	message := plainText(event.Message)
	_, name := splitURN(event.URN)
	if name != "" {
		message = name + ": " + message
	}
	if unwritable(message) {
		w.stop()
	}
	switch event.Severity {
	case "error":
		if !strings.Contains(message, "update failed") && !strings.Contains(message, "preview failed") {
			w.problems = append(w.problems, message)
		}
	case "warning":
		w.progress.Note("warning: " + message)
	case "info":
		w.progress.Note(message)
	}
}

// wait waits until every event was handled.
func (w *watcher) wait() { w.done.Wait() }

// visible are the operations that change something.
func visible(operation apitype.OpType) bool {
	switch operation {
	case apitype.OpSame, apitype.OpRefresh, apitype.OpRead:
		return false
	default:
		return true
	}
}

// plainText strips the engine's colour marks and trailing space.
func plainText(message string) string {
	return strings.TrimSpace(colors.Never.Colorize(message))
}

// splitURN gives the type and the logical name of a URN.
func splitURN(urn string) (kind, name string) {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return "", ""
	}
	types := strings.Split(parts[2], "$")
	return types[len(types)-1], parts[3]
}
