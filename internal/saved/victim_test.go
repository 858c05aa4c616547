package saved

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// asVictim makes the test binary carry out a deed and kill itself before one of
// its changes of the disk.
const asVictim = "GROUNDWORK_SAVED_VICTIM"

func TestMain(m *testing.M) {
	if order := os.Getenv(asVictim); order != "" {
		victim(strings.Split(order, " "))
	}
	os.Exit(m.Run())
}

// deeds are what victims do in a store and a home.
var deeds = map[string]func(store Store, home string) error{
	"save":   func(store Store, _ string) error { _, err := store.Save("x", second, nil); return err },
	"delete": func(store Store, _ string) error { return store.Delete("x") },
	"restore": func(store Store, home string) error {
		if _, err := store.Stage("x", home, roots...); err != nil {
			return err
		}
		return Settle(home)
	},
	"settle": func(_ Store, home string) error { return Settle(home) },
}

// first, second and other have parts in common and parts of their own.
var (
	first  = append(state(5), File{"state/first/dev.json", []byte("first\n")})
	other  = state(5)
	second = append(state(6)[:2:2], File{"state/other/dev.json", []byte("second\n")})
)

func victim(order []string) {
	left, err := strconv.Atoi(order[1])
	if err != nil {
		panic(err)
	}
	step = func(what string) {
		if left--; left > 0 {
			return
		}
		if folder, removes := strings.CutPrefix(what, "remove "); removes {
			// In the middle of it.
			if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
				_ = os.RemoveAll(filepath.Join(folder, entries[0].Name()))
			}
		}
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	if err := deeds[order[0]](Open(order[2]), order[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// killedAt has a victim do a deed until its nth step; false when it came to the
// end before.
func killedAt(t *testing.T, deed string, n int, store Store, home string) bool {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0])
	process.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %s %s", asVictim, deed, n, store.dir, home))
	output, err := process.CombinedOutput()
	if err != nil {
		require.Equal(t, -1, process.ProcessState.ExitCode(), "%s fails: %s", deed, output)
	}
	return err != nil
}
