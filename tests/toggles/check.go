package toggles

import (
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"

	"groundwork/spec"
)

// Base is a stack with its stack file, which the toggles begin with.
type Base struct {
	System, Stack string
	// File is the stack file.
	File string
	// Config is what it holds under config:.
	Config tree
	// Spec is what it means.
	Spec *spec.System
	// dir is where variants are written to be checked.
	dir string
}

// OpenBase reads a stack file. Variants of it are written into dir.
func OpenBase(file, system, stack, dir string) (Base, error) {
	base := Base{System: system, Stack: stack, File: file, dir: dir}
	content, err := os.ReadFile(file)
	if err != nil {
		return base, fmt.Errorf("reading the stack file: %w", err)
	}
	var read struct{ Config tree }
	if err := yaml.Unmarshal(content, &read); err != nil {
		return base, fmt.Errorf("reading %s: %w", file, err)
	}
	base.Config = read.Config
	base.Spec, err = base.load(read.Config)
	return base, err
}

// String is how commands name the stack.
func (b Base) String() string { return b.System + "/" + b.Stack }

// Written is a configuration as a stack file.
func Written(config tree) ([]byte, error) {
	content, err := yaml.Marshal(tree{"config": config})
	if err != nil {
		return nil, fmt.Errorf("writing a stack file: %w", err)
	}
	return content, nil
}

// load has the check read a configuration.
func (b Base) load(config tree) (*spec.System, error) {
	content, err := Written(config)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.dir, "Pulumi."+b.Stack+".yaml")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return nil, fmt.Errorf("writing a stack file: %w", err)
	}
	return spec.LoadFile(file, b.System, b.Stack)
}
