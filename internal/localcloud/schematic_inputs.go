package localcloud

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// Check implements Package.
func (s *Schematic) Check(c *Check) {
	schema, ok := s.Schema(c.Type)
	if !ok {
		c.Fail("", "the %s provider has no resource type %q", s.Title, c.Type)
		return
	}
	inputs, failures := rules.Check(rules.Checked{
		Schema: schema, News: resource.PropertyMap(c.News), Olds: resource.PropertyMap(c.Olds),
		NoDefault: s.Late[s.known(c.Type)],
		Name:      func(property string) (string, error) { return s.autoName(c, property) },
	})
	c.Inputs, c.Failures = Props(inputs), append(c.Failures, failures...)
	if kind := s.Kinds[s.known(c.Type)]; kind.Check != nil && len(c.Failures) == 0 {
		kind.Check(c)
	}
}

// autoName is "<resource name>-<7 hex>" as the bridge makes it, but with a
// suffix that follows from the resource, so that preview and update agree. A
// name that is taken, as during a replacement, leads to the next one.
func (s *Schematic) autoName(c *Check, property string) (string, error) {
	shape := func(name string) string {
		if s.NameShape != nil {
			return s.NameShape(c.Type, property, name, c.News)
		}
		return name
	}
	if c.Auto != nil && c.Auto.Disabled {
		return "", fmt.Errorf("automatic naming is switched off and %q has no value", property)
	}
	if c.Auto != nil && c.Auto.Proposed != "" {
		return shape(c.Auto.Proposed), nil
	}
	for i := 0; ; i++ {
		suffix := NewDice(c.Tx.cloud.options.Seed, "name", c.URN, property, fmt.Sprint(i)).Hex(7)
		name := shape(c.Name + "-" + suffix)
		holder := c.Tx.World().Named(c.Type, name)
		if holder == nil || c.Tx.cloud.awaits(holder) {
			return name, nil
		}
	}
}

// Diff implements Package.
func (s *Schematic) Diff(d *Diff) {
	schema, ok := s.Schema(d.Type)
	if !ok {
		return
	}
	d.Verdict = rules.Diff(rules.Change{
		Schema:    schema,
		OldInputs: resource.PropertyMap(d.OldInputs), OldOutputs: resource.PropertyMap(d.OldOutputs),
		News: resource.PropertyMap(d.News), Ignore: d.Ignore, Unsettles: s.Unsettles,
	})
	if s.Differs != nil {
		s.Differs(d)
	}
	kind := s.Kinds[s.known(d.Type)]
	if kind.Diff != nil {
		kind.Diff(d)
	}
	if kind.DeleteFirst && len(d.Verdict.Replaces) > 0 {
		d.Verdict.DeleteFirst = true
	}
}

// Plan implements Package.
func (s *Schematic) Plan(p *Plan) {
	schema, ok := s.Schema(p.Type)
	if !ok {
		p.Outputs = p.Inputs.Clone()
		return
	}
	p.Outputs = Props(rules.Plan(rules.Planned{
		Schema: schema, Inputs: resource.PropertyMap(p.Inputs),
		OldOutputs: resource.PropertyMap(p.OldOutputs), Update: p.Update,
		Unsettles: s.Unsettles && p.Tx.preview,
	}))
	switch {
	case !s.showsID(schema):
	case p.Update && (!s.Unsettles || strings.Contains(schema.IDFlags, "u") || !p.Tx.preview):
		p.Outputs.Set("id", p.ID)
	default:
		p.Outputs.Set("id", rules.Unknown())
	}
	if s.Previews != nil {
		s.Previews(p)
	}
	if kind := s.Kinds[s.known(p.Type)]; kind.Plan != nil {
		kind.Plan(p)
	}
}

// showsID reports whether the id is among the outputs: always, but where the
// facts describe ids and have none for the type.
func (s *Schematic) showsID(schema *facts.Resource) bool {
	return !s.Unsettles || schema.IDFlags != ""
}
