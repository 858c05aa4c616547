// Package cost tells what a process and all that it starts take: CPU, time, memory
// and Pulumi CLIs.
package cost

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Cost is what an operation took.
type Cost struct {
	// CPU are seconds of user and system time of the process and of all that it
	// started and waited for; Wall are seconds that passed.
	CPU, Wall float64
	// Peak is the most memory that the tree held together, in bytes.
	Peak int64
	// CLIs is how many Pulumi CLIs were seen in the tree.
	CLIs int
	// Changes are the engine's counts by operation; what was done to none is left
	// out.
	Changes map[string]int
}

// ErrLate is of a process that was ended for taking too long.
var ErrLate = errors.New("not done in time")

// How often a tree is looked at: often enough to see every CLI, which lives for a
// tenth of a second, or seldom enough to take nothing from what is measured.
const (
	Often  = 10 * time.Millisecond
	Seldom = 250 * time.Millisecond
)

// Measure runs a process that prints changes as JSON. Its tree is looked at every
// so often; after limit, 0 for none, all of it is ended, with ErrLate.
func Measure(command *exec.Cmd, every, limit time.Duration) (Cost, error) {
	taken, output, err := Run(command, every, limit)
	if err != nil {
		return taken, err
	}
	var printed struct {
		Changes map[string]int `json:"changes"`
	}
	if err := json.Unmarshal(output, &printed); err != nil {
		return taken, fmt.Errorf("reading what %s printed: %w", command.Path, err)
	}
	taken.Changes = printed.Changes
	maps.DeleteFunc(taken.Changes, func(_ string, count int) bool { return count == 0 })
	return taken, nil
}

// Run does what Measure does for a process that prints something else, which it gives.
func Run(command *exec.Cmd, every, limit time.Duration) (Cost, []byte, error) {
	var output, said bytes.Buffer
	command.Stdout, command.Stderr = &output, &said
	// A process that stays behind would work for nothing: then this fails.
	command.WaitDelay = 10 * time.Second
	started := time.Now()
	if err := command.Start(); err != nil {
		return Cost{}, nil, fmt.Errorf("starting %s: %w", command.Path, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	taken, err := watch(command.Process.Pid, ended, every, limit)
	taken.Wall = time.Since(started).Seconds()
	if errors.Is(err, ErrLate) {
		return taken, nil, err
	}
	taken.CPU = (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
	if err != nil {
		return taken, nil, fmt.Errorf("%s: %w: %s%s", strings.Join(command.Args, " "), err, lastWords(output.Bytes()), lastWords(said.Bytes()))
	}
	return taken, output.Bytes(), nil
}

// lastWords are the end of what a process said.
func lastWords(said []byte) []byte { return said[max(0, len(said)-2000):] }

// watch looks at a tree until its root has ended.
func watch(root int, ended <-chan error, every, limit time.Duration) (Cost, error) {
	var taken Cost
	var late <-chan time.Time
	if limit > 0 {
		late = time.After(limit)
	}
	clis := map[int]bool{}
	for {
		select {
		case err := <-ended:
			taken.CLIs = len(clis)
			return taken, err
		case <-late:
			killBelow(root)
			<-ended
			return taken, ErrLate
		case <-time.After(every):
			var memory int64
			for _, found := range processesBelow(root) {
				memory += found.memory
				if found.name == "pulumi" {
					clis[found.pid] = true
				}
			}
			taken.Peak = max(taken.Peak, memory)
		}
	}
}

// Environment is this process's without what would drive the engine or Go's
// runtime another way, and with home for what is measured.
func Environment(home string) []string {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		for _, prefix := range []string{"PULUMI_", "GROUNDWORK_", "GOGC=", "GOMEMLIMIT="} {
			if strings.HasPrefix(variable, prefix) {
				return true
			}
		}
		return false
	})
	return append(env, "GROUNDWORK_HOME="+home)
}
