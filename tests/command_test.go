package tests

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
)

// asCommand makes the test binary be the groundwork command.
const asCommand = "GROUNDWORK_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "" {
		code := m.Run()
		forgetBases()
		os.Exit(code)
	}
	cli.Quicken()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(cli.Run(ctx, program.Systems(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// command is a call of groundwork in a home of its own.
func command(t *testing.T, home string, args ...string) *exec.Cmd {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0], args...)
	process.Env = append(os.Environ(), asCommand+"=1", "GROUNDWORK_HOME="+home)
	return process
}

// operate runs an operation on dev to its end.
func operate(t *testing.T, home string, args ...string) engine.Result {
	t.Helper()
	return resultOf(t, command(t, home, append([]string{"local"}, append(args, "--stack", "dev", "--json")...)...))
}

// resultOf runs an operation to its end and reads the JSON that it prints.
func resultOf(t *testing.T, process *exec.Cmd) engine.Result {
	t.Helper()
	var problems bytes.Buffer
	process.Stderr = &problems
	output, err := process.Output()
	require.NoError(t, err, "%s\n%s", output, problems.String())
	var result engine.Result
	require.NoError(t, json.Unmarshal(output, &result), "stdout is one JSON value: %s", output)
	return result
}

// cutOff starts an operation and sends it a signal after some lines of progress;
// it gives the exit code, -1 when the signal killed it.
func cutOff(t *testing.T, home, operation string, lines int, with syscall.Signal) int {
	t.Helper()
	process := command(t, home, "local", operation, "--stack", "dev")
	output, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	reader := bufio.NewScanner(output)
	for count := 0; reader.Scan(); {
		if count++; count == lines {
			require.NoError(t, process.Process.Signal(with))
		}
	}
	_ = process.Wait() // the exit code says how it ended
	return process.ProcessState.ExitCode()
}

// What was cut off is finished by the next run: nothing lost, nothing doubled,
// and in the end nothing left.
func TestWhatWasCutOffIsFinishedByTheNextRun(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	assert.Equal(t, cli.ExitInterrupted, cutOff(t, home, "up", 25, syscall.SIGINT))
	assert.Equal(t, -1, cutOff(t, home, "up", 30, syscall.SIGKILL))
	assert.Equal(t, engine.Succeeded, operate(t, home, "up").Result)
	again := operate(t, home, "preview")
	assert.Zero(t, again.Changes.Total(), "%+v", again.Changes)

	seen := map[string]bool{}
	for _, object := range listing(t, home) {
		key := object.Type + " " + object.Name
		assert.False(t, seen[key], "%s exists twice", key)
		seen[key] = true
	}
	assert.Equal(t, -1, cutOff(t, home, "destroy", 30, syscall.SIGKILL))
	assert.Equal(t, engine.Succeeded, operate(t, home, "destroy").Result)
	assert.Empty(t, listing(t, home))
}

func listing(t *testing.T, home string) []localcloud.Listed {
	t.Helper()
	output, err := command(t, home, "local", "list", "--json").Output()
	require.NoError(t, err)
	var list []localcloud.Listed
	require.NoError(t, json.Unmarshal(output, &list))
	return list
}

// A server lends the cloud to any pulumi; meanwhile nobody else works with it.
func TestAServerLendsTheCloudToAnyPulumi(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	output, err := command(t, home, "local", "env").Output()
	require.NoError(t, err)
	assert.Contains(t, string(output), "export PULUMI_DEBUG_PROVIDERS='aws:")
	assert.Contains(t, string(output), "export PULUMI_BACKEND_URL='http://127.0.0.1:")

	var problems bytes.Buffer
	refused := command(t, home, "local", "up")
	refused.Stderr = &problems
	assert.Error(t, refused.Run())
	assert.Contains(t, problems.String(), "groundwork local stop")

	require.NoError(t, command(t, home, "local", "stop").Run())
	output, err = command(t, home, "local", "stop").CombinedOutput()
	require.NoError(t, err)
	assert.Equal(t, "no server runs\n", string(output))
}

// Two shells may ask for it at once.
func TestAServerIsStartedOnce(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	var asking sync.WaitGroup
	outputs := make([]string, 6)
	for i := range outputs {
		asking.Go(func() {
			output, err := command(t, home, "local", "env").CombinedOutput()
			assert.NoError(t, err, "%s", output)
			outputs[i] = string(output)
		})
	}
	asking.Wait()
	for _, output := range outputs {
		assert.Equal(t, outputs[0], output)
	}
	output, err := command(t, home, "local", "stop").CombinedOutput()
	require.NoError(t, err)
	assert.Empty(t, string(output), "it is found, and ended")
}

// A stack file that makes no sense is refused by the program itself as well, for
// those who run plain pulumi: before anything is created.
func TestTheProgramItselfRefusesABadStackFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, reference, "dev")
	w.edit(func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"replicas": 1, "backups": "0d"})
		merge(config, "groundwork:network", map[string]any{"zones": []any{"use1-az1"}})
	})
	result := w.try(engine.Up)
	assert.Equal(t, engine.Failed, result.Result)
	said := strings.Join(result.Problems, "\n")
	assert.Contains(t, said, "groundwork:database.replicas: 1")
	assert.Contains(t, said, "groundwork:network.zones")
	assert.Empty(t, w.list())
}
