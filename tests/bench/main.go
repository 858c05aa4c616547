// Command bench measures what users wait for: the life of a stack in the local
// cloud with the built command, and what a cold build of the program takes.
// Times depend on the machine: compare them with those of the same machine.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"time"
)

func main() {
	command := flag.String("command", "bin/groundwork", "the built command")
	stack := flag.String("stack", "prod", "the stack to measure")
	build := flag.Bool("build", true, "also build the program with an empty cache (several minutes)")
	flag.Parse()
	if err := run(*command, *stack, *build); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(command, stack string, build bool) error {
	if err := life(command, stack); err != nil {
		return err
	}
	if !build {
		return nil
	}
	return coldBuild()
}

// life takes a stack through its life in a cloud of its own.
func life(command, stack string) error {
	home, err := os.MkdirTemp("", "groundwork-bench-")
	if err != nil {
		return fmt.Errorf("making a home: %w", err)
	}
	defer os.RemoveAll(home)
	for _, step := range []struct {
		title string
		args  []string
	}{
		{"preview", []string{"preview"}},
		{"first up", []string{"up"}},
		{"unchanged up", []string{"up"}},
		{"refresh", []string{"refresh", "--preview-only"}},
		{"destroy", []string{"destroy", "--unprotect"}},
	} {
		args := append(append([]string{"local"}, step.args...), "--stack", stack, "--json")
		process := exec.Command(command, args...)
		process.Env = append(os.Environ(), "GROUNDWORK_HOME="+home)
		started := time.Now()
		output, err := process.Output()
		if err != nil {
			return fmt.Errorf("%s of %s: %w: %s", step.title, stack, err, output)
		}
		var result struct {
			Changes map[string]int `json:"changes"`
		}
		if err := json.Unmarshal(output, &result); err != nil {
			return fmt.Errorf("reading what %s printed: %w", step.title, err)
		}
		if step.title == "preview" {
			fmt.Printf("%-28s %d\n", stack+": resources", result.Changes["create"])
		}
		fmt.Printf("%-28s %.1f s\n", stack+": "+step.title, time.Since(started).Seconds())
	}
	return nil
}
