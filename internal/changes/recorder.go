package changes

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Recorder makes a set from the events of one operation as they come. It is not
// for use by several goroutines at once.
type Recorder struct{ collector *collector }

// NewRecorder is a Recorder of an operation on that stack of that system; where
// they are "", the events say them.
func NewRecorder(system, stack string) *Recorder {
	return &Recorder{newCollector(system, stack)}
}

// Add takes an event. What events say about the progress is passed over.
func (r *Recorder) Add(event apitype.EngineEvent) {
	c := r.collector
	switch {
	case event.PreludeEvent != nil:
		c.configured(event.PreludeEvent.Config)
	case event.ResourcePreEvent != nil:
		c.begin(stepOf(event.ResourcePreEvent.Metadata))
	case event.ResOutputsEvent != nil:
		c.end(stepOf(event.ResOutputsEvent.Metadata))
	case event.ResOpFailedEvent != nil:
		c.fail(stepOf(event.ResOpFailedEvent.Metadata))
	case event.DiagnosticEvent != nil:
		if said := event.DiagnosticEvent; !said.Ephemeral {
			c.say(said.Severity, said.URN, said.Prefix+said.Message)
		}
	case event.PolicyEvent != nil:
		said, severity := event.PolicyEvent, "warning"
		if said.EnforcementLevel == "mandatory" {
			severity = "error"
		}
		c.say(severity, said.ResourceURN, said.PolicyName+": "+said.Message)
	}
}

// Depends takes from a stack's state, as it was before the operation, what
// depends on what, and since when it is there. Events do not say it, and without it
// Resource.Follows holds only what the values tell. The stack's outputs, too, stand in
// it, which only an update that came to its end writes.
func (r *Recorder) Depends(on apitype.DeploymentV3) {
	for _, resource := range on.Resources {
		if resource.Type == stackType {
			r.collector.unfinished = len(resource.Outputs) == 0
		}
		known := state{byProperty: map[string][]string{}}
		if resource.Created != nil {
			known.age = time.Since(*resource.Created)
		}
		for _, urn := range resource.Dependencies {
			known.dependencies = append(known.dependencies, string(urn))
		}
		for property, urns := range resource.PropertyDependencies {
			for _, urn := range urns {
				known.byProperty[string(property)] = append(known.byProperty[string(property)], string(urn))
			}
		}
		r.collector.depends[string(resource.URN)] = known
	}
}

// Set is what the events so far say.
func (r *Recorder) Set() Set { return r.collector.set() }

func stepOf(event apitype.StepEventMetadata) step {
	s := step{op: event.Op, urn: event.URN, old: stateOf(event.Old), new: stateOf(event.New), keys: event.Keys, diffs: event.Diffs}
	if event.DetailedDiff != nil {
		s.detail = make(map[string]difference, len(event.DetailedDiff))
		for path, found := range event.DetailedDiff {
			s.detail[path] = difference{found.Kind, found.InputDiff}
		}
	}
	return s
}

func stateOf(event *apitype.StepEventStateMetadata) *state {
	if event == nil {
		return nil
	}
	return &state{
		typ: event.Type, id: event.ID, parent: event.Parent, custom: event.Custom,
		protected: event.Protect, retained: event.RetainOnDelete, inputs: event.Inputs, outputs: event.Outputs,
	}
}
