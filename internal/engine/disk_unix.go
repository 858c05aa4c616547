//go:build unix

package engine

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
)

// writeErrors say that a disk takes no more: it is full, somebody's share of it is, a
// file has the size that a process may write, or it is read-only.
var writeErrors = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.EROFS}

// unwritable tells whether a message is about a disk that takes no more. What follows
// would fail in the same way, one write after the other.
func unwritable(message string) bool {
	return slices.ContainsFunc(writeErrors, func(reads syscall.Errno) bool { return strings.Contains(message, reads.Error()) })
}

// neededSpace is what the state and the cloud of a large stack take, with the
// copies that Pulumi keeps, in bytes.
const neededSpace = 64 << 20

// checkSpace refuses to start on a disk that is nearly full. Pulumi tries each
// failed write of its state again for half a minute, and what it wrote last may
// be cut short.
func (h Home) checkSpace() error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(h.Dir, &disk); err != nil {
		return fmt.Errorf("asking for free space in %q: %w", h.Dir, err)
	}
	free := int64(disk.Bavail) * int64(disk.Bsize)
	if free < neededSpace {
		return fmt.Errorf("the disk of %s is full: %d MB are free, %d MB are needed; free some, or set GROUNDWORK_HOME to a folder on another disk", h.Dir, free>>20, neededSpace>>20)
	}
	return nil
}
