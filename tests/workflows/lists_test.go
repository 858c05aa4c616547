package workflows

import (
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// listsComeFromTheTree: a list of systems or stacks that is written out, in a matrix or
// among the choices of someone who starts a workflow, forgets the next one.
func listsComeFromTheTree(f file, _ tree) []string {
	var found []string
	for _, name := range f.jobNames() {
		for _, what := range []string{"system", "stack"} {
			if list := values(f.Jobs[name].Strategy.Matrix[what]); len(list) > 0 {
				found = append(found, listed(fmt.Sprintf("job %s's matrix", name), what, list))
			}
		}
		for _, entry := range f.Jobs[name].Strategy.Matrix["include"].Content {
			found = append(found, listed(fmt.Sprintf("job %s's matrix", name), "entry", values(*entry)))
		}
	}
	for _, what := range []string{"system", "stack"} {
		if options := choices(f.On, what); options != nil {
			found = append(found, listed("workflow_dispatch", what, options))
		}
	}
	return found
}

func listed(where, what string, list []string) string {
	return fmt.Sprintf("%s lists %s %s: take it from groundwork deploy list", where, what, strings.Join(list, ", "))
}

// array is a list that an expression holds: fromJSON('["a", "b"]').
var array = regexp.MustCompile(`\["\w[^\]{]*\]`)

// values are a matrix's values that are written out, also in an expression's list.
func values(node yaml.Node) []string {
	if node.Kind == yaml.ScalarNode {
		if list := array.FindString(node.Value); list != "" {
			return []string{list}
		}
		return nil
	}
	var list []string
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
