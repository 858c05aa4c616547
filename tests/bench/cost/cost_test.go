package cost

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAStatLineIsReadWhateverTheNameIs(t *testing.T) {
	line := "42 (a (b) c) S 7 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 9 0 555 1000000 250 18446744073709551615 1 1"
	got, ok := parseStat(line)
	require.True(t, ok)
	assert.Equal(t, process{pid: 42, parent: 7, name: "a (b) c", memory: 250 * int64(os.Getpagesize())}, got)
	for _, broken := range []string{"", "42", "42 (x", "42 (x) S 7", "x (x) S 7 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 9 0 555 1000000 250 1"} {
		_, ok := parseStat(broken)
		assert.False(t, ok, broken)
	}
}

func TestACostHoldsTheChildrenOfAProcess(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc here")
	}
	// The child burns CPU and lasts long enough to be seen.
	child := exec.Command("sh", "-c", `sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo '{"changes":{"same":3,"create":0}}'`)
	took, err := Measure(child, 5*time.Millisecond, 0)
	require.NoError(t, err)
	assert.Greater(t, took.CPU, 0.05)
	assert.Greater(t, took.Peak, int64(1e6))
	assert.Equal(t, map[string]int{"same": 3}, took.Changes, "what was done to none is left out")
}

func TestWhatIsLateIsEndedWithAllBelowIt(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc here")
	}
	started := time.Now()
	_, err := Measure(exec.Command("sh", "-c", "sleep 60; true"), Seldom, 300*time.Millisecond)
	require.ErrorIs(t, err, ErrLate)
	assert.Less(t, time.Since(started), 30*time.Second, "the sleep holds the output open until it ends")
}
