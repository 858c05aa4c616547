package mutations

import (
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"

	"groundwork/internal/engine"
)

// Source is a stack file that mutations begin with.
type Source struct {
	System, Stack string
	// content is the file.
	content []byte
}

// String is how commands name the stack.
func (s Source) String() string { return s.System + "/" + s.Stack }

// Sources are the stack files of all systems of a checkout.
func Sources(project engine.Project) ([]Source, error) {
	systems, err := project.Systems()
	if err != nil {
		return nil, err
	}
	var sources []Source
	for _, system := range systems {
		for _, stack := range system.Stacks() {
			content, err := os.ReadFile(system.StackFile(stack))
			if err != nil {
				return nil, fmt.Errorf("reading a stack file: %w", err)
			}
			sources = append(sources, Source{system.Name, stack, content})
		}
	}
	return sources, nil
}

// document is the file as a tree: a mapping at its top.
func (s Source) document() (*yaml.Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(s.content, &document); err != nil {
		return nil, fmt.Errorf("reading the stack file of %s: %w", s, err)
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("the stack file of %s has no keys", s)
	}
	return document.Content[0], nil
}

// write puts content in place of the stack's file, alone in a folder below dir, and
// gives its path: other stacks' files beside it would be read too.
func (s Source) write(dir string, content []byte) (string, error) {
	dir = filepath.Join(dir, s.System, s.Stack)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making the stack's folder: %w", err)
	}
	file := filepath.Join(dir, "Pulumi."+s.Stack+".yaml")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return "", fmt.Errorf("writing a stack file: %w", err)
	}
	return file, nil
}
