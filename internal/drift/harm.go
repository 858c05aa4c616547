package drift

import (
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// Class is what kind of harm a difference may do.
type Class string

// The classes, worst first.
const (
	// Opens lets somebody in, or lets somebody do more.
	Opens Class = "opens"
	// Loses loses data, or what data is protected by.
	Loses Class = "loses"
	// Costs costs money.
	Costs Class = "costs"
	// Other is everything else.
	Other Class = "other"
)

// Harm is what a difference may do, and why that is thought of it.
type Harm struct {
	Class  Class  `json:"class"`
	Reason string `json:"reason"`
	// rank is the place in the order: the lower, the worse.
	rank int
}

// harm is an entry of the order. Of a changed resource it is about paths, of a deleted
// or an undeclared one about the whole.
type harm struct {
	class Class
	types []string
	// changed are patterns of paths; see fits.
	changed []string
	// deleted and undeclared are true where the entry is about such resources of the
	// types, too.
	deleted, undeclared bool
	// when narrows it down; nil is always.
	when   func(difference) bool
	reason string
}

// harmOf is the worst that is known of a resource.
func harmOf(kind Kind, resource changes.Resource, properties []changes.Property) Harm {
	for rank, entry := range harms {
		if entry.fits(kind, resource, properties) {
			return Harm{entry.class, entry.reason, rank}
		}
	}
	return Harm{Other, "nothing worse is known of such a difference", len(harms)}
}

func (h harm) fits(kind Kind, resource changes.Resource, properties []changes.Property) bool {
	if !(rule{types: h.types}).fitsType(resource.Type) {
		return false
	}
	switch kind {
	case Deleted:
		return h.deleted
	case Undeclared:
		return h.undeclared
	}
	return slices.ContainsFunc(properties, func(p changes.Property) bool {
		judged := difference{resource: resource, property: p, path: steps(p.Path)}
		return (rule{paths: h.changed}).fitsPath(judged.path) && (h.when == nil || h.when(judged))
	})
}

// toEverybody holds where the cloud's value lets the whole internet in.
func toEverybody(d difference) bool {
	said := plain(d.property.After)
	return strings.Contains(said, `"0.0.0.0/0"`) || strings.Contains(said, `"::/0"`)
}

// gained holds where the cloud has more than the state.
func gained(d difference) bool { return !empty(d.property.After) && empty(d.property.Before) }

// turnedOn and turnedOff hold for switches.
func turnedOn(d difference) bool  { return d.property.After == true }
func turnedOff(d difference) bool { return d.property.After != true }

// lessened holds where a number is smaller, or gone.
func lessened(d difference) bool {
	before, was := changes.Number(d.property.Before)
	after, is := changes.Number(d.property.After)
	return was && (!is || after < before)
}

// judge tells of each what it may do.
func (d *Drift) judge() {
	for kind, items := range d.declared() {
		for i := range items {
			items[i].Harm = harmOf(kind, items[i].resource, items[i].Properties)
		}
	}
	for i, one := range d.Undeclared {
		d.Undeclared[i].Harm = harmOf(Undeclared, changes.Resource{Type: one.Type}, nil)
	}
}

// finding is one difference of any kind, as it is told.
type finding struct {
	kind    Kind
	subject string
	harm    Harm
	by      *By
	item    *Item
	tagged  *Tagged
}

// findings are all that drifted, the most harmful first.
func (d Drift) findings() []finding {
	var all []finding
	for kind, items := range d.declared() {
		for i := range items {
			all = append(all, finding{kind: kind, subject: items[i].URN, harm: items[i].Harm, by: items[i].By, item: &items[i]})
		}
	}
	for i := range d.Undeclared {
		all = append(all, finding{kind: Undeclared, subject: d.Undeclared[i].ARN, harm: d.Undeclared[i].Harm, by: d.Undeclared[i].By, tagged: &d.Undeclared[i]})
	}
	slices.SortStableFunc(all, func(a, b finding) int { return a.harm.rank - b.harm.rank })
	return all
}

// why is what a finding may do and who made it, in a line.
func (f finding) why() string {
	line := string(f.harm.Class) + ": " + f.harm.Reason
	if f.by != nil {
		line += "; by " + plainLine(f.by.Who, nameLimit) + " at " + f.by.At.UTC().Format(stampLayout) + " (" + plainLine(f.by.Event, nameLimit) + ")"
	}
	return line
}
