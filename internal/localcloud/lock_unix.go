//go:build unix

package localcloud

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// lockName is the file whose lock says that a process writes the cloud. The
// system drops the lock with the process, so a kill leaves none behind.
const lockName = "cloud.lock"

// ErrBusy is the cause of the error when another process writes the cloud.
var ErrBusy = errors.New("the local cloud is in use")

// Lock says that this process writes the cloud in a folder, or replaces it.
type Lock struct{ file *os.File }

// LockFolder takes the cloud in a folder for this process, and makes the folder
// when there is none; ErrBusy is the cause of the error when another process has
// it. Nothing is read.
func LockFolder(folder string) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making the local cloud's folder: %w", err)
	}
	path := filepath.Join(folder, lockName)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the local cloud: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		_ = file.Truncate(0)
		_, _ = fmt.Fprintf(file, "%d\n", os.Getpid()) // only for the message below
		return &Lock{file}, nil
	}
	holder, _ := os.ReadFile(path)
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%w by process %s, in %q", ErrBusy, strings.TrimSpace(string(holder)), folder)
	}
	return nil, fmt.Errorf("locking the local cloud in %q: %w", folder, err)
}

// Release lets other processes have the cloud. Closing the file would not do: a
// process that is being started has it too, until it becomes another program.
func (l *Lock) Release() error {
	return errors.Join(syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN), l.file.Close())
}
