package localcloud

import (
	"errors"
	"path/filepath"
)

// openStore opens the cloud in a folder for reading and writing, and makes the
// folder when there is none. Only one process can have it open this way. Opening is
// called with the lock held and before anything is read; nil is not.
func openStore(folder string, key []byte, opening func() error) (*Store, error) {
	lock, err := LockFolder(folder)
	if err != nil {
		return nil, err
	}
	if opening != nil {
		if err := opening(); err != nil {
			return nil, errors.Join(err, lock.Release())
		}
	}
	s := newStore()
	s.lock = lock
	seal, err := newLineSeal(key)
	if err == nil {
		err = s.load(filepath.Join(folder, JournalName), seal)
	}
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	return s, nil
}

// ReadStore opens the cloud in a folder for reading. It needs no lock, and
// another process may write meanwhile; it sees what was whole when it looked.
func ReadStore(folder string) (*Store, error) {
	s := newStore()
	if _, _, err := readJournal(filepath.Join(folder, JournalName), nil, s.apply); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) load(path string, seal *lineSeal) error {
	size, lines, err := readJournal(path, seal, s.apply)
	if err != nil {
		return err
	}
	if s.journal, err = openJournal(path, seal, size, lines); err != nil {
		return err
	}
	s.compact()
	return nil
}

// Text is the cloud in its canonical form, as the journal has it right after it
// was compacted, and how many objects it holds.
func (s *Store) Text() (text []byte, objects int, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	text, _, err = textOf(s.live(), nil)
	return text, len(s.objects), err
}
