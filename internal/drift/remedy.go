package drift

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// Decision is whether one drifted resource may be put back without a person.
type Decision struct {
	Kind Kind `json:"kind"`
	// Subject is a URN, or the ARN of an undeclared resource.
	Subject string `json:"subject"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	// Why is the reason for it, or against it.
	Why string `json:"why"`
}

// Remedy is what may be put back of a drift, and what not.
type Remedy struct {
	// Targets are the URNs for `pulumi up --refresh --target`, sorted. Without the
	// refresh an update compares the program with a state that does not know of
	// the drift, and changes nothing.
	Targets []string `json:"targets"`
	// Safe and Refused are in the order: deleted, changed, undeclared.
	Safe    []Decision `json:"safe"`
	Refused []Decision `json:"refused"`
}

// Remediate decides what may be put back: what the table of repairs lists, as
// long as putting it back brings no danger of its own. What holds data is never
// touched, and nothing is while the check could not tell everything.
func Remediate(d Drift) Remedy { return remediate(d, danger.Judge) }

func remediate(d Drift, judge func(changes.Set) []danger.Finding) Remedy {
	remedy := Remedy{Targets: []string{}, Safe: []Decision{}, Refused: []Decision{}}
	dangers := map[string]string{}
	for _, finding := range judge(d.reverse()) {
		if _, said := dangers[finding.URN]; !said && finding.Level != danger.None {
			dangers[finding.URN] = finding.Loss
		}
	}
	for kind, items := range d.declared() {
		for _, item := range items {
			why, safe := d.mayPutBack(kind, item)
			if loss, dangerous := dangers[item.URN]; safe && dangerous {
				why, safe = "putting it back has a danger of its own: "+loss, false
			}
			remedy.add(Decision{Kind: kind, Subject: item.URN, Type: item.Type, Name: item.Name, Why: why}, safe)
		}
	}
	for _, one := range d.Undeclared {
		remedy.add(Decision{
			Kind: Undeclared, Subject: one.ARN, Type: one.Type, Name: one.name(),
			Why: "nobody declared it, so nothing says what it is for: to delete it is for a person to decide",
		}, false)
	}
	slices.Sort(remedy.Targets)
	return remedy
}

// declared are the drifted resources of the stack, the deleted ones first.
func (d Drift) declared() func(yield func(Kind, []Item) bool) {
	return func(yield func(Kind, []Item) bool) {
		_ = yield(Deleted, d.Deleted) && yield(Changed, d.Changed)
	}
}

func (r *Remedy) add(decision Decision, safe bool) {
	if !safe {
		r.Refused = append(r.Refused, decision)
		return
	}
	r.Safe = append(r.Safe, decision)
	r.Targets = append(r.Targets, decision.Subject)
}

// mayPutBack is what the table says of one resource, and why.
func (d Drift) mayPutBack(kind Kind, item Item) (string, bool) {
	switch {
	case !d.Told():
		return "the check could not tell everything, so nothing is put back", false
	case holdsData(item.Type):
		return "it holds data: that is put back by hand, after a look", false
	case kind == Deleted:
		return mayRecreate(item)
	case len(item.Unset) > 0:
		return "the program does not set " + strings.Join(item.Unset, ", ") + ", so no update puts it back", false
	case len(item.Properties) == 0:
		return "the provider does not say what changed", false
	}
	for _, excused := range d.Harmless {
		if excused.Subject == item.URN && excused.resets {
			return fmt.Sprintf("an update would take back %s too, where %s", excused.Path, excused.Reason), false
		}
	}
	return mayRepair(item)
}

// reverse is the change that putting everything back would be, for the judge:
// from what the cloud has to what the state has.
func (d Drift) reverse() changes.Set {
	set := changes.Set{System: d.System, Stack: d.Stack, Region: d.Region}
	for _, item := range d.Deleted {
		back := item.resource
		back.Operation, back.Before, back.After = changes.Create, nil, item.resource.Before
		set.Resources = append(set.Resources, back)
	}
	for _, item := range d.Changed {
		back := item.resource
		back.Operation, back.Before, back.After = changes.Update, item.resource.After, item.resource.Before
		back.Properties = nil
		for _, property := range item.Properties {
			back.Properties = append(back.Properties, changes.Property{Path: property.Path, Before: property.After, After: property.Before})
		}
		set.Resources = append(set.Resources, back)
	}
	return set
}
