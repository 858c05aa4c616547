package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// lockPatience is how long a run waits for the holder of a stack's lock: a CLI
// whose groundwork was killed ends by itself within seconds.
const lockPatience = 30 * time.Second

// stackLock is a lock of Pulumi's file backend.
type stackLock struct {
	path     string
	PID      int    `json:"pid"`
	Hostname string `json:"hostname"`
}

// clearLocks removes the locks that dead processes of this machine left, and
// waits a while for living ones to let go. What is then still locked is left to
// Pulumi to refuse.
func (h Home) clearLocks(ctx context.Context, system, stack string, progress Progress) error {
	host, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("asking for this machine's name: %w", err)
	}
	told := false
	for deadline := time.Now().Add(lockPatience); ; {
		holder, err := h.breakDeadLocks(host, system, stack, progress)
		if err != nil || holder == 0 || time.Now().After(deadline) {
			return err
		}
		if !told {
			progress.Note(fmt.Sprintf("process %d still works with the stack; waiting for it to end", holder))
			told = true
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// breakDeadLocks removes the locks of this machine's dead processes, and gives a
// living process that holds one; 0 for none.
func (h Home) breakDeadLocks(host, system, stack string, progress Progress) (holder int, err error) {
	locks, err := h.locks(host, system, stack)
	if err != nil {
		return 0, err
	}
	for _, lock := range locks {
		switch {
		case lock.Hostname != host:
		case alive(lock.PID):
			holder = lock.PID
		default:
			if err := os.Remove(lock.path); err != nil && !os.IsNotExist(err) {
				return 0, fmt.Errorf("removing a stale lock: %w", err)
			}
			progress.Note(fmt.Sprintf("removed the stack lock that process %d left when it ended", lock.PID))
		}
	}
	return holder, nil
}

// locks reads the stack's locks; one that cannot be read counts as left by a dead
// process of this machine, host.
func (h Home) locks(host, system, stack string) ([]stackLock, error) {
	files, err := filepath.Glob(filepath.Join(h.State(), ".pulumi", "locks", "organization", system, stack, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("looking for locks: %w", err)
	}
	var locks []stackLock
	for _, file := range files {
		lock := stackLock{path: file}
		source, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue // let go meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("reading a lock: %w", err)
		}
		if json.Unmarshal(source, &lock) != nil {
			lock.PID, lock.Hostname = noProcess, host
		}
		locks = append(locks, lock)
	}
	return locks, nil
}

// noProcess is a process id that no system gives out.
const noProcess = 1<<31 - 2
