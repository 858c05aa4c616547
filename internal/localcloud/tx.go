package localcloud

import (
	"slices"
	"strings"
	"time"
)

// Tx is one operation's view of the cloud. What it puts and removes becomes
// real when the operation succeeds. Lookups see one scope: the region, cluster
// or zone of the operation, and the world's for types that live there. A lookup
// by one of several tokens of the same thing finds what stands under any.
type Tx struct {
	cloud    *Cloud
	pkg      Package
	instance *Instance
	typ      string
	scope    string
	anywhere bool
	now      time.Time
	seedKey  string
	// lag notes what is not seen yet; nil sees all.
	lag *lag
	// preview says that nothing comes of the operation.
	preview bool
	// last says that Await has nothing to wait for.
	last bool
	work *work
}

// work is what the views of one operation share.
type work struct {
	staged map[key]*Object
	order  []key
	draws  map[string]int
	dice   *Dice
}

// begin opens an operation on a type. props are what is known of the object.
func (c *Cloud) begin(pkg Package, instance *Instance, typ string, props Props, seedKey string) *Tx {
	scope := pkg.Scope(instance, typ, props)
	if scope != "" && scope != instance.Scope {
		there := *instance
		there.Scope, instance = scope, &there
	}
	return &Tx{
		cloud: c, pkg: pkg, instance: instance, typ: typ, scope: scope, now: c.options.Clock().UTC(),
		seedKey: seedKey, work: &work{staged: map[key]*Object{}, draws: map[string]int{}},
	}
}

// Get returns a copy of an object, nil when there is none.
func (tx *Tx) Get(typ, id string) *Object {
	if id == "" {
		return nil
	}
	if tx.anywhere {
		return first(tx.Where(typ, byID, id))
	}
	for _, token := range tx.cloud.tokens(typ) {
		k := key{token, tx.scopeOf(token), id}
		found, staged := tx.work.staged[k]
		if !staged {
			found = tx.cloud.store.objects[k]
		}
		if !staged && found == nil {
			found = tx.givenNamed(token, id)
		}
		if found != nil && (staged || tx.sees(found)) {
			return found.clone()
		}
	}
	return nil
}

// Named returns the object of a type with a physical name, nil when there is
// none.
func (tx *Tx) Named(typ, name string) *Object { return first(tx.Where(typ, byName, name)) }

// Find returns the first object that keep accepts, nil when there is none.
func (tx *Tx) Find(typ string, keep func(*Object) bool) *Object {
	return first(tx.Select(typ, keep))
}

// Select returns copies of the objects of a type that keep accepts, sorted by
// id; nil keeps all. It looks at every object of the type: prefer Where.
func (tx *Tx) Select(typ string, keep func(*Object) bool) []*Object {
	var list []*Object
	for _, token := range tx.cloud.tokens(typ) {
		list = append(list, tx.filter(tx.cloud.store.types[token], token, keep)...)
	}
	sortObjects(list)
	return list
}

// Types are the tokens of the package that have had objects, sorted.
func (tx *Tx) Types() []string {
	var tokens []string
	for token := range tx.cloud.store.types {
		if strings.HasPrefix(token, tx.pkg.Name()+":") {
			tokens = append(tokens, token)
		}
	}
	slices.Sort(tokens)
	return tokens
}

// Where returns copies of the objects of a type that show a value at a path,
// as a string or as an item of a list, sorted by id. It uses an index.
func (tx *Tx) Where(typ, path, value string) []*Object {
	shows := func(o *Object) bool { return slices.Contains(indexed(o, path), value) }
	var list []*Object
	for _, token := range tx.cloud.tokens(typ) {
		found := tx.cloud.store.index(indexName{token, path}).byValue[value]
		list = append(list, tx.filter(found, token, shows)...)
	}
	sortObjects(list)
	return list
}

func (tx *Tx) filter(stored map[key]*Object, typ string, keep func(*Object) bool) []*Object {
	var list []*Object
	scope := tx.scopeOf(typ)
	accept := func(o *Object) {
		if (tx.anywhere || o.Scope == scope) && (keep == nil || keep(o)) && tx.sees(o) {
			list = append(list, o.clone())
		}
	}
	for k, object := range stored {
		if _, changed := tx.work.staged[k]; !changed {
			accept(object)
		}
	}
	for _, k := range tx.work.order {
		if object := tx.work.staged[k]; object != nil && object.Type == typ {
			accept(object)
		}
	}
	for _, object := range tx.given(typ) {
		_, changed := tx.work.staged[object.key()]
		if tx.cloud.store.objects[object.key()] == nil && !changed {
			accept(object)
		}
	}
	return list
}

// Put records an object, new or changed. Scope and Created are filled in.
func (tx *Tx) Put(object *Object) {
	if object.Scope == "" {
		object.Scope = tx.scopeOf(object.Type)
	}
	if object.Created.IsZero() {
		object.Created = tx.now
	}
	tx.stage(object.key(), object)
}

// Remove deletes an object, if it is there.
func (tx *Tx) Remove(typ, id string) {
	if object := tx.Get(typ, id); object != nil {
		tx.stage(object.key(), nil)
	}
}

func (tx *Tx) stage(k key, object *Object) {
	if _, known := tx.work.staged[k]; !known {
		tx.work.order = append(tx.work.order, k)
	}
	tx.work.staged[k] = object
}

func (tx *Tx) scopeOf(typ string) string { return tx.pkg.Scope(tx.instance, typ, nil) }

// batch is what the operation changes.
func (tx *Tx) batch() *batch {
	b := &batch{Draws: tx.work.draws}
	for _, k := range tx.work.order {
		if object := tx.work.staged[k]; object != nil {
			b.Put = append(b.Put, object)
		} else if _, stored := tx.cloud.store.objects[k]; stored {
			b.Drop = append(b.Drop, k)
		}
	}
	return b
}

func first(list []*Object) *Object {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}
