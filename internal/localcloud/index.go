package localcloud

// indexName names an index: one property of one type. Behaviours look up by
// property all the time (the subnets of a VPC), and a scan would make each
// operation cost as much as the cloud is big.
type indexName struct{ Type, Path string }

// Paths that stand for a field of the object instead of an output.
const (
	byName = "@name"
	byURN  = "@urn"
	byID   = "@id"
	// byScope is for counting.
	byScope = "@scope"
)

// valueIndex finds the objects that have a value.
type valueIndex struct {
	byValue map[string]map[key]*Object
}

// index returns an index, building it when it is first asked for. Readers that
// share the lock may build it at the same time, so it has one of its own.
func (s *Store) index(name indexName) *valueIndex {
	s.indexLock.Lock()
	defer s.indexLock.Unlock()
	if known, ok := s.indexes[name]; ok {
		return known
	}
	fresh := &valueIndex{byValue: map[string]map[key]*Object{}}
	for _, object := range s.types[name.Type] {
		fresh.add(object, name.Path)
	}
	s.indexes[name] = fresh
	return fresh
}

// reindex adds an object to, or takes it from, the indexes of its type.
func (s *Store) reindex(object *Object, add bool) {
	s.indexLock.Lock()
	defer s.indexLock.Unlock()
	for name, index := range s.indexes {
		if name.Type != object.Type {
			continue
		}
		if add {
			index.add(object, name.Path)
			continue
		}
		for _, value := range indexed(object, name.Path) {
			delete(index.byValue[value], object.key())
		}
	}
}

func (x *valueIndex) add(object *Object, path string) {
	for _, value := range indexed(object, path) {
		if x.byValue[value] == nil {
			x.byValue[value] = map[key]*Object{}
		}
		x.byValue[value][object.key()] = object
	}
}

// indexed returns the values an object is found under: a string, or each
// string of a list.
func indexed(object *Object, path string) []string {
	switch path {
	case byName:
		return []string{object.Name}
	case byURN:
		return []string{object.URN}
	case byID:
		return []string{object.ID}
	case byScope:
		return []string{object.Scope}
	}
	if list := object.Outputs.Strings(path); len(list) > 0 {
		return list
	}
	if value := object.Outputs.String(path); value != "" {
		return []string{value}
	}
	return nil
}
