package tests

import (
	"encoding/json"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// A cloud that is saved is there again after it was changed and destroyed: Pulumi
// finds what it left, and the cloud holds the same. What a change of it costs to
// save is little.
func TestASavedCloudIsThereAgain(t *testing.T) {
	t.Parallel()
	w, _ := upAlready(t, reference, "dev")
	home := engine.Home{Dir: w.home}
	file, err := os.ReadFile(w.system.StackFile(w.stack))
	require.NoError(t, err)
	held, state := w.list(), w.state()
	_, err = home.Save("base")
	assert.ErrorContains(t, err, "the local cloud is in use by process", "not while it is open")

	w.close()
	base, err := home.Save("base")
	require.NoError(t, err)
	assert.Equal(t, len(held), base.Objects)
	assert.Equal(t, []string{reference + "/dev"}, base.Stacks)

	w.reopen()
	w.edit(lives[reference].change)
	assert.Equal(t, 1, w.run(engine.Up).Changes.Update)
	changed := w.list()
	w.close()
	variant, err := home.Save("variant")
	require.NoError(t, err)
	t.Logf("%d bytes, %d on the disk; the variant %d", base.Bytes, base.Added, variant.Added)
	assert.Less(t, variant.Added, base.Added/2)

	w.reopen()
	w.run(engine.Destroy)
	assert.Empty(t, w.list())
	w.close()

	_, err = home.Restore("variant")
	require.NoError(t, err)
	w.reopen()
	assert.Equal(t, changed, w.list())
	assert.Zero(t, w.run(engine.Preview).Changes.Total())
	w.close()

	_, err = home.Restore("base")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(w.system.StackFile(w.stack), file, 0o600))
	w.reopen()
	assert.Equal(t, held, w.list())
	assert.Equal(t, state, w.state())
	assert.Zero(t, w.run(engine.Preview).Changes.Total())
	assert.Zero(t, w.refreshPreview().Changes.Total())
}

// Whenever a restore is killed, what is there next is all of the one or all of the
// other.
func TestARestoreThatIsKilledIsWholeOrNotBegun(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	kept := engine.Home{Dir: home}
	require.NoError(t, kept.Make())
	_, err := kept.Save("empty")
	require.NoError(t, err)
	full := baseOf(t, reference, "dev")
	full.restore(t, home)
	all := len(listing(t, home))
	require.Positive(t, all)

	started := time.Now()
	require.NoError(t, command(t, home, "local", "restore", "empty").Run())
	took := time.Since(started)
	const tries = 12
	seen := map[int]int{}
	for try := range tries {
		full.restore(t, home)
		process := command(t, home, "local", "restore", "empty")
		require.NoError(t, process.Start())
		time.Sleep(2 * took * time.Duration(try) / tries)
		_ = process.Process.Signal(syscall.SIGKILL)
		_ = process.Wait() // it was killed, or done before
		objects := len(listing(t, home))
		states, err := os.ReadDir(kept.State())
		require.NoError(t, err)
		seen[objects]++
		if objects == 0 {
			assert.Empty(t, states)
		} else {
			assert.Equal(t, all, objects)
			assert.NotEmpty(t, states)
		}
	}
	t.Logf("so many objects, so often: %v", seen)
}

// BenchmarkSavedProduction saves and restores StockIndicator's production.
func BenchmarkSavedProduction(b *testing.B) {
	home := engine.Home{Dir: b.TempDir()}
	groundwork := func(args ...string) []byte {
		process := exec.CommandContext(b.Context(), os.Args[0], append([]string{"local"}, args...)...)
		process.Env = append(os.Environ(), asCommand+"=1", "GROUNDWORK_HOME="+home.Dir)
		output, err := process.Output()
		require.NoError(b, err, "%s", output)
		return output
	}
	var up engine.Result
	require.NoError(b, json.Unmarshal(groundwork("up", "--stack", "prod", "--json"), &up))
	_, err := home.Save("base")
	require.NoError(b, err)
	for name, do := range map[string]func() error{
		"save": func() error {
			if err := home.DeleteSaved("base"); err != nil {
				return err
			}
			_, err := home.Save("base")
			return err
		},
		"save again": func() error { _, err := home.Save("base"); return err },
		"restore":    func() error { _, err := home.Restore("base"); return err },
		"command":    func() error { groundwork("restore", "base"); return nil },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, do())
			}
			b.ReportMetric(float64(up.Changes.Create), "resources")
		})
	}
}
