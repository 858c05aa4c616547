package changes

import (
	"time"

	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// step is one step of the engine: the form that all readers bring theirs into.
type step struct {
	op       apitype.OpType
	urn      string
	old, new *state
	// keys are the properties that force a replacement, diffs those that differ.
	keys, diffs []string
	// detail is by path what differs; nil when the provider does not say.
	detail map[string]difference
}

// difference is how a property differs.
type difference struct {
	kind apitype.DiffKind
	// inputs is true when inputs are compared with inputs, and not with outputs.
	inputs bool
}

// state is a resource before or after a step.
type state struct {
	typ, id, parent             string
	custom, protected, retained bool
	inputs, outputs             map[string]any
	// dependencies are the URNs that it depends on, byProperty those of each
	// property. An event has neither.
	dependencies []string
	byProperty   map[string][]string
	// age is how long it has been there; an event does not say it.
	age time.Duration
}

// last is the latest state of the resource that the step knows.
func (s step) last() state {
	switch {
	case s.new != nil:
		return *s.new
	case s.old != nil:
		return *s.old
	}
	return state{}
}

// component tells whether the resource is made of others. Every state says
// whether a provider has it; without one there is no telling.
func (s step) component() bool {
	return (s.new != nil || s.old != nil) && !s.last().custom
}

// The engine's own resources.
const (
	stackType      = "pulumi:pulumi:Stack"
	providerPrefix = "pulumi:providers:"
)

// identity is what a URN says:
// urn:pulumi:<stack>::<system>::<parent's type>$<type>::<name>.
// https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
type identity struct{ stack, system, typ, name string }

func identify(urn string) identity {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return identity{name: urn}
	}
	return identity{
		stack: strings.TrimPrefix(parts[0], "urn:pulumi:"), system: parts[1],
		typ: parts[2][strings.LastIndex(parts[2], "$")+1:], name: parts[3],
	}
}

// ofEngine tells whether a type is the engine's own.
func ofEngine(typ string) bool {
	return typ == stackType || strings.HasPrefix(typ, providerPrefix)
}
