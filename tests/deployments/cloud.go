package deployments

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"gopkg.in/yaml.v3"
)

// cloud is what the fake pulumi knows of an account, in a file: states, and their
// history.
type cloud struct {
	path   string
	Stacks map[string]*stackState `json:"stacks"`
	// Breaks is how many updates still fail, half-way.
	Breaks int `json:"breaks"`
	// Clock counts the writings of states.
	Clock int `json:"clock"`
}

// stackState is a stack, by "system/stack".
type stackState struct {
	Written   time.Time         `json:"written"`
	Databases map[string]string `json:"databases"`
	History   []entry           `json:"history"`
}

// entry is an update of the history, the newest first.
type entry struct {
	Kind        string            `json:"kind"`
	StartTime   string            `json:"startTime"`
	Environment map[string]string `json:"environment"`
	Result      string            `json:"result"`
}

func openCloud(path string) (*cloud, error) {
	opened := &cloud{path: path, Stacks: map[string]*stackState{}}
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return opened, nil
	}
	if err != nil {
		return nil, err
	}
	return opened, json.Unmarshal(content, opened)
}

func (c *cloud) save() error {
	content, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return os.WriteFile(c.path, content, 0o600)
}

// write marks a stack's state as written now.
func (c *cloud) write(stack *stackState) {
	c.Clock++
	stack.Written = time.Date(2026, 6, 1, 9, 0, c.Clock, 0, time.UTC)
}

// declared is what a stack file of these tests says: databases by name, with their
// classes, and whether the program fails.
type declared struct {
	Config struct {
		Databases map[string]string `yaml:"databases"`
		Fails     bool              `yaml:"fails"`
	} `yaml:"config"`
}

func readDeclared(folder, stack string) (declared, error) {
	var read declared
	source, err := os.ReadFile(filepath.Join(folder, "Pulumi."+stack+".yaml"))
	if err == nil {
		err = yaml.Unmarshal(source, &read)
	}
	return read, err
}
