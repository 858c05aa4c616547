package localcloud

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// Schematic is a Package whose types follow a schema. Embed it and fill in what
// the provider does its own way; every function field may be nil.
type Schematic struct {
	// Title and Release are the package's name and SDK version.
	Title, Release string
	// Schema finds a resource type, Signature a data source.
	Schema    func(token string) (*facts.Resource, bool)
	Signature func(token string) (*facts.Function, bool)
	// Kinds and Functions are the behaviours by token.
	Kinds     map[string]Kind
	Functions map[string]Function

	// Settings makes an instance of a configuration.
	Settings func(config Props) (*Instance, error)
	// Placement is the scope of a type's objects.
	Placement func(instance *Instance, token string, props Props) string
	// NameShape shapes an automatic name for a property: lower case, suffixes.
	NameShape func(token, property, name string, inputs Props) string
	// Late names properties whose default is applied later than Check, by
	// token.
	Late map[string]map[string]bool
	// Unsettles: see rules.Change.
	Unsettles bool
	// Previews corrects every plan of the package.
	Previews func(p *Plan)
	// Differs corrects every diff of the package.
	Differs func(d *Diff)
	// Identity gives an object its ID and Name where its Kind does not.
	Identity func(tx *Tx, obj *Object)
	// Fill gives a computed property that nobody filled in its value.
	Fill func(tx *Tx, obj *Object, name string, p *facts.Property) (resource.PropertyValue, bool)
	// Wording puts a refusal into the provider's words.
	Wording func(op Operation, err *ServiceError) string
}

// Name implements Package.
func (s *Schematic) Name() string { return s.Title }

// Version implements Package.
func (s *Schematic) Version() string { return s.Release }

// Configure implements Package.
func (s *Schematic) Configure(config Props) (*Instance, error) {
	if s.Settings == nil {
		return &Instance{Config: config}, nil
	}
	return s.Settings(config)
}

// Moved implements Package: the real providers never replace resources when
// their configuration changes.
func (s *Schematic) Moved(_, _ Props) []string { return nil }

// Scope implements Package.
func (s *Schematic) Scope(instance *Instance, token string, props Props) string {
	if s.Placement == nil {
		return instance.Scope
	}
	return s.Placement(instance, token, props)
}

// Kind implements Package.
func (s *Schematic) Kind(token string) (Kind, bool) {
	_, known := s.Schema(token)
	return s.Kinds[token], known
}

// Function implements Package.
func (s *Schematic) Function(token string) (Function, bool) {
	call, ok := s.Functions[token]
	if !ok {
		return nil, false
	}
	signature, described := s.signature(token)
	if !described {
		return call, true
	}
	return func(tx *Tx, args Props) (Props, error) {
		failures := rules.Arguments(signature, resource.PropertyMap(args))
		if len(failures) > 0 {
			return nil, &ArgumentError{Failures: failures}
		}
		return call(tx, args)
	}, true
}

func (s *Schematic) signature(token string) (*facts.Function, bool) {
	if s.Signature == nil {
		return nil, false
	}
	return s.Signature(token)
}

// Check implements Package.
func (s *Schematic) Check(c *Check) {
	schema, ok := s.Schema(c.Type)
	if !ok {
		c.Fail("", "the %s provider has no resource type %q", s.Title, c.Type)
		return
	}
	inputs, failures := rules.Check(rules.Checked{
		Schema: schema, News: resource.PropertyMap(c.News), Olds: resource.PropertyMap(c.Olds),
		NoDefault: s.Late[c.Type],
		Name:      func(property string) (string, error) { return s.autoName(c, property) },
	})
	c.Inputs, c.Failures = Props(inputs), append(c.Failures, failures...)
	if kind := s.Kinds[c.Type]; kind.Check != nil && len(c.Failures) == 0 {
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
	kind := s.Kinds[d.Type]
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
	if kind := s.Kinds[p.Type]; kind.Plan != nil {
		kind.Plan(p)
	}
}

// showsID reports whether the id is among the outputs: always, but where the
// facts describe ids and have none for the type.
func (s *Schematic) showsID(schema *facts.Resource) bool {
	return !s.Unsettles || schema.IDFlags != ""
}

// Identify implements Package.
func (s *Schematic) Identify(tx *Tx, obj *Object) {
	kind, _ := tx.pkg.Kind(obj.Type)
	if kind.ID != nil {
		obj.ID = kind.ID(tx, obj)
	}
	if kind.Name != nil {
		obj.Name = kind.Name(obj)
	}
	if s.Identity != nil {
		s.Identity(tx, obj)
	}
	if obj.ID == "" {
		obj.ID = tx.Hex(16)
	}
	if obj.Name == "" {
		obj.Name = obj.ID
	}
}

// Complete implements Package.
func (s *Schematic) Complete(tx *Tx, obj *Object) {
	schema, ok := s.Schema(obj.Type)
	if !ok {
		return
	}
	if s.showsID(schema) {
		obj.Outputs.Set("id", obj.ID)
	}
	rules.Settle(schema, resource.PropertyMap(obj.Outputs),
		func(name string, p *facts.Property) (resource.PropertyValue, bool) {
			if s.Fill == nil {
				return resource.PropertyValue{}, false
			}
			return s.Fill(tx, obj, name, p)
		})
	if schema.IsPlugin() {
		dropNulls(obj.Outputs)
	}
	obj.Rewritten = Props(rules.Rewritten(schema,
		resource.PropertyMap(obj.Inputs), resource.PropertyMap(obj.Outputs)))
}

// dropNulls leaves out what has no value, as the plugin framework does.
func dropNulls(outputs Props) {
	for name, value := range outputs {
		if value.IsNull() {
			delete(outputs, name)
		}
	}
}

// Project implements Package.
func (s *Schematic) Project(obj *Object, inputs Props) Props {
	schema, ok := s.Schema(obj.Type)
	if !ok {
		return inputs
	}
	if len(inputs) == 0 {
		inputs = obj.Inputs
	}
	if len(inputs) == 0 && obj.URN == "" {
		return Props(rules.Adopt(schema, resource.PropertyMap(obj.Outputs)))
	}
	return Props(rules.Project(schema, resource.PropertyMap(inputs),
		resource.PropertyMap(obj.Outputs), resource.PropertyMap(obj.Rewritten)))
}

// Explain implements Package.
func (s *Schematic) Explain(op Operation, err error) error {
	refusal, ok := err.(*ServiceError)
	if !ok {
		return err
	}
	if s.Wording != nil {
		return fmt.Errorf("%s", s.Wording(op, refusal))
	}
	return fmt.Errorf("%s %s: %w", op.Verb, op.Type, err)
}
