package localcloud

// The functions below are for what one service does in another one, as the
// controllers of a cluster do in AWS. What they make belongs to no program.

// Of is the same operation as another package sees it, in one of that
// package's scopes; nil in a cloud without the package.
func (tx *Tx) Of(pkg, scope string) *Tx {
	for _, other := range tx.cloud.packages {
		if other.Name() == pkg {
			view := *tx
			view.pkg, view.instance, view.scope, view.anywhere = other, &Instance{Scope: scope, Config: Props{}}, scope, false
			return &view
		}
	}
	return nil
}

// Ask asks a data source.
func (tx *Tx) Ask(token string, args Props) (Props, error) {
	call, ok := tx.pkg.Function(token)
	if !ok {
		return nil, tx.Fail(400, "UnknownFunction", "the %s provider has no function %q", tx.pkg.Name(), token)
	}
	return call(tx, args)
}

// about is the view of an operation on one of its package's types.
func (tx *Tx) about(typ string, props Props) *Tx {
	view := *tx
	view.typ, view.scope = typ, tx.pkg.Scope(tx.instance, typ, props)
	return &view
}

// Make makes an object as the service itself would for anybody: with its
// checks, its defaults and its refusals.
func (tx *Tx) Make(typ, name string, inputs Props) (*Object, error) {
	view := tx.about(typ, inputs)
	kind, ok := tx.pkg.Kind(typ)
	if !ok {
		return nil, tx.Fail(400, "UnknownType", "the %s provider has no resource type %q", tx.pkg.Name(), typ)
	}
	check := &Check{Tx: view, Type: typ, Name: name, News: inputs, Inputs: inputs}
	tx.pkg.Check(check)
	if len(check.Failures) > 0 {
		return nil, tx.Fail(400, "ValidationError", "%s", reasons(check.Failures))
	}
	object, err := build(view, kind, typ, "", check.Inputs)
	if err != nil {
		return nil, err
	}
	object.Inputs = nil
	tx.pkg.Complete(view, object)
	view.Put(object)
	return object, nil
}

// Unmake deletes an object unless its service refuses.
func (tx *Tx) Unmake(object *Object) error {
	view := tx.about(object.Type, object.Outputs)
	kind, _ := tx.pkg.Kind(object.Type)
	if err := run(kind.Delete, view, object); err != nil {
		return err
	}
	view.Remove(object.Type, object.ID)
	return nil
}

// build is a new object before it is recorded.
func build(tx *Tx, kind Kind, typ, urn string, inputs Props) (*Object, error) {
	object := &Object{Type: typ, URN: urn, Scope: tx.scope, Inputs: inputs.Clone(), Created: tx.now}
	plan := &Plan{Tx: tx, URN: urn, Type: typ, Inputs: inputs}
	tx.pkg.Plan(plan)
	object.Outputs = plan.Outputs
	tx.pkg.Identify(tx, object)
	if err := clash(tx, kind, object); err != nil {
		return nil, err
	}
	return object, run(kind.Create, tx, object)
}
