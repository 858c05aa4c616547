package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// stages are the parts of a resource's life, in their order.
var stages = []string{"create", "read", "update", "delete", "list", "tag"}

// handlers are, by token and stage, the actions that the registry names.
type handlers map[string]map[string][]string

// readHandlers reads the schemas of the types that have one.
func readHandlers(folder string, kinds []kind) (handlers, error) {
	found := handlers{}
	for _, kind := range kinds {
		if kind.schema == "-" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, kind.schema+".json"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind.token, err)
		}
		var schema struct {
			Handlers map[string]struct{ Permissions []string }
			Tagging  struct{ Permissions []string }
		}
		if err := json.Unmarshal(content, &schema); err != nil {
			return nil, fmt.Errorf("%s: %w", kind.schema, err)
		}
		found[kind.token] = map[string][]string{"tag": sorted(schema.Tagging.Permissions)}
		for stage, handler := range schema.Handlers {
			found[kind.token][stage] = sorted(handler.Permissions)
		}
	}
	return found, nil
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

func (h handlers) text() string {
	var lines []string
	for token, byStage := range h {
		for i, stage := range stages {
			if actions := byStage[stage]; len(actions) > 0 {
				lines = append(lines, fmt.Sprintf("%s\t%d%s\t%s\n", token, i, stage, strings.Join(actions, " ")))
			}
		}
	}
	slices.Sort(lines)
	for i, line := range lines {
		token, rest, _ := strings.Cut(line, "\t")
		lines[i] = token + "\t" + rest[1:] // the digit was for the order
	}
	return strings.Join(lines, "")
}
