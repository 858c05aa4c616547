// Package account is an account and a Pulumi CLI that stand in: databases in a file, and
// what the Automation API asks of a CLI.
package account

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"gopkg.in/yaml.v3"
)

// Cloud is what the pulumi here knows of an account, in a file: states, and their
// history.
type Cloud struct {
	path   string
	Stacks map[string]*Stack `json:"stacks"`
	// Breaks is how many updates still fail, half-way.
	Breaks int `json:"breaks"`
	// Clock counts the writings of states.
	Clock int `json:"clock"`
}

// Stack is a stack, by "system/stack".
type Stack struct {
	Written   time.Time         `json:"written"`
	Databases map[string]string `json:"databases"`
	History   []Update          `json:"history"`
}

// Update is an update of the history, the newest first.
type Update struct {
	Kind        string            `json:"kind"`
	StartTime   string            `json:"startTime"`
	Environment map[string]string `json:"environment"`
	Result      string            `json:"result"`
}

// Open reads the file.
func Open(path string) (*Cloud, error) {
	opened := &Cloud{path: path, Stacks: map[string]*Stack{}}
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return opened, nil
	}
	if err != nil {
		return nil, err
	}
	return opened, json.Unmarshal(content, opened)
}

// Save writes the file.
func (c *Cloud) Save() error {
	content, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return os.WriteFile(c.path, content, 0o600)
}

// Write marks a stack's state as written now.
func (c *Cloud) Write(stack *Stack) {
	c.Clock++
	stack.Written = time.Date(2026, 6, 1, 9, 0, c.Clock, 0, time.UTC)
}

// Declared is what a stack file of these tests says: databases by name, with their
// classes, and whether the program fails.
type Declared struct {
	Config struct {
		Databases map[string]string `yaml:"databases"`
		Fails     bool              `yaml:"fails"`
	} `yaml:"config"`
}

// ReadDeclared reads a stack file.
func ReadDeclared(folder, stack string) (Declared, error) {
	var read Declared
	source, err := os.ReadFile(filepath.Join(folder, "Pulumi."+stack+".yaml"))
	if err == nil {
		err = yaml.Unmarshal(source, &read)
	}
	return read, err
}
