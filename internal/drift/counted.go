package drift

import (
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// order makes the result independent of the order in which things were seen,
// and drops what a list of tagged resources says twice.
func (d *Drift) order() {
	byURN := func(a, b Item) int { return strings.Compare(a.URN, b.URN) }
	slices.SortFunc(d.Deleted, byURN)
	slices.SortFunc(d.Changed, byURN)
	slices.SortFunc(d.Undeclared, func(a, b Tagged) int { return strings.Compare(a.ARN, b.ARN) })
	d.Undeclared = slices.CompactFunc(d.Undeclared, func(a, b Tagged) bool { return a.ARN == b.ARN })
	slices.SortFunc(d.Harmless, func(a, b Excuse) int {
		return strings.Compare(a.Subject+"\x00"+a.Path, b.Subject+"\x00"+b.Path)
	})
	d.Harmless = slices.CompactFunc(d.Harmless, func(a, b Excuse) bool {
		return a.Subject == b.Subject && a.Path == b.Path
	})
}

func itemOf(resource changes.Resource, properties []changes.Property) Item {
	return Item{
		URN: resource.URN, Type: resource.Type, Name: resource.Name, ID: resource.ID,
		Within: resource.Within(), Properties: properties, resource: resource,
	}
}

// Clean tells whether nothing has drifted, as far as the check could tell.
func (d Drift) Clean() bool {
	return len(d.Deleted) == 0 && len(d.Changed) == 0 && len(d.Undeclared) == 0
}

// Told tells whether the check saw everything.
func (d Drift) Told() bool { return len(d.Problems) == 0 }

// Count is the number of resources of each kind. A resource that drifted in one
// property and is excused in another counts in both.
func (d Drift) Count() map[Kind]int {
	excused := map[string]bool{}
	for _, one := range d.Harmless {
		excused[one.Subject] = true
	}
	return map[Kind]int{
		Deleted: len(d.Deleted), Changed: len(d.Changed),
		Undeclared: len(d.Undeclared), Harmless: len(excused),
	}
}
