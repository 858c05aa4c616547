package localcloud

import (
	"fmt"
	"slices"
)

// Adopted is a thing of another cloud, as a stack's state has it.
type Adopted struct {
	// URN, Type and ID are the resource's in the state.
	URN, Type, ID string
	// Inputs and Outputs are those of the state, secrets among them.
	Inputs, Outputs Props
	// Config are the inputs of its provider.
	Config Props
}

// Knows tells whether the cloud has a type of resource.
func (c *Cloud) Knows(typ string) bool {
	pkg := c.packageOf(typ)
	if pkg == nil {
		return false
	}
	_, known := pkg.Kind(typ)
	return known
}

// Has tells whether the cloud has a package.
func (c *Cloud) Has(pkg string) bool {
	return slices.ContainsFunc(c.packages, func(p Package) bool { return p.Name() == pkg })
}

func (c *Cloud) packageOf(typ string) Package {
	for _, pkg := range c.packages {
		if pkg.Name() == packageOf(typ) {
			return pkg
		}
	}
	return nil
}

// Adopt lets the cloud hold what another one holds, with the ids and the values that
// it has there. Nothing is checked or computed: it is so. What a service makes along
// with a thing and no state tells of, such as a network's main route table, is not
// there.
func (c *Cloud) Adopt(things []Adopted) error {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	all := &batch{}
	for _, thing := range things {
		object, err := c.adopted(thing)
		if err != nil {
			return fmt.Errorf("adopting %s %q: %w", thing.Type, thing.ID, err)
		}
		all.Put = append(all.Put, object)
	}
	return c.store.commit(all)
}

func (c *Cloud) adopted(thing Adopted) (*Object, error) {
	pkg := c.packageOf(thing.Type)
	if pkg == nil {
		return nil, fmt.Errorf("the local cloud has no package %q", packageOf(thing.Type))
	}
	instance, err := pkg.Configure(plainConfig(thing.Config))
	if err != nil {
		return nil, fmt.Errorf("configuring its provider: %w", err)
	}
	object := &Object{
		Type: thing.Type, ID: thing.ID, URN: thing.URN, Scope: pkg.Scope(instance, thing.Type, thing.Outputs), Created: c.options.Clock(),
		Inputs: thing.Inputs.Clone(), Outputs: thing.Outputs.Clone(),
	}
	c.identify(pkg, instance, object)
	if schematic, ok := pkg.(interface{ Rewrite(*Object) }); ok {
		schematic.Rewrite(object)
	}
	return object, nil
}

// identify finds the name that the object goes by in lists, and where the id that
// programs see is not unique, the one that is.
func (c *Cloud) identify(pkg Package, instance *Instance, object *Object) {
	tx := c.begin(pkg, instance, object.Type, object.Outputs, object.URN)
	named := object.clone()
	named.ID = ""
	pkg.Identify(tx, named)
	object.Name = named.Name
	if named.Shown == object.ID && named.ID != "" {
		object.ID, object.Shown = named.ID, named.Shown
	}
	if kind, _ := pkg.Kind(object.Type); kind.Name != nil {
		object.Name = kind.Name(object)
	}
}
