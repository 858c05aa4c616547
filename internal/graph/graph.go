// Package graph records what a Pulumi program registers: every resource with its
// inputs, options and dependencies, as a preview in the local cloud would hear of
// it, in this process and without the Pulumi CLI.
//
//	recorder := graph.NewRecorder()
//	recorded, err := recorder.Record(ctx, graph.Program{Run: deploy, Project: "shop", Stack: "dev", Config: config})
//	fmt.Print(recorded)
//
// Two recordings of one program are equal as text: a difference is a change of the
// program, or of its configuration.
package graph

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Graph is what one run of a program registered.
type Graph struct {
	// Project and Stack are what the program was told.
	Project, Stack string
	// Resources are sorted by path, parents before their children; the first is
	// the stack itself, whose Outputs are the stack's.
	Resources []*Resource
	// Calls are the functions that were asked, without repetitions, sorted.
	Calls []Call
	// Warnings are what the program, or the SDK on its behalf, warned of; sorted.
	Warnings []string
}

// Resource is one registration.
type Resource struct {
	URN, Parent resource.URN
	// Component tells a component from a resource of a provider.
	Component bool
	// Inputs are as the program gave them, before a provider added its defaults.
	// What is not known in a preview is computed; secrets are marked as such, with
	// their values: String hides them.
	Inputs resource.PropertyMap
	// Outputs are what a component, or the stack, says it has; nil for others.
	Outputs resource.PropertyMap
	// Needs are, by top-level input, the resources that its value comes from.
	Needs map[string][]resource.URN
	// After are the resources that must be there first though no input needs them.
	After []resource.URN
	// Provider is the explicit provider; "" is the package's default one.
	Provider resource.URN
	// Version is that of the provider's plugin; "" where the SDK names none.
	Version string
	// Options are the other resource options that are set, sorted by name.
	Options []Option
}

// Option is one resource option with its values, sorted.
type Option struct {
	Name   string
	Values []string
}

// Call is a function of a provider that the program asked.
type Call struct {
	// Token names the function.
	Token string
	Args  resource.PropertyMap
	// Provider is the explicit provider; "" is the package's default one.
	Provider resource.URN
}

// Find returns the resource with the URN, nil when there is none.
func (g *Graph) Find(urn resource.URN) *Resource {
	at := slices.IndexFunc(g.Resources, func(r *Resource) bool { return r.URN == urn })
	if at < 0 {
		return nil
	}
	return g.Resources[at]
}

// complete tells of resources that others depend on and that were not registered:
// the SDK drops one without a word when its hooks fail.
func (g *Graph) complete() error {
	known := make(map[resource.URN]bool, len(g.Resources))
	for _, r := range g.Resources {
		known[r.URN] = true
	}
	for _, r := range g.Resources {
		for _, urns := range append(slices.Collect(maps.Values(r.Needs)), r.After) {
			for _, urn := range urns {
				if !known[urn] {
					return fmt.Errorf("%q depends on %q, which was not registered", r.URN, urn)
				}
			}
		}
	}
	return nil
}

// sort puts everything into an order that does not depend on goroutines.
func (g *Graph) sort() {
	paths := g.paths()
	slices.SortFunc(g.Resources, func(a, b *Resource) int {
		return cmp.Or(slices.Compare(paths[a.URN], paths[b.URN]), cmp.Compare(a.URN, b.URN))
	})
	slices.Sort(g.Warnings)
	text := g.textOf
	slices.SortFunc(g.Calls, func(a, b Call) int { return slices.Compare(text(a), text(b)) })
	g.Calls = slices.CompactFunc(g.Calls, func(a, b Call) bool { return slices.Equal(text(a), text(b)) })
}

// paths are, by URN, the names from the outermost component to the resource; the
// stack's is empty.
func (g *Graph) paths() map[resource.URN][]string {
	parents := make(map[resource.URN]resource.URN, len(g.Resources))
	for _, r := range g.Resources {
		parents[r.URN] = r.Parent
	}
	paths := make(map[resource.URN][]string, len(g.Resources))
	for urn := range parents {
		var path []string
		for at := urn; parents[at] != ""; at = parents[at] {
			path = append(path, at.Name())
		}
		slices.Reverse(path)
		paths[urn] = path
	}
	return paths
}
