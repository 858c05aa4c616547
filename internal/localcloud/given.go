package localcloud

import "sync"

// given are the objects that a package says are there from the beginning,
// before anybody has made anything: a region's default VPC. They can be found
// and used like others, and no listing shows them: the store does not hold
// them. An object of the same id in the store stands in their place.
type given struct {
	lock  sync.Mutex
	known map[givenKey][]*Object
}

type givenKey struct{ Package, Type, Scope string }

// given returns what there is from the beginning of a type in the view's scope.
func (tx *Tx) given(typ string) []*Object {
	pkg, ok := tx.pkg.(*Schematic)
	if !ok || pkg.Given == nil || tx.scopeOf(typ) == "" {
		return nil
	}
	at, k := &tx.cloud.given, givenKey{tx.pkg.Name(), typ, tx.scopeOf(typ)}
	at.lock.Lock()
	defer at.lock.Unlock()
	list, done := at.known[k]
	if !done {
		if at.known == nil {
			at.known = map[givenKey][]*Object{}
		}
		list = pkg.Given(tx, typ)
		for _, object := range list {
			object.Scope = k.Scope
		}
		at.known[k] = list
	}
	return list
}

// givenNamed is the one with an id, nil when there is none.
func (tx *Tx) givenNamed(typ, id string) *Object {
	for _, object := range tx.given(typ) {
		if object.ID == id {
			return object
		}
	}
	return nil
}

// stored counts what is not given. Of a whole scope it asks the index, so that
// a big cloud counts as fast as a small one.
func (tx *Tx) stored(token, path, value string) int {
	scope, store := tx.scopeOf(token), tx.cloud.store
	switch {
	case path == "" && tx.anywhere:
		return len(store.types[token])
	case path == "":
		return len(store.index(indexName{token, byScope}).byValue[scope])
	}
	count := 0
	for k := range store.index(indexName{token, path}).byValue[value] {
		if tx.anywhere || k.Scope == scope {
			count++
		}
	}
	return count
}

// HowMany is how many objects of a type there are in the view's scope; with a
// path, how many of them show a value there. It copies none of them.
func (tx *Tx) HowMany(typ, path, value string) int {
	count := 0
	for _, token := range tx.cloud.tokens(typ) {
		count += tx.stored(token, path, value)
		for _, object := range tx.given(token) {
			if tx.cloud.store.objects[object.key()] == nil && (path == "" || object.String(path) == value) {
				count++
			}
		}
	}
	return count
}
