//go:build unix

package engine

import (
	"errors"
	"syscall"
)

// alive tells whether a process with that id exists on this machine.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
