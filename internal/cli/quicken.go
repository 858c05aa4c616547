package cli

import (
	"os"
	"runtime/debug"
)

// Quicken lets garbage lie longer than Go does by itself, unless GOGC says how
// long: a command lives for seconds.
func Quicken() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
