package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// pulumiCLI is a Pulumi CLI, as the Automation API wants it. Unlike its own, this one
// does not start the CLI to ask for a version that is known.
type pulumiCLI struct {
	path    string
	version semver.Version
}

var _ auto.PulumiCommand = pulumiCLI{}

// pulumiOnPath is the CLI on PATH, with its version.
func pulumiOnPath() (pulumiCLI, error) {
	path, err := exec.LookPath("pulumi")
	if err != nil {
		return pulumiCLI{}, err
	}
	ask := exec.Command(path, "version")
	ask.Env = append(os.Environ(), "PULUMI_SKIP_UPDATE_CHECK=true")
	said, err := ask.Output()
	if err != nil {
		return pulumiCLI{}, fmt.Errorf("running %q: %w", path+" version", err)
	}
	version, err := semver.ParseTolerant(strings.TrimSpace(string(said)))
	if err != nil {
		return pulumiCLI{}, fmt.Errorf("reading what %q says: %w", path+" version", err)
	}
	return pulumiCLI{path, version}, nil
}

// Version is the CLI's.
func (p pulumiCLI) Version() semver.Version { return p.version }

// unknownExit is the exit code of a CLI that did not come to an end by itself.
const unknownExit = -2

// Run runs the CLI. A cancelled context interrupts it, and ends it when it has not
// ended by itself some time later.
func (p pulumiCLI) Run(ctx context.Context, dir string, stdin io.Reader, outputs, errorOutputs []io.Writer, environment []string, args ...string) (stdout, stderr string, code int, err error) {
	if !slices.Contains(args, "--non-interactive") {
		args = append([]string{"--non-interactive"}, args...)
	}
	process := exec.CommandContext(ctx, p.path, args...)
	process.Dir, process.Stdin = dir, stdin
	process.Env = append(append(os.Environ(), environment...), "PULUMI_AUTOMATION_API=true", "PATH="+p.searchPath())
	var output, problems bytes.Buffer
	process.Stdout = io.MultiWriter(append(outputs, &output)...)
	process.Stderr = io.MultiWriter(append(errorOutputs, &problems)...)
	// In a group of its own, an interrupt at the terminal reaches it through here only.
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.WaitDelay = 10 * time.Second

	err = process.Run()
	var exited *exec.ExitError
	switch {
	case err == nil:
		code = 0
	case errors.As(err, &exited):
		code = exited.ExitCode()
	default:
		code = unknownExit
	}
	return output.String(), problems.String(), code, err
}

// searchPath begins with the CLI's own folder: its plugins lie beside it.
func (p pulumiCLI) searchPath() string {
	return filepath.Dir(p.path) + string(os.PathListSeparator) + os.Getenv("PATH")
}

// answered is a CLI for stacks whose states lie in the home: what the Automation
// API asks it around an operation is answered without starting it. It starts one to
// select a stack, two to read the outputs and one for the history, each a sixth of
// a second of computing; the session reads what it needs from the state itself.
type answered struct{ pulumiCLI }

// Run answers, or runs the CLI.
func (a answered) Run(ctx context.Context, dir string, stdin io.Reader, outputs, errorOutputs []io.Writer, environment []string, args ...string) (stdout, stderr string, code int, err error) {
	if len(args) > 1 && args[0] == "stack" {
		switch args[1] {
		case "select", "init":
			return "", "", 0, nil
		case "output":
			return "{}", "", 0, nil
		case "history":
			return "[]", "", 0, nil
		}
	}
	return a.pulumiCLI.Run(ctx, dir, stdin, outputs, errorOutputs, environment, args...)
}
