package drift

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// Confirm tells whether a previewed update does no more than put back what is
// safe: an update carries out the program as it is checked out, and with it what
// was merged and is not deployed yet. plan is the preview of an update of the
// targets, refreshed. The error names the first thing that is more.
func (r Remedy) Confirm(d Drift, plan changes.Set) error {
	if len(plan.Errors) > 0 {
		return fmt.Errorf("previewing what putting back would do: %s", plan.Errors[0])
	}
	for _, resource := range plan.Changed() {
		if err := r.confirm(d, resource); err != nil {
			return fmt.Errorf("putting back %q would do more than that: %w", resource.Name, err)
		}
	}
	for _, finding := range danger.Judge(plan) {
		if finding.Level != danger.None {
			return fmt.Errorf("putting back %q would do more than that: %s", finding.Name, finding.Loss)
		}
	}
	return nil
}

func (r Remedy) confirm(d Drift, resource changes.Resource) error {
	if resource.Component {
		return nil
	}
	if !slices.Contains(r.Targets, resource.URN) {
		return fmt.Errorf("it is no target, and the update would %s it", resource.Operation)
	}
	drifted := func(items []Item) *Item {
		if at := slices.IndexFunc(items, func(i Item) bool { return i.URN == resource.URN }); at >= 0 {
			return &items[at]
		}
		return nil
	}
	if drifted(d.Deleted) != nil && resource.Operation == changes.Create {
		return nil
	}
	item := drifted(d.Changed)
	if item == nil || resource.Operation != changes.Update {
		return fmt.Errorf("the update would %s it", resource.Operation)
	}
	for _, property := range resource.Properties {
		at := slices.IndexFunc(item.Properties, func(p changes.Property) bool { return sameBranch(p.Path, property.Path) })
		if at < 0 {
			return fmt.Errorf("the update would change %s, which has not drifted", property.Path)
		}
		if was := item.Properties[at]; was.Path == property.Path && plain(was.Before) != plain(property.After) {
			return fmt.Errorf("the update would not give %s back the value that it had", property.Path)
		}
	}
	return nil
}

// sameBranch tells whether one of two paths leads through the other: a refresh
// may tell of a whole list where an update tells of its item.
func sameBranch(one, other string) bool {
	a, b := steps(one), steps(other)
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) > 0 && slices.Equal(a, b[:len(a)])
}
