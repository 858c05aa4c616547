//go:build !linux

package process

import "syscall"

// endWithParent is nothing here: only Linux ends a process with its parent. One
// that is left behind by a killed test must be ended by hand.
func endWithParent() *syscall.SysProcAttr { return nil }
