// Package drift is what in the cloud is no longer as the stack left it: found in
// a refresh that writes nothing, freed of what is known to be harmless, and kept
// in one issue per stack until it is gone.
package drift

import (
	"slices"

	"groundwork/internal/changes"
)

// Kind is how a resource differs from what the state has.
type Kind string

// The kinds, in the order in which they are told.
const (
	// Deleted is declared and gone from the cloud.
	Deleted Kind = "deleted"
	// Changed is declared and different in the cloud.
	Changed Kind = "changed"
	// Undeclared carries the stack's tags and is in no state.
	Undeclared Kind = "undeclared"
	// Harmless differs, and the catalogue says why nobody need look.
	Harmless Kind = "harmless"
)

// Drift is what one check of one stack found.
type Drift struct {
	System string `json:"system"`
	Stack  string `json:"stack"`
	// Region is AWS's; "" when there is none.
	Region string `json:"region,omitempty"`
	// Folder is where the system's Pulumi.yaml stands in the checkout; "" is the
	// root. Find does not know it; the commands in an issue need it.
	Folder string `json:"folder,omitempty"`
	// Deleted and Changed are sorted by URN, Undeclared by ARN.
	Deleted    []Item   `json:"deleted"`
	Changed    []Item   `json:"changed"`
	Undeclared []Tagged `json:"undeclared"`
	// Harmless are the differences that the catalogue excuses; a resource that
	// drifted in one property may be excused in another.
	Harmless []Excuse `json:"harmless"`
	// Problems are why the check could not tell everything, one line each. While
	// there are any, what is missing here may still have drifted.
	Problems []string `json:"problems,omitempty"`
}

// Item is a declared resource that was changed or deleted.
type Item struct {
	URN  string `json:"urn"`
	Type string `json:"type"`
	Name string `json:"name"`
	// ID is the provider's.
	ID string `json:"id,omitempty"`
	// Within is the component that people know it by.
	Within string `json:"within"`
	// Properties are what differs, Before as the state has it, After as the cloud
	// has it. Empty for a deleted one, and where the provider did not say what.
	Properties []changes.Property `json:"properties,omitempty"`
	// Unset are the paths among them that the program does not set: no update puts
	// them back.
	Unset []string `json:"unset,omitempty"`
	// Harm is what it may do.
	Harm Harm `json:"harm"`
	// By is who made the difference; nil where no trail tells.
	By *By `json:"by,omitempty"`
	// resource is where it was found, to judge putting it back.
	resource changes.Resource
}

// Tagged is a resource of the cloud that carries the stack's tags, as
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
// lists it, or that hangs on something of the stack's.
type Tagged struct {
	// ARN is its name in AWS; of what has none, the id that an import wants.
	ARN string `json:"arn"`
	// Type is the service and its kind of resource: "ec2:volume", "s3" where the
	// ARN names no kind. Of what has no ARN it is the Pulumi token.
	Type string `json:"type"`
	// Name is what people know it by, where neither a tag nor the ARN tells.
	Name string `json:"name,omitempty"`
	// Says is what it is, in a line, where its name does not tell.
	Says string `json:"says,omitempty"`
	// Harm is what it may do.
	Harm Harm `json:"harm"`
	// By is who made it; nil where no trail tells.
	By *By `json:"by,omitempty"`
	// Tags are all of its tags, the stack's and others. They are not told: who
	// knows what somebody wrote there. Only Name is.
	Tags map[string]string `json:"-"`
}

// Excuse is a difference that is known to be harmless.
type Excuse struct {
	// Subject is a URN, or the ARN of an undeclared resource.
	Subject string `json:"subject"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	// Path is the property; "" for an undeclared resource.
	Path string `json:"path,omitempty"`
	// Reason is why it is harmless, Source a link to who says so.
	Reason string `json:"reason"`
	Source string `json:"source"`
	// resets: see rule.
	resets bool
}

// Seen is what the cloud was asked for beside the refresh.
type Seen struct {
	// Tagged are the resources that carry the stack's tags.
	Tagged []Tagged
	// Records are those of the zones in which the stack has some: see Zones.
	Records []Record
	// Trail are the changes that people and programs made; see ReadTrail.
	Trail []Event
}

// Find is Look at what carries the stack's tags alone.
func Find(set changes.Set, tagged []Tagged) Drift { return Look(set, Seen{Tagged: tagged}) }

// Look sorts what a refresh preview would write to the state, and what else was seen,
// into drift. Whatever the engine complained of becomes a problem: it may have stopped
// before it saw everything.
func Look(set changes.Set, seen Seen) Drift {
	known := see(set)
	found := Drift{
		System: set.System, Stack: set.Stack, Region: set.Region,
		Deleted: []Item{}, Changed: []Item{}, Undeclared: []Tagged{}, Harmless: []Excuse{},
		Problems: slices.Clone(set.Errors),
	}
	for _, resource := range set.Resources {
		found.sort(known, resource)
	}
	for _, one := range seen.Tagged {
		found.sortTagged(known, one)
	}
	for _, one := range seen.Records {
		found.sortRecord(known, one)
	}
	for _, one := range seen.Trail {
		found.sortEvent(known, one, seen.Trail)
	}
	found.order()
	found.judge()
	found.name(seen.Trail)
	return found
}

// sort puts one resource of the state where it belongs.
func (d *Drift) sort(known *world, resource changes.Resource) {
	if resource.Component {
		return
	}
	switch resource.Operation {
	case changes.Delete:
		d.Deleted = append(d.Deleted, itemOf(resource, nil))
	case changes.Update, changes.Same:
		d.sortDifferences(known, resource)
	}
}

// sortDifferences parts what differs of a resource into drift and harmless.
func (d *Drift) sortDifferences(known *world, resource changes.Resource) {
	silent := resource.Operation == changes.Update && len(resource.Properties) == 0
	beyond := unsetDifferences(resource)
	resource.Properties = append(slices.Clone(resource.Properties), beyond...)
	beyondUs := func(path string) bool {
		return slices.ContainsFunc(beyond, func(p changes.Property) bool { return p.Path == path })
	}
	left, excused := excuse(known, resource)
	for i := range excused {
		excused[i].resets = excused[i].resets && !beyondUs(excused[i].Path)
	}
	d.Harmless = append(d.Harmless, excused...)
	if len(left) == 0 && !silent {
		return
	}
	item := itemOf(resource, left)
	for _, property := range left {
		if beyondUs(property.Path) {
			item.Unset = append(item.Unset, property.Path)
		}
	}
	d.Changed = append(d.Changed, item)
}

// sortTagged leaves out what the state knows.
func (d *Drift) sortTagged(known *world, one Tagged) {
	if known.declares(one.ARN) {
		return
	}
	if why, made := madeByCloud(known, one); made {
		d.Harmless = append(d.Harmless, why)
		return
	}
	d.Undeclared = append(d.Undeclared, one)
}
