package localcloud

import (
	"errors"
	"slices"
	"strings"
	"sync"
)

// Store holds every object of the cloud in memory and in its journal. A change
// is in the file before it is in memory.
type Store struct {
	mu      sync.RWMutex
	objects map[key]*Object
	types   map[string]map[key]*Object
	indexes map[indexName]*valueIndex
	// indexLock guards indexes, which readers build.
	indexLock sync.Mutex
	draws     map[string]int
	journal   *journal
	// compactFrom is how long a journal that could not be compacted may grow before
	// that is tried again.
	compactFrom int
	lock        *Lock
	// recorded is called after every commit; nil is not.
	recorded func()
	// changed is closed, and made anew, with every commit.
	changed chan struct{}
}

// ErrReadOnly is the cause of the error when a store opened for reading is
// asked to change.
var ErrReadOnly = errors.New("the local cloud is open for reading only")

// compactAt is how many lines more than two for each object the journal may have
// before it is rewritten.
const compactAt = 256

func newStore() *Store {
	return &Store{
		objects: map[key]*Object{},
		types:   map[string]map[key]*Object{},
		indexes: map[indexName]*valueIndex{},
		draws:   map[string]int{},
		changed: make(chan struct{}),
	}
}

func (s *Store) live() *batch {
	return &batch{Put: s.all(), Draws: s.draws}
}

// all returns every object, sorted by type, scope and id.
func (s *Store) all() []*Object {
	list := make([]*Object, 0, len(s.objects))
	for _, object := range s.objects {
		list = append(list, object)
	}
	sortObjects(list)
	return list
}

func sortObjects(list []*Object) {
	slices.SortFunc(list, func(a, b *Object) int {
		if c := strings.Compare(a.Type, b.Type); c != 0 {
			return c
		}
		if c := strings.Compare(a.Scope, b.Scope); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// commit writes a batch to the journal and then to memory. The caller holds
// the write lock.
func (s *Store) commit(b *batch) error {
	if b.empty() {
		return nil
	}
	if s.journal == nil {
		return ErrReadOnly
	}
	if err := s.journal.append(b); err != nil {
		return err
	}
	s.apply(b)
	s.compact()
	if s.recorded != nil {
		s.recorded()
	}
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

// compact rewrites a journal that has grown much longer than the cloud. Where it can't
// be, the long one says the same, and goes on.
func (s *Store) compact() {
	if lines := s.journal.lines; lines > max(2*len(s.objects)+compactAt, s.compactFrom) {
		s.compactFrom = 0
		if s.journal.rewrite(s.live()) != nil {
			s.compactFrom = lines + compactAt
		}
	}
}

// apply changes memory only.
func (s *Store) apply(b *batch) {
	for _, k := range b.Drop {
		s.forget(k)
	}
	for _, object := range b.Put {
		k := object.key()
		s.forget(k)
		s.objects[k] = object
		if s.types[object.Type] == nil {
			s.types[object.Type] = map[key]*Object{}
		}
		s.types[object.Type][k] = object
		s.reindex(object, true)
	}
	for name, count := range b.Draws {
		s.draws[name] = count
	}
}

func (s *Store) forget(k key) {
	object, ok := s.objects[k]
	if !ok {
		return
	}
	s.reindex(object, false)
	delete(s.objects, k)
	delete(s.types[k.Type], k)
}

// reset empties the cloud: file and memory.
func (s *Store) reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.journal == nil {
		return ErrReadOnly
	}
	if err := s.journal.rewrite(&batch{}); err != nil {
		return err
	}
	fresh := newStore()
	s.objects, s.types, s.indexes, s.draws = fresh.objects, fresh.types, fresh.indexes, fresh.draws
	return nil
}

// Close writes what the system still holds back and lets other processes in.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.journal != nil {
		err = s.journal.close()
		s.journal = nil
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Release())
		s.lock = nil
	}
	return err
}
