//go:build unix

package localcloud

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// lockName is the file whose lock says that a process writes the cloud. The
// system drops the lock with the process, so a kill leaves none behind.
const lockName = "cloud.lock"

// ErrBusy is the cause of the error when another process writes the cloud.
var ErrBusy = errors.New("the local cloud is in use")

// Lock says that this process writes the cloud in a folder, or replaces it.
type Lock struct {
	file *os.File
	name string
}

// Name tells who holds the lock from all others before and after: the process, its
// host, and a word that nobody else has. A process number alone may be a stranger's.
func (l *Lock) Name() string { return l.name }

// LockFolder takes the cloud in a folder for this process, and makes the folder
// when there is none; ErrBusy is the cause of the error when another process has
// it. Nothing is read.
func LockFolder(folder string) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making the local cloud's folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the local cloud: %w", err)
	}
	// Whoever only asks for the holder has the lock for a moment.
	for range 5 {
		if err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); !errors.Is(err, syscall.EWOULDBLOCK) {
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	if err == nil {
		host, _ := os.Hostname() // without one the word is enough
		lock := &Lock{file, fmt.Sprintf("%d %s %s", os.Getpid(), host, rand.Text())}
		lock.sign()
		return lock, nil
	}
	holder, _ := os.ReadFile(file.Name())
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%w by %s, in %q", ErrBusy, HolderInWords(strings.TrimSpace(string(holder))), folder)
	}
	return nil, fmt.Errorf("locking the local cloud in %q: %w", folder, err)
}

// sign writes the holder's name, for those who ask. Where the disk is full nobody is
// told, and the cloud can be worked with all the same.
func (l *Lock) sign() {
	_ = l.file.Truncate(0)
	_, _ = l.file.WriteAt([]byte(l.name+"\n"), 0)
}

// Holder is the name of whoever has the cloud in a folder, "" when nobody has. A name
// that was left by one that was killed is nobody's.
func Holder(folder string) (string, error) {
	path := filepath.Join(folder, lockName)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("asking who has the local cloud: %w", err)
	}
	defer file.Close()
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if err == nil {
		return "", syscall.Flock(int(file.Fd()), syscall.LOCK_UN)
	}
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return "", fmt.Errorf("asking who has the local cloud in %q: %w", folder, err)
	}
	name, err := io.ReadAll(file)
	return strings.TrimSpace(string(name)), err
}

// HolderInWords is a holder's name as people are told of it.
func HolderInWords(name string) string {
	switch parts := strings.Fields(name); len(parts) {
	case 0:
		return "another process"
	case 1, 2:
		return "process " + parts[0]
	default:
		return fmt.Sprintf("process %s on %s", parts[0], parts[1])
	}
}

// Release lets other processes have the cloud. Closing the file would not do: a
// process that is being started has it too, until it becomes another program.
func (l *Lock) Release() error {
	return errors.Join(syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN), l.file.Close())
}
