package localcloud

import (
	"fmt"
	"time"
)

// Account is the AWS account that the local cloud plays.
const Account = "123456789012"

// Tx is one operation's view of the cloud. What it puts and removes becomes
// real when the operation succeeds. Lookups see one scope: the region, cluster
// or zone of the operation, and the world's for types that live there.
type Tx struct {
	cloud    *Cloud
	pkg      Package
	instance *Instance
	typ      string
	scope    string
	anywhere bool
	now      time.Time
	seedKey  string
	// preview says that nothing comes of the operation.
	preview bool
	work    *work
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
		return first(tx.filter(tx.cloud.store.types[typ], typ, func(o *Object) bool { return o.ID == id }))
	}
	k := key{typ, tx.scopeOf(typ), id}
	if staged, ok := tx.work.staged[k]; ok {
		return copyOf(staged)
	}
	return copyOf(tx.cloud.store.objects[k])
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
	return tx.filter(tx.cloud.store.types[typ], typ, keep)
}

// Where returns copies of the objects of a type that show a value at a path,
// as a string or as an item of a list, sorted by id. It uses an index.
func (tx *Tx) Where(typ, path, value string) []*Object {
	found := tx.cloud.store.index(indexName{typ, path}).byValue[value]
	return tx.filter(found, typ, func(o *Object) bool {
		for _, v := range indexed(o, path) {
			if v == value {
				return true
			}
		}
		return false
	})
}

func (tx *Tx) filter(stored map[key]*Object, typ string, keep func(*Object) bool) []*Object {
	var list []*Object
	scope := tx.scopeOf(typ)
	accept := func(o *Object) {
		if (tx.anywhere || o.Scope == scope) && (keep == nil || keep(o)) {
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
	sortObjects(list)
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

// World is the same view without the limit to one scope.
func (tx *Tx) World() *Tx {
	view := *tx
	view.anywhere = true
	return &view
}

// In is the same view of another region, cluster or zone.
func (tx *Tx) In(scope string) *Tx {
	view := *tx
	instance := *tx.instance
	instance.Scope = scope
	view.instance, view.scope, view.anywhere = &instance, scope, false
	return &view
}

func (tx *Tx) scopeOf(typ string) string { return tx.pkg.Scope(tx.instance, typ, nil) }

// Type is the token of the operation's resource or function.
func (tx *Tx) Type() string { return tx.typ }

// Preview reports whether nothing comes of the operation.
func (tx *Tx) Preview() bool { return tx.preview }

// Region is the provider's region, cluster or zone.
func (tx *Tx) Region() string { return tx.instance.Scope }

// Config is the provider's configuration.
func (tx *Tx) Config() Props { return tx.instance.Config }

// Account is the AWS account.
func (tx *Tx) Account() string { return Account }

// Now is the cloud's time.
func (tx *Tx) Now() time.Time { return tx.now }

// Timestamp is Now as services write it.
func (tx *Tx) Timestamp() string { return tx.now.Format(time.RFC3339) }

// ARN names a resource of the operation's own scope: without a region where
// the type lives in the world.
func (tx *Tx) ARN(service, resource string) string {
	return fmt.Sprintf("arn:aws:%s:%s:%s:%s", service, tx.scope, Account, resource)
}

// Dice throws what looks random, from the cloud's seed, the resource and how
// often it was made before.
func (tx *Tx) Dice() *Dice {
	if tx.work.dice == nil {
		count := tx.cloud.store.draws[tx.seedKey] + 1
		tx.work.draws[tx.seedKey] = count
		tx.work.dice = NewDice(tx.cloud.options.Seed, tx.seedKey, fmt.Sprint(count))
	}
	return tx.work.dice
}

// Hex throws n hexadecimal digits, as in "vpc-" + tx.Hex(17).
func (tx *Tx) Hex(n int) string { return tx.Dice().Hex(n) }

// Fail is an error as the service gives it: HTTP status, code and message.
func (tx *Tx) Fail(status int, code, format string, args ...any) error {
	return &ServiceError{Status: status, Code: code, Message: sprintf(format, args...)}
}

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

func copyOf(object *Object) *Object {
	if object == nil {
		return nil
	}
	return object.clone()
}

// Seeded are dice for something that is the same for every operation, such as
// a region's default DHCP options.
func (tx *Tx) Seeded(parts ...string) *Dice {
	return NewDice(tx.cloud.options.Seed, parts...)
}
