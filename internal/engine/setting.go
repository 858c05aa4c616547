package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Setting is a change of a stack file, as the Pulumi CLI makes it.
type Setting struct {
	// System and Stack are whose file it is. Required.
	System System
	Stack  string
	// Command is pulumi's, such as config set, Arguments what follows it. Required.
	Command   []string
	Arguments []string
	// Input is what the CLI reads a value from, Messages where it asks and complains.
	Input    io.Reader
	Messages io.Writer
}

// StackFileAfter has the CLI change a copy of the stack file, with whatever it is
// signed in to and encrypts with, and gives the file as the CLI wrote it: with what it
// says, and without the comments and blank lines that it had.
func (p Project) StackFileAfter(ctx context.Context, setting Setting) (before, after []byte, err error) {
	system, file := setting.System, "Pulumi."+setting.Stack+".yaml"
	before, err = os.ReadFile(system.StackFile(setting.Stack))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, system.NoStack(setting.Stack)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the stack file: %w", err)
	}
	project, err := os.ReadFile(filepath.Join(system.Dir, "Pulumi.yaml"))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the project file: %w", err)
	}
	dir, err := os.MkdirTemp("", "groundwork-config-")
	if err != nil {
		return nil, nil, fmt.Errorf("making a folder for the copy of the stack file: %w", err)
	}
	defer os.RemoveAll(dir)
	for name, content := range map[string][]byte{"Pulumi.yaml": project, file: before} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return nil, nil, fmt.Errorf("copying the stack file: %w", err)
		}
	}
	cli, err := p.installed(ctx, setting.Messages)
	if err != nil {
		return nil, nil, err
	}
	process := exec.CommandContext(ctx, cli.path, slices.Concat(setting.Command, []string{"--stack", setting.Stack}, setting.Arguments)...)
	process.Dir, process.Stdin, process.Stdout, process.Stderr = dir, setting.Input, setting.Messages, setting.Messages
	process.Env = append(os.Environ(), "PULUMI_SKIP_UPDATE_CHECK=true")
	if err := process.Run(); err != nil {
		return nil, nil, fmt.Errorf("pulumi %s --stack %s, for %s: %w", strings.Join(setting.Command, " "), setting.Stack, system.Name, err)
	}
	after, err = os.ReadFile(filepath.Join(dir, file))
	return before, after, err
}
