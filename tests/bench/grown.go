package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/tests/bench/sites"
)

// runGrown carries an operation out on a generated stack of a size, through the
// engine package as the product does.
func runGrown(ctx context.Context, project engine.Project, size, dir string, operation engine.Operation) (err error) {
	count, err := strconv.Atoi(size)
	if err != nil {
		return fmt.Errorf("reading the size %q: %w", size, err)
	}
	cli.Quicken()
	home := engine.Home{Dir: dir}
	if err := home.Make(); err != nil {
		return err
	}
	system, err := grownSystem(filepath.Join(dir, "grown"))
	if err != nil {
		return err
	}
	session, err := engine.Open(ctx, engine.Options{
		Project: project, Home: home, Program: sites.Program(count), Progress: engine.Silent{}, Messages: os.Stderr,
	})
	if err != nil {
		return err
	}
	result := session.Run(ctx, engine.Request{System: system, Stack: "grown", Operation: operation})
	if err := session.Close(); err != nil {
		return fmt.Errorf("closing the local cloud: %w", err)
	}
	if result.Result == engine.Failed {
		return errors.New(strings.Join(result.Problems, "\n"))
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

// grownSystem writes the project and stack file of generated stacks.
func grownSystem(dir string) (engine.System, error) {
	system := engine.System{Name: "grown", Dir: dir}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return system, fmt.Errorf("making a project: %w", err)
	}
	for file, text := range map[string]string{
		filepath.Join(dir, "Pulumi.yaml"): "name: grown\nruntime: go\n",
		system.StackFile("grown"):         "config:\n  aws:region: us-east-1\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return system, fmt.Errorf("writing a project: %w", err)
		}
	}
	return system, nil
}
