package deployments

import (
	"os"
	"slices"

	"gopkg.in/yaml.v3"
)

// workflow is a workflow's file.
type workflow struct {
	On          map[string]any `yaml:"on"`
	Concurrency turns          `yaml:"concurrency"`
	Jobs        map[string]*job
}

// turns is a concurrency group.
type turns struct {
	Group string `yaml:"group"`
}

type job struct {
	Needs       names             `yaml:"needs"`
	RunsOn      string            `yaml:"runs-on"`
	If          string            `yaml:"if"`
	Environment string            `yaml:"environment"`
	Concurrency turns             `yaml:"concurrency"`
	Outputs     map[string]string `yaml:"outputs"`
	Permissions map[string]string `yaml:"permissions"`
	Strategy    struct {
		FailFast *bool `yaml:"fail-fast"`
		Matrix   struct {
			Include string `yaml:"include"`
		} `yaml:"matrix"`
	} `yaml:"strategy"`
	Steps []step `yaml:"steps"`
}

type step struct {
	ID   string            `yaml:"id"`
	If   string            `yaml:"if"`
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	With map[string]string `yaml:"with"`
	Env  map[string]string `yaml:"env"`
}

// names are one name or a list.
type names []string

// UnmarshalYAML implements yaml.Unmarshaler.
func (n *names) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*n = names{node.Value}
		return nil
	}
	return node.Decode((*[]string)(n))
}

func readWorkflow(path string) (workflow, error) {
	var read workflow
	source, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(source, &read)
	}
	return read, err
}

// order are the jobs, each after those that it needs.
func (w workflow) order() []string {
	var sorted []string
	for len(sorted) < len(w.Jobs) {
		var ready []string
		for name, job := range w.Jobs {
			waits := slices.ContainsFunc(job.Needs, func(needed string) bool { return !slices.Contains(sorted, needed) })
			if !waits && !slices.Contains(sorted, name) {
				ready = append(ready, name)
			}
		}
		slices.Sort(ready)
		sorted = append(sorted, ready...)
	}
	return sorted
}
