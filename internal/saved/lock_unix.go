//go:build unix

package saved

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lockName is the file whose lock orders the processes that work with a store. The
// system drops the lock with the process.
const lockName = "lock"

// patience is how long a process waits for the others: none works for long.
const patience = 30 * time.Second

// Whether a process works with a store alone, as those must that write, or beside
// other readers.
const (
	alone  = syscall.LOCK_EX
	beside = syscall.LOCK_SH
)

type storeLock struct{ file *os.File }

// lock waits for its turn with the store, whose folder it makes.
func (s Store) lock(how int) (*storeLock, error) {
	if err := makeFolder(s.dir); err != nil {
		return nil, err
	}
	path := filepath.Join(s.dir, lockName)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
		if err == nil {
			return &storeLock{file}, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) || time.Now().After(deadline) {
			_ = file.Close()
			return nil, fmt.Errorf("waiting for other processes that work with the saves in %q: %w", s.dir, err)
		}
	}
}

// release lets others have their turn. Closing the file drops its lock.
func (l *storeLock) release() { _ = l.file.Close() }
