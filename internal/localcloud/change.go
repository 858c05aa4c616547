package localcloud

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// subject is the resource that an operation is about.
type subject struct {
	pkg      Package
	instance *Instance
	urn, typ string
	// last says that nothing is worth waiting for any more; see Tx.Await.
	last bool
	// lag notes what the operation does not see yet; nil sees all.
	lag *lag
}

// open begins an operation on an object; the store is locked for all of it.
func (c *Cloud) open(s subject, props Props) (*Tx, Kind, error) {
	kind, ok := s.pkg.Kind(s.typ)
	if !ok {
		return nil, Kind{}, &ServiceError{Status: 400, Code: "UnknownType", Message: sprintf("the %s provider has no resource type %q", s.pkg.Name(), s.typ)}
	}
	tx := c.begin(s.pkg, s.instance, s.typ, props, s.typ+"\x00"+s.urn)
	tx.last, tx.lag = s.last, s.lag
	return tx, kind, nil
}

// create makes an object for real. An *Incomplete error comes with the object.
func (c *Cloud) create(s subject, inputs Props) (*Object, error) {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	tx, kind, err := c.open(s, inputs)
	if err != nil {
		return nil, err
	}
	if found := c.unfinished(tx, s.typ, s.urn); found != nil {
		return c.finish(tx, kind, found, inputs)
	}
	object, err := build(tx, kind, s.typ, s.urn, inputs)
	if object == nil {
		return nil, err
	}
	return c.noted("create", s)(c.record(tx, object, err))
}

// noted tells the trail of what was recorded.
func (c *Cloud) noted(verb string, s subject) func(*Object, error) (*Object, error) {
	return func(object *Object, err error) (*Object, error) {
		c.note(verb, s, object)
		return object, err
	}
}

// unfinished is the object that an interrupted create of the resource left.
func (c *Cloud) unfinished(tx *Tx, typ, urn string) *Object {
	for _, object := range tx.Where(typ, byURN, urn) {
		if c.awaits(object) {
			return object
		}
	}
	return nil
}

// finish takes over what an interrupted create left, and applies what the
// program says now if it differs.
func (c *Cloud) finish(tx *Tx, kind Kind, found *Object, inputs Props) (*Object, error) {
	c.recovered(found.URN)
	if resource.PropertyMap(found.Inputs).DeepEquals(resource.PropertyMap(inputs)) {
		return found, nil
	}
	return c.change(tx, kind, found, inputs)
}

// clash refuses an object whose id is taken, unless the kind takes over.
func clash(tx *Tx, kind Kind, object *Object) error {
	there := tx.Get(object.Type, object.ID)
	switch {
	case there == nil || kind.Upsert:
		return nil
	case kind.Exists != nil:
		return kind.Exists(tx, object)
	}
	return tx.Fail(409, "ResourceAlreadyExists", "%s %q already exists", object.Type, object.ID)
}

// update changes an object for real.
func (c *Cloud) update(s subject, id string, inputs, state Props) (*Object, error) {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	tx, kind, err := c.open(s, inputs)
	if err != nil {
		return nil, err
	}
	old := kind.find(tx, s.typ, id, state)
	if old == nil {
		return nil, tx.Fail(404, "ResourceNotFound", "%s %q does not exist", s.typ, id)
	}
	return c.noted("update", s)(c.change(tx, kind, old, inputs))
}

func (c *Cloud) change(tx *Tx, kind Kind, old *Object, inputs Props) (*Object, error) {
	object := old.clone()
	object.Inputs = inputs.Clone()
	plan := &Plan{
		Tx: tx, URN: old.URN, Type: old.Type, ID: old.PublicID(),
		Inputs: inputs, OldOutputs: old.Outputs, Update: true,
	}
	tx.pkg.Plan(plan)
	object.Outputs = plan.Outputs
	if kind.Name != nil {
		object.Name = kind.Name(object)
	}
	var err error
	if kind.Update != nil {
		err = kind.Update(tx, old, object)
	}
	return c.record(tx, object, err)
}

// record completes an object and writes everything the operation changed.
func (c *Cloud) record(tx *Tx, object *Object, err error) (*Object, error) {
	var incomplete *Incomplete
	if err != nil && (waits(err) || tx.lag.missed() || !errors.As(err, &incomplete)) {
		return nil, err
	}
	tx.pkg.Complete(tx, object)
	tx.Put(object)
	if failed := c.store.commit(tx.batch()); failed != nil {
		return nil, failed
	}
	return object, err
}

// remove deletes an object for real; one that is gone already is no error.
func (c *Cloud) remove(s subject, id string, props Props) error {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	tx, kind, err := c.open(s, props)
	if err != nil {
		return err
	}
	object := kind.find(tx, s.typ, id, props)
	if object == nil {
		return nil
	}
	if err := run(kind.Delete, tx, object); err != nil {
		return err
	}
	tx.Remove(s.typ, object.ID)
	if err := c.store.commit(tx.batch()); err != nil {
		return err
	}
	c.note("delete", s, object)
	return nil
}

// look returns an object as it is now, nil when it is gone.
func (c *Cloud) look(s subject, id string, props Props) (*Object, error) {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	tx, kind, err := c.open(s, props)
	if err != nil {
		return nil, err
	}
	if kind.Reach != nil {
		if err := kind.Reach(tx); err != nil {
			return nil, err
		}
	}
	object := kind.find(tx, s.typ, id, props)
	if object == nil && kind.Lookup != nil {
		object = kind.Lookup(tx, id)
	}
	if object != nil && kind.Read != nil {
		kind.Read(tx, object)
	}
	return object, nil
}

// find is the object that a program means. An import has no state: there the
// first of an id that is not unique must do.
func (k Kind) find(tx *Tx, typ, id string, state Props) *Object {
	if k.Find != nil && len(state) > 0 {
		return k.Find(tx, id, state)
	}
	object := tx.Get(typ, id)
	if object == nil && k.Find != nil {
		return tx.Find(typ, func(o *Object) bool { return o.PublicID() == id })
	}
	return object
}

func run(step func(*Tx, *Object) error, tx *Tx, object *Object) error {
	if step == nil {
		return nil
	}
	return step(tx, object)
}
