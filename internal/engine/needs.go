package engine

import (
	"slices"
	"strings"
)

// wait is one thing that a resource waits for before it is made.
type wait struct {
	// on is the URN of what is waited for.
	on string
	// uses tells that an input is made of the other's output, or that the other
	// is the provider: without it the resource cannot even be asked for. What is
	// left are waits that the program asked for (dependsOn, deletedWith) and those
	// of a parent.
	uses bool
	// through is the component that asked for the wait, for all of its children;
	// empty where the resource itself did.
	through string
}

// waits holds for each URN all that must be there before it. A component is
// registered once what it depends on is there, and its children after it: so
// they wait for that too, each by a wait that names the component.
// https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/
func (c checkpoint) waits() map[string][]wait {
	resources := make(map[string]stateResource, len(c.Resources))
	for _, resource := range c.Resources {
		resources[resource.URN] = resource
	}
	waits := make(map[string][]wait, len(resources))
	for urn, resource := range resources {
		all := resource.waits()
		for above := resource.Parent; above != ""; above = resources[above].Parent {
			parent := resources[above]
			if parent.Custom {
				all = append(all, wait{on: above})
			}
			for _, asked := range parent.waits() {
				all = append(all, wait{on: asked.on, through: above})
			}
		}
		waits[urn] = all
	}
	return waits
}

// waits are a resource's own, each once.
func (r stateResource) waits() []wait {
	var all []wait
	add := func(urn string, uses bool) {
		if urn != "" && !slices.ContainsFunc(all, func(w wait) bool { return w.on == urn }) {
			all = append(all, wait{on: urn, uses: uses})
		}
	}
	for _, urns := range r.PropertyDependencies {
		for _, urn := range urns {
			add(urn, true)
		}
	}
	if at := strings.LastIndex(r.Provider, "::"); at > 0 {
		add(r.Provider[:at], true)
	}
	for _, urn := range r.Dependencies {
		add(urn, false)
	}
	add(r.DeletedWith, false)
	slices.SortFunc(all, func(a, b wait) int { return strings.Compare(a.on, b.on) })
	return all
}
