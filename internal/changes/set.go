package changes

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"groundwork/internal/redact"
)

// view turns what was collected into what may be shown.
type view struct {
	*collector
	redactor *redact.Redactor
	// operations are what is done to each resource, by URN.
	operations map[string]Operation
	owners     owners
}

// set is what was collected, without secrets.
func (c *collector) set() Set {
	v := view{collector: c, redactor: redact.New(), operations: map[string]Operation{}}
	for _, e := range c.entries {
		v.operations[e.urn] = e.operation()
		for _, s := range e.all() {
			for _, one := range []*state{s.old, s.new} {
				if one != nil {
					v.redactor.Learn(one.inputs)
					v.redactor.Learn(one.outputs)
				}
			}
		}
	}
	v.owners = v.findOwners()
	return v.set()
}

func (v view) set() Set {
	set := Set{
		System: v.redactor.Text(v.system), Stack: v.redactor.Text(v.stack), Region: v.redactor.Text(v.regionOf()), RegionBefore: v.redactor.Text(v.regionBefore()),
		Unfinished: v.unfinished, Resources: []Resource{}, Errors: v.said("error"), Warnings: v.said("warning"),
	}
	for _, e := range v.entries {
		switch {
		case e.typ == stackType:
			set.Outputs = v.stackOutputs(e)
		case !ofEngine(e.typ) && e.told():
			set.Resources = append(set.Resources, v.resource(e))
		}
	}
	return set
}

// repeats are what the engine says of the whole after it has said what failed.
var repeats = map[string]bool{"preview failed": true, "update failed": true, "refresh failed": true, "destroy failed": true}

// said are the messages of that severity, each once. What one is about stands
// before it, as its name.
func (v view) said(severity string) []string {
	var shown []string
	for _, said := range v.messages {
		if said.severity != severity {
			continue
		}
		// Colours within a secret would keep it from being found, and a secret may
		// hold what looks like colours: it is looked for before and after.
		text := v.redactor.Text(plainText(v.redactor.Text(said.text)))
		text = strings.TrimPrefix(text, severity+": ")
		if about := identify(said.urn); said.urn != "" && about.typ != stackType {
			text = v.redactor.Text(plainText(about.name)) + ": " + text
		}
		if text != "" && !slices.Contains(shown, text) && !repeats[text] {
			shown = append(shown, text)
		}
	}
	return shown
}

// all are an entry's steps, refreshes too.
func (e *entry) all() []step {
	all := slices.Clone(e.steps)
	for _, one := range []*step{e.refresh, e.outputs} {
		if one != nil {
			all = append(all, *one)
		}
	}
	return all
}

// told tells whether a step of the resource's was read, and not only its name
// or its end.
func (e *entry) told() bool { return len(e.steps) > 0 || e.refresh != nil }

// refreshed tells whether a refresh is all that was done.
func (e *entry) refreshed() bool { return len(e.steps) == 0 && e.refresh != nil }

func (v view) resource(e *entry) Resource {
	s := e.main()
	last := s.last()
	made := Resource{
		URN: v.redactor.Text(e.urn), Type: v.redactor.Text(e.typ), Name: v.redactor.Text(e.name),
		ID: v.id(e, s), Parents: v.parents(e, last), Component: s.component(),
		Operation: v.operations[e.urn], DeletedFirst: e.deletedFirst(),
		Protected: last.protected, Retained: last.retained, Failed: e.failed, Age: v.depends[e.urn].age,
	}
	if s.old != nil {
		// What was recorded decides, not what the program says from now on.
		made.Protected, made.Retained = s.old.protected, s.old.retained
		if zone, is := s.old.outputs["availabilityZone"].(string); is {
			made.Zone = v.redactor.Text(zone)
		}
	}
	before, after := v.pairOf(e, s.old), v.pairOf(e, s.new)
	made.Before, made.After = before.shown(), after.shown()
	if e.refreshed() && s.old != nil {
		made.Sets = slices.Sorted(maps.Keys(s.old.inputs))
	}
	if made.Operation == Same && e.refreshed() {
		// What else the cloud says is no difference to the provider; drift may
		// still know it for one.
		s.new, after = s.old, before
	}
	made.Properties = v.properties(e, s, before, after)
	made.Because = v.because(made, s)
	if made.Changes() {
		made.Follows = v.follows(e, s, made.Properties)
	}
	return made
}

// id is the provider's: the one that the resource has, or gets.
func (v view) id(e *entry, s step) string {
	for _, one := range []*step{&s, e.outputs} {
		if one == nil {
			continue
		}
		for _, known := range []*state{one.old, one.new} {
			if known != nil && known.id != "" && !unknowns[known.id] {
				shown, _ := v.redactor.Value("id", known.id).(string)
				return shown
			}
		}
	}
	return ""
}

// parents are the names of the components around a resource, outermost first.
func (v view) parents(e *entry, last state) []string {
	var names []string
	seen := map[string]bool{e.urn: true}
	for urn := last.parent; urn != "" && !seen[urn]; {
		seen[urn] = true
		found := identify(urn)
		if found.typ == stackType {
			break
		}
		around, known := v.byURN[urn]
		if !known || !around.told() {
			names = append(names, v.redactor.Text(found.name))
			break
		}
		s := around.main()
		if s.component() {
			names = append(names, v.redactor.Text(found.name))
		}
		urn = s.last().parent
	}
	slices.Reverse(names)
	return names
}

// stackOutputs are the stack's outputs that change: known from its end, for
// which it must have come so far.
func (v view) stackOutputs(e *entry) []Property {
	if e.outputs == nil || e.refresh != nil && len(e.steps) == 0 {
		return nil
	}
	var old, new map[string]any
	if before := e.main().old; before != nil {
		old = before.outputs
	}
	if e.outputs.op != apitype.OpDelete && e.outputs.new != nil {
		new = e.outputs.new.outputs
	}
	d := differ{redactor: v.redactor, found: map[string]Property{}}
	d.objects(nil, v.pair("", notNil(old)), v.pair("", notNil(new)), keysOf(plainObject(old), plainObject(new)), false)
	return d.sorted()
}
