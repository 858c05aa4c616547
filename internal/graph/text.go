package graph

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// The text has one block a resource. Its first line is the only one that is not
// indented: git shows it above each hunk that it finds further down in the block.
// What is not an input begins with @.

// String is the graph as text, in which secrets are hidden.
func (g *Graph) String() string {
	var out strings.Builder
	_, _ = g.WriteTo(&out) // a builder takes everything
	return out.String()
}

// WriteTo writes String to out.
func (g *Graph) WriteTo(out io.Writer) (int64, error) {
	names := g.names()
	paths := g.paths()
	versions := g.versions()
	blocks := make([]string, 0, len(g.Resources))
	for _, r := range g.Resources {
		p := &printer{names: names}
		if r.URN.QualifiedType() == resource.RootStackType {
			g.writeStack(p, r, versions)
		} else {
			p.line(0, strings.Join(paths[r.URN], "/")+" "+string(r.URN.Type()))
			p.resource(r, len(versions[packageOf(string(r.URN.Type()))]) > 1)
		}
		blocks = append(blocks, p.String())
	}
	written, err := io.WriteString(out, strings.Join(blocks, "\n"))
	return int64(written), err
}

// writeStack writes what belongs to no resource alone.
func (g *Graph) writeStack(p *printer, stack *Resource, versions map[string][]string) {
	p.line(0, fmt.Sprintf("%s %s", stack.URN.Name(), stack.URN.Type()))
	p.line(1, fmt.Sprintf("@resources: %d", len(g.Resources)-1))
	if len(versions) > 0 {
		p.line(1, "@plugins:")
	}
	for _, pkg := range slices.Sorted(maps.Keys(versions)) {
		p.line(2, pkg+": "+strings.Join(versions[pkg], ", "))
	}
	for _, call := range g.Calls {
		p.lines = append(p.lines, g.textOf(call)...)
	}
	for _, warning := range g.Warnings {
		p.field(1, "@warning", resource.NewProperty(warning), "")
	}
	p.outputs(stack.Outputs)
}

// textOf is a call as lines of the stack's block.
func (g *Graph) textOf(call Call) []string {
	p := &printer{names: g.names()}
	p.field(1, "@call "+call.Token, resource.NewProperty(call.Args), "")
	if call.Provider != "" {
		p.line(2, "@provider: "+p.names[call.Provider])
	}
	return p.lines
}

// versions are the plugins' versions by package.
func (g *Graph) versions() map[string][]string {
	versions := map[string][]string{}
	for _, r := range g.Resources {
		if r.Version == "" {
			continue
		}
		pkg := strings.TrimPrefix(string(r.URN.Type()), providerType)
		pkg, _, _ = strings.Cut(pkg, ":")
		if !slices.Contains(versions[pkg], r.Version) {
			versions[pkg] = append(versions[pkg], r.Version)
			slices.Sort(versions[pkg])
		}
	}
	return versions
}

// names are what resources are called where others refer to them: by name, and
// where several have that name by what they are as well.
func (g *Graph) names() map[resource.URN]string {
	names := make(map[resource.URN]string, len(g.Resources))
	for _, call := range []func(urn resource.URN) string{
		func(urn resource.URN) string { return urn.Name() },
		func(urn resource.URN) string { return urn.Name() + " (" + string(urn.Type().Name()) + ")" },
		func(urn resource.URN) string { return urn.Name() + " (" + string(urn.QualifiedType()) + ")" },
	} {
		count := map[string]int{}
		for _, r := range g.Resources {
			count[call(r.URN)]++
		}
		for _, r := range g.Resources {
			if names[r.URN] == "" && count[call(r.URN)] == 1 {
				names[r.URN] = call(r.URN)
			}
		}
	}
	return names
}

// printer puts lines together.
type printer struct {
	names map[resource.URN]string
	lines []string
}

func (p *printer) line(depth int, text string) {
	p.lines = append(p.lines, strings.Repeat("  ", depth)+text)
}

// String is the lines, each with its end.
func (p *printer) String() string { return strings.Join(p.lines, "\n") + "\n" }

func (p *printer) resource(r *Resource, versioned bool) {
	if versioned && r.Version != "" {
		p.line(1, "@version: "+r.Version)
	}
	if r.Provider != "" {
		p.line(1, "@provider: "+p.called(r.Provider))
	}
	for _, option := range r.Options {
		p.line(1, "@"+option.Name+": "+strings.Join(option.Values, ", "))
	}
	for _, name := range p.callAll(r.After) {
		p.line(1, "@after: "+name)
	}
	for _, key := range slices.Sorted(maps.Keys(r.Needs)) {
		if _, given := r.Inputs[resource.PropertyKey(key)]; !given {
			p.line(1, key+":"+p.from(r.Needs[key]))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Inputs)) {
		p.field(1, string(key), r.Inputs[key], p.from(r.Needs[string(key)]))
	}
	p.outputs(r.Outputs)
}

func (p *printer) outputs(outputs resource.PropertyMap) {
	for _, key := range slices.Sorted(maps.Keys(outputs)) {
		p.field(1, "@output "+string(key), outputs[key], "")
	}
}

// from says where an input's value comes from.
func (p *printer) from(urns []resource.URN) string {
	if len(urns) == 0 {
		return ""
	}
	return " <- " + strings.Join(p.callAll(urns), ", ")
}

// callAll are the names of resources, sorted.
func (p *printer) callAll(urns []resource.URN) []string {
	names := make([]string, len(urns))
	for i, urn := range urns {
		names[i] = p.called(urn)
	}
	slices.Sort(names)
	return names
}

// called is the name of a resource; one that is not of this graph has its URN.
func (p *printer) called(urn resource.URN) string {
	if name, ok := p.names[urn]; ok {
		return name
	}
	return string(urn)
}
