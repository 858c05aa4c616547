package localcloud

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/rules"
)

// The functions below change the cloud behind Pulumi's back, as somebody in a
// web console does: that is what drift is made of.

// SetByHand changes properties of one object, by path ("tags.Team"), to plain
// values. The object is named by type and by its name or id.
func (c *Cloud) SetByHand(typ, nameOrID string, values map[string]any) (Listed, error) {
	object, err := c.one(typ, nameOrID)
	if err != nil {
		return Listed{}, err
	}
	outputs := resource.NewProperty(resource.PropertyMap(object.Outputs.Clone()))
	for path, value := range values {
		parsed, err := resource.ParsePropertyPath(path)
		if err != nil {
			return Listed{}, fmt.Errorf("reading the property path %q: %w", path, err)
		}
		first, _ := parsed[0].(string)
		if _, known := object.Outputs[resource.PropertyKey(first)]; !known {
			return Listed{}, fmt.Errorf("%s has no property %q", typ, first)
		}
		if !parsed.Set(outputs, resource.NewPropertyValue(value)) {
			return Listed{}, fmt.Errorf("%s %s has no place at %q", typ, object.Name, path)
		}
	}
	object.Outputs = Props(outputs.ObjectValue())
	err = c.Do(packageOf(typ), object.Scope, func(tx *Tx) error {
		tx.Put(object)
		return nil
	})
	return listed(object), err
}

// byHand is a subject that no program has: nobody waits for it.
func byHand(pkg Package, scope, typ string) subject {
	return subject{pkg: pkg, instance: &Instance{Scope: scope}, typ: typ, last: true}
}

// DeleteByHand deletes one object; the service may refuse, as it would anybody.
func (c *Cloud) DeleteByHand(typ, nameOrID string) error {
	object, err := c.one(typ, nameOrID)
	if err != nil {
		return err
	}
	for _, pkg := range c.packages {
		if pkg.Name() == packageOf(typ) {
			return c.remove(byHand(pkg, object.Scope, typ), object.ID, object.Outputs)
		}
	}
	return fmt.Errorf("the local cloud has no package %q", packageOf(typ))
}

// CreateByHand makes an object that no program declares. scope is the region,
// cluster or zone; values are its inputs, by path.
func (c *Cloud) CreateByHand(typ, name, scope string, values map[string]any) (Listed, error) {
	for _, pkg := range c.packages {
		if pkg.Name() != packageOf(typ) {
			continue
		}
		given, err := byPath(values)
		if err != nil {
			return Listed{}, err
		}
		subject := byHand(pkg, scope, typ)
		inputs, err := c.checkByHand(pkg, subject.instance, typ, name, given)
		if err != nil {
			return Listed{}, err
		}
		object, err := c.create(subject, inputs)
		if err != nil {
			return Listed{}, err
		}
		return listed(object), nil
	}
	return Listed{}, fmt.Errorf("the local cloud has no package %q", packageOf(typ))
}

// byPath puts values where their paths lead.
func byPath(values map[string]any) (Props, error) {
	given := resource.NewProperty(resource.PropertyMap{})
	for path, value := range values {
		parsed, err := resource.ParsePropertyPath(path)
		if err != nil {
			return nil, fmt.Errorf("reading the property path %q: %w", path, err)
		}
		var placed bool
		if given, placed = parsed.Add(given, resource.NewPropertyValue(value)); !placed {
			return nil, fmt.Errorf("there is no place at %q", path)
		}
	}
	return Props(given.ObjectValue()), nil
}

// checkByHand holds inputs against the type's rules, all at once.
func (c *Cloud) checkByHand(pkg Package, instance *Instance, typ, name string, news Props) (Props, error) {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	if _, known := pkg.Kind(typ); !known {
		return nil, fmt.Errorf("the %s provider has no resource type %q", pkg.Name(), typ)
	}
	check := &Check{Tx: c.begin(pkg, instance, typ, news, typ+"\x00"+name), Type: typ, Name: name, News: news, Inputs: news}
	pkg.Check(check)
	if len(check.Failures) > 0 {
		return nil, fmt.Errorf("%s: %s", typ, reasons(check.Failures))
	}
	return check.Inputs, nil
}

func reasons(failures []rules.Failure) string {
	texts := make([]string, 0, len(failures))
	for _, failure := range failures {
		texts = append(texts, failure.Reason)
	}
	return strings.Join(texts, "; ")
}

// one finds the only object of a type with a name or id, in any scope.
func (c *Cloud) one(typ, nameOrID string) (*Object, error) {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	var found []*Object
	var names []string
	for _, object := range c.store.all() {
		if object.Type != typ {
			continue
		}
		names = append(names, object.Name)
		if object.Name == nameOrID || object.ID == nameOrID {
			found = append(found, object.clone())
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fmt.Errorf("no %s is called %q; there are: %s", typ, nameOrID, strings.Join(names, ", "))
	default:
		return nil, fmt.Errorf("%d objects of type %s are called %q: give the id", len(found), typ, nameOrID)
	}
}

// packageOf is the package of a token: "aws" of "aws:ec2/vpc:Vpc".
func packageOf(typ string) string {
	name, _, _ := strings.Cut(typ, ":")
	return name
}
