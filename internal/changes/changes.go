// Package changes is what an operation of the Pulumi engine does, or would do, to
// each resource of a stack: read from a preview's JSON, an event log or the
// Automation API's events into one typed set. It is pure, and no secret gets into
// a set: see package redact.
package changes

import (
	"time"

	"strings"

	"groundwork/internal/redact"
)

// Operation is what is done to one resource, or would be.
type Operation string

// The operations. A replacement is one operation, whichever half comes first.
const (
	Same    Operation = "same"
	Create  Operation = "create"
	Update  Operation = "update"
	Replace Operation = "replace"
	Delete  Operation = "delete"
	Import  Operation = "import"
	// Read is a resource of somebody else's that the program looks up.
	Read Operation = "read"
	// Forget drops a resource from the state and leaves it in the cloud
	// (retainOnDelete).
	Forget Operation = "forget"
)

// Set is what one operation does to one stack.
type Set struct {
	// System is the Pulumi project, Stack the stack's name.
	System string `json:"system"`
	Stack  string `json:"stack"`
	// Region is AWS's, as the program's provider has it; "" when there is none.
	Region string `json:"region,omitempty"`
	// RegionBefore is the one that the state was made with, where it is another one.
	RegionBefore string `json:"regionBefore,omitempty"`
	// Resources are all resources that the operation looked at, also those that
	// stay the same, in the engine's order. Components are among them; the
	// engine's own (providers, the stack) are not.
	Resources []Resource `json:"resources"`
	// Errors are what the engine and the program said went wrong, Warnings what
	// they warned of; plain text, without colours.
	Errors   []string `json:"errors,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
	// Unfinished is true of a stack that is there and never came up to its end.
	Unfinished bool `json:"-"`
	// Outputs are the stack's outputs that change.
	Outputs []Property `json:"outputs,omitempty"`
}

// Resource is what happens to one resource.
type Resource struct {
	// URN identifies it; Type is the Pulumi token, Name the logical name.
	URN  string `json:"urn"`
	Type string `json:"type"`
	Name string `json:"name"`
	// ID is the provider's, "" before it exists.
	ID string `json:"id,omitempty"`
	// Zone is the availability zone that it stands in, as the state has it; "" for
	// most.
	Zone string `json:"-"`
	// Age is how long it has been there, as the state has it; 0 is unknown.
	Age time.Duration `json:"-"`
	// Parents are the names of the components around it, outermost first. The
	// first is the component that people know it by.
	Parents []string `json:"parents,omitempty"`
	// Component is true of a component, which costs and holds nothing itself.
	Component bool      `json:"component,omitempty"`
	Operation Operation `json:"operation"`
	// DeletedFirst is true of a replacement that deletes the old one before the
	// new one exists.
	DeletedFirst bool `json:"deletedFirst,omitempty"`
	// Before and After are the inputs, nil where the resource does not exist; in a
	// refresh, the outputs as the state has them and as the cloud has them. What
	// isn't known yet is Unknown, what is secret is Secret.
	Before map[string]any `json:"before,omitempty"`
	After  map[string]any `json:"after,omitempty"`
	// Sets are the names of the properties that the program sets, as the state has
	// them; of what a refresh found only.
	Sets []string `json:"-"`
	// Properties are what changes, sorted by path; none for what is created or
	// deleted as a whole: see After and Before.
	Properties []Property `json:"properties,omitempty"`
	// Because are the paths that force a replacement.
	Because []string `json:"because,omitempty"`
	// Follows are the URNs of changed resources that this one's change follows
	// from: those it depends on that are replaced, created or deleted.
	Follows []string `json:"follows,omitempty"`
	// Protected is true while the engine refuses to delete it.
	Protected bool `json:"protected,omitempty"`
	// Retained is true of one that stays in the cloud when it is deleted.
	Retained bool `json:"retained,omitempty"`
	// Failed is true of one whose operation was begun and failed.
	Failed bool `json:"failed,omitempty"`
}

// Property is a change of one property.
type Property struct {
	// Path is its place in the engine's notation: ingress[0].cidrBlocks[1],
	// tags["a.b"].
	Path string `json:"path"`
	// Before is nil for one that is added, After for one that is removed. Both are
	// plain JSON values, Unknown or Secret.
	Before any `json:"before,omitempty"`
	After  any `json:"after,omitempty"`
	// Replaces is true of one that forces a replacement.
	Replaces bool `json:"replaces,omitempty"`
}

// What stands in place of a value.
const (
	// Secret stands where a value is secret, or looks like it.
	Secret = redact.Hidden
	// Unknown stands where a value is known only once it was applied.
	Unknown = "[unknown]"
)

// Changed are the resources to which something happens.
func (s Set) Changed() []Resource {
	var changed []Resource
	for _, resource := range s.Resources {
		if resource.Changes() {
			changed = append(changed, resource)
		}
	}
	return changed
}

// Count is the number of changed resources by operation.
func (s Set) Count() map[Operation]int {
	counts := map[Operation]int{}
	for _, resource := range s.Resources {
		if resource.Changes() {
			counts[resource.Operation]++
		}
	}
	return counts
}

// Changes tells whether something happens to the resource.
func (r Resource) Changes() bool { return r.Operation != Same && r.Operation != Read }

// Within is the outermost component's name: what people know the resource by.
// For one without components it is its own name.
func (r Resource) Within() string {
	if len(r.Parents) > 0 {
		return r.Parents[0]
	}
	return r.Name
}

// Kind is the last part of the type in the provider's words: "Instance" of
// aws:rds/instance:Instance.
func (r Resource) Kind() string {
	return r.Type[strings.LastIndex(r.Type, ":")+1:]
}
