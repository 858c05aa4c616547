package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"groundwork/internal/engine"
	"groundwork/internal/stage"
	"groundwork/tests/bench/cost"
	"groundwork/tests/bench/share"
)

// pull is a pull request whose comment is measured.
type pull struct {
	title string
	// file is the stack file that is touched, "" is none: what stands there, and what
	// comes instead.
	file, from, to string
	// most is how many CPU seconds it may take beyond building the command.
	most float64
}

// pulls are measured in their order, in one home: the first of a stack brings its base
// up, the next finds it kept.
var pulls = []pull{
	{"no change in any stack", "", "", "", 5},
	{"one stack file", "Pulumi.dev.yaml", "groundwork:database: {}", "groundwork:database: {storage: 40GB}", 15},
	{"one stack file, base kept", "Pulumi.dev.yaml", "tag: 1.0.0", "tag: 1.1.0", 15},
	{"production's stack file", "Pulumi.prod.yaml", "storage: 500GB", "storage: 600GB", 15},
}

// comments prints what the comment on each pull request takes, and gives those that
// took more than they may.
func comments(project engine.Project, o options) (missed []string, err error) {
	dir, err := os.MkdirTemp("", "groundwork-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a home: %w", err)
	}
	defer os.RemoveAll(dir)
	fmt.Printf("\nthe comment on a pull request, rehearsed: CPU seconds of all processes; at most %.2f GB\n%-28s %8s %8s %-6s %10s\n",
		share.Gigabytes(stage.Needed), "", "CPU s", "at most", "", "memory GB")
	for i, p := range pulls {
		root := filepath.Join(dir, fmt.Sprint("checkout", i))
		if err := p.checkOut(project.Root, root); err != nil {
			return nil, err
		}
		took, err := comment(o, root, filepath.Join(dir, "home"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.title, err)
		}
		verdict := "ok"
		if took.CPU > p.most || took.Peak > stage.Needed {
			verdict, missed = "MISSED", append(missed, p.title)
		}
		fmt.Printf("%-28s %8.1f %8.1f %-6s %10.2f\n", p.title, took.CPU, p.most, verdict, share.Gigabytes(took.Peak))
	}
	return missed, nil
}

// comment measures the command in a checkout.
func comment(o options, root, home string) (cost.Cost, error) {
	path, err := filepath.Abs(o.command)
	if err != nil {
		return cost.Cost{}, fmt.Errorf("finding the command: %w", err)
	}
	command := exec.Command(path, "preview-comment", "--local", "--no-post", "--base", "HEAD", "--format", "json")
	command.Dir, command.Env = root, cost.Environment(home)
	took, _, err := cost.Run(command, cost.Often, 0)
	if exited := new(exec.ExitError); errors.As(err, &exited) && exited.ExitCode() > 1 {
		err = nil // it was told, and blocks
	}
	return took, err
}

// checkOut makes a checkout of the project's last commit with the change.
func (p pull) checkOut(project, root string) error {
	if said, err := exec.Command("git", "clone", "--quiet", "--shared", project, root).CombinedOutput(); err != nil {
		return fmt.Errorf("making a checkout: %w: %s", err, said)
	}
	if p.file == "" {
		return nil
	}
	path := filepath.Join(root, p.file)
	source, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("changing a stack file: %w", err)
	}
	changed := strings.Replace(string(source), p.from, p.to, 1)
	if changed == string(source) {
		return fmt.Errorf("%s: there is no %q in it", path, p.from)
	}
	return os.WriteFile(path, []byte(changed), 0o600)
}
