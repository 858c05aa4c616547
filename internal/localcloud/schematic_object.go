package localcloud

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

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
		obj.Outputs.Set("id", obj.PublicID())
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
	s.Rewrite(obj)
}

// Rewrite finds what the cloud that the object comes from has made of its inputs.
func (s *Schematic) Rewrite(obj *Object) {
	if schema, ok := s.Schema(obj.Type); ok {
		obj.Rewritten = Props(rules.Rewritten(schema, resource.PropertyMap(obj.Inputs), resource.PropertyMap(obj.Outputs)))
	}
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
	if len(inputs) == 0 && (obj.URN == "" || len(obj.Inputs) > 0) { // an import
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
