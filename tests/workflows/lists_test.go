package workflows

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// everySystemAndStack: a list of systems or stacks, in a matrix or among the choices
// of someone who starts a workflow, is the tree's. A new system can't be forgotten.
func everySystemAndStack(f file, t tree) []string {
	wanted := map[string][]string{"system": t.systems, "stack": t.stacks}
	var found []string
	for _, name := range f.jobNames() {
		for _, what := range []string{"system", "stack"} {
			list, ok := f.Jobs[name].Strategy.Matrix[what]
			if !ok {
				continue
			}
			found = append(found, compare(fmt.Sprintf("job %s's matrix", name), what, values(list), wanted[what]))
		}
	}
	for _, what := range []string{"system", "stack"} {
		if options := choices(f.On, what); options != nil {
			found = append(found, compare("workflow_dispatch", what, options, wanted[what]))
		}
	}
	return found
}

func compare(where, what string, got, wanted []string) string {
	got, wanted = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(wanted))
	if slices.Equal(got, wanted) {
		return ""
	}
	return fmt.Sprintf("%s lists %s %s; the tree has %s", where, what, strings.Join(got, ", "), strings.Join(wanted, ", "))
}

// array is a list that an expression holds: fromJSON('["a", "b"]').
var array = regexp.MustCompile(`\["\w[^\]{]*\]`)

// values are a matrix's values, written out or as the list within an expression.
func values(node yaml.Node) []string {
	var list []string
	if node.Kind == yaml.ScalarNode {
		if err := json.Unmarshal([]byte(array.FindString(node.Value)), &list); err != nil {
			return []string{node.Value}
		}
		return list
	}
	for _, item := range node.Content {
		list = append(list, item.Value)
	}
	return list
}

// choices are the options of an input of workflow_dispatch, nil without such an input.
func choices(on yaml.Node, input string) []string {
	var events struct {
		Dispatch struct {
			Inputs map[string]struct {
				Options []string `yaml:"options"`
			} `yaml:"inputs"`
		} `yaml:"workflow_dispatch"`
	}
	if on.Kind != yaml.MappingNode || on.Decode(&events) != nil {
		return nil
	}
	return events.Dispatch.Inputs[input].Options
}
