// Package deploy decides how what is merged gets into the cloud: which stacks a push
// deploys, whether a plan is still the one that was shown, and who may have it carried
// out. It drives nothing.
package deploy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// File is where a checkout says it, in its root.
const File = "deployments.yaml"

// When is what has a stack deployed.
type When string

// What has a stack deployed.
const (
	// Asked is somebody who starts the workflow. It is the default.
	Asked When = "asked"
	// Push is each push to the branch that is deployed.
	Push When = "push"
)

// Rule is how one stack is deployed, in every system that has it.
type Rule struct {
	When When `yaml:"when"`
	// Approvers are the logins of those who may have a plan carried out where the
	// forge has no reviewers for the stack's environment.
	Approvers []string `yaml:"approvers"`
}

// Policy is how a checkout's stacks are deployed.
type Policy struct {
	// Stacks are rules by the stack's name; one without is deployed when asked.
	Stacks map[string]Rule `yaml:"stacks"`
	// Approvals are what a label that approves a loss has to be.
	Approvals struct {
		// ByAuthor lets who made a change approve what it loses. Default: false.
		ByAuthor bool `yaml:"byAuthor"`
	} `yaml:"approvals"`
}

// Rule is the one of a stack.
func (p Policy) Rule(stack string) Rule {
	rule := p.Stacks[stack]
	if rule.When == "" {
		rule.When = Asked
	}
	return rule
}

// Read reads the policy of the checkout whose stacks are these. Without a file each is
// deployed when asked.
func Read(path string, stacks []string) (Policy, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return Policy{}, nil
	}
	if err != nil {
		return Policy{}, fmt.Errorf("reading how stacks are deployed: %w", err)
	}
	return Parse(text, stacks)
}

// Parse reads a policy. Its error tells all that is wrong.
func Parse(text []byte, stacks []string) (Policy, error) {
	var read Policy
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&read); err != nil && !errors.Is(err, io.EOF) {
		return Policy{}, fmt.Errorf("%s can't be read; nothing was done:\n  %s\n    write: stacks, each with when and approvers; approvals, with byAuthor (docs/operations.md)",
			File, visible(strings.ReplaceAll(plain(err), "\n", "\n  ")))
	}
	if problems := read.problems(stacks); len(problems) > 0 {
		return Policy{}, fmt.Errorf("%s has %s; nothing was done:\n  %s", File, counted(problems), strings.Join(problems, "\n  "))
	}
	return read, nil
}

// plain is a decoder's error without the names of our types, which are nothing to whoever
// wrote the file.
func plain(err error) string {
	said := strings.TrimSpace(err.Error())
	for _, types := range []struct{ pattern, instead string }{
		{`(?m) in type .*$`, ""}, {`(?m) into (map\[string\]|\[\])?(deploy\..*|struct .*)$`, " into what belongs there"},
	} {
		said = regexp.MustCompile(types.pattern).ReplaceAllString(said, types.instead)
	}
	return said
}

// visible is a text in which nothing moves a terminal's cursor or turns what follows.
func visible(text string) string {
	return strings.Map(func(letter rune) rune {
		if letter == '\n' || unicode.IsPrint(letter) {
			return letter
		}
		return unicode.ReplacementChar
	}, text)
}

func counted(problems []string) string {
	if len(problems) == 1 {
		return "1 problem"
	}
	return fmt.Sprintf("%d problems", len(problems))
}

func (p Policy) problems(stacks []string) []string {
	var found []string
	problem := func(path string, value any, rule, write string) {
		found = append(found, fmt.Sprintf("%s: %q\n    rule:  %s\n    write: %s", visible(path), value, rule, write))
	}
	for _, name := range slices.Sorted(maps.Keys(p.Stacks)) {
		path, rule := "stacks."+name, p.Stacks[name]
		if !slices.Contains(stacks, name) {
			problem(path, name, "there is no such stack in any system", "one of "+strings.Join(stacks, ", "))
		}
		if rule.When != "" && rule.When != Push && rule.When != Asked {
			problem(path+".when", rule.When, "it is what has the stack deployed", "push or asked")
		}
		for i, login := range rule.Approvers {
			if strings.TrimSpace(login) == "" || strings.ContainsAny(login, " @,/") {
				problem(fmt.Sprintf("%s.approvers[%d]", path, i), login, "it is one person's login at the forge", "a login, such as ann")
			}
		}
		if rule.When == Push && len(rule.Approvers) > 0 {
			problem(path+".approvers", strings.Join(rule.Approvers, ", "), "a stack that each push deploys waits for nobody", "when: asked, or no approvers")
		}
	}
	return found
}

// ByAuthor is whether a policy lets who made a change approve what it loses. One that
// can't be read does not.
func ByAuthor(text []byte) bool {
	var read Policy
	return yaml.Unmarshal(text, &read) == nil && read.Approvals.ByAuthor
}
