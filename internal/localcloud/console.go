package localcloud

import (
	"strings"

	"groundwork/internal/localcloud/rules"
)

// The functions below change the cloud behind Pulumi's back, as somebody in a
// web console does: that is what drift is made of.

// SetByHand changes properties of one object, by path ("tags.Team"). A text is read as
// the property has it: as text, or as JSON; any other value is taken as it is. The
// object is named by type and by its name or id.
func (c *Cloud) SetByHand(typ, nameOrID string, values map[string]any) (Listed, error) {
	pkg, err := c.typed(typ)
	if err != nil {
		return Listed{}, err
	}
	object, err := c.one(typ, nameOrID)
	if err != nil {
		return Listed{}, err
	}
	schema := schemaOf(pkg, typ)
	outputs, failures := object.Outputs, []rules.Failure{}
	for _, given := range placesOf(schema, values, &failures) {
		outputs = shownAt(schema, outputs, given, &failures)
	}
	if held, does := pkg.(byHandHolder); does && len(failures) == 0 {
		outputs, failures = held.ByHand(typ, object.Outputs, outputs)
	}
	if len(failures) > 0 {
		return Listed{}, mistake("%s %s was not changed: %s", typ, object.Name, reasons(failures))
	}
	object.Outputs = outputs
	err = c.Do(packageOf(typ), object.Scope, func(tx *Tx) error {
		tx.Put(object)
		return nil
	})
	if err == nil {
		c.note("update", subject{pkg: pkg}, object)
	}
	return listed(object), err
}

// byHand is a subject that no program has: nobody waits for it.
func byHand(pkg Package, scope, typ string) subject {
	return subject{pkg: pkg, instance: &Instance{Scope: scope}, typ: typ, last: true}
}

// DeleteByHand deletes one object; the service may refuse, as it would anybody.
func (c *Cloud) DeleteByHand(typ, nameOrID string) error {
	pkg, err := c.typed(typ)
	if err != nil {
		return err
	}
	object, err := c.one(typ, nameOrID)
	if err != nil {
		return err
	}
	return c.remove(byHand(pkg, object.Scope, typ), object.ID, object.Outputs)
}

// CreateByHand makes an object that no program declares. scope is the region,
// cluster or zone; values are its inputs, by path; see SetByHand.
func (c *Cloud) CreateByHand(typ, name, scope string, values map[string]any) (Listed, error) {
	pkg, err := c.typed(typ)
	if err != nil {
		return Listed{}, err
	}
	given, failures := Props{}, []rules.Failure{}
	for _, value := range placesOf(schemaOf(pkg, typ), values, &failures) {
		given = placedAt(given, value, value.value, &failures)
	}
	if len(failures) > 0 {
		return Listed{}, mistake("%s: %s", typ, reasons(failures))
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

// checkByHand holds inputs against the type's rules, all at once.
func (c *Cloud) checkByHand(pkg Package, instance *Instance, typ, name string, news Props) (Props, error) {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	check := &Check{Tx: c.begin(pkg, instance, typ, news, typ+"\x00"+name), Type: typ, Name: name, News: news, Inputs: news}
	pkg.Check(check)
	if len(check.Failures) > 0 {
		return nil, mistake("%s: %s", typ, reasons(check.Failures))
	}
	return check.Inputs, nil
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
		return nil, mistake("no %s is called %q; %s", typ, nameOrID, thereAre(nameOrID, names))
	default:
		return nil, mistake("%d objects of type %s are called %q: give the id", len(found), typ, nameOrID)
	}
}

// packageOf is the package of a token: "aws" of "aws:ec2/vpc:Vpc".
func packageOf(typ string) string {
	name, _, _ := strings.Cut(typ, ":")
	return name
}
