package spec

import (
	"fmt"
	"strings"

	"groundwork/internal/problem"
)

// Problem is one thing in a stack file that cannot be: where it stands, what
// rule it breaks and why the rule is there, and what to write instead.
type Problem struct {
	// File is the stack file's name, Line its line; 0 where it is not known.
	File string
	Line int
	// Path is the key, such as "groundwork:services.api.autoscale.max".
	Path string
	// Value is what was found, as it would be written; secrets are hidden.
	Value string
	// Rule is the broken rule with its reason, Instead what to write.
	Rule, Instead string
}

// Problems are all problems of one stack file. As an error it tells them all.
type Problems []Problem

// Error is the message for people, one paragraph a problem.
func (p Problems) Error() string {
	if len(p) == 0 {
		return "no problems"
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s has %s; nothing was created:", p[0].File, count(len(p), "problem"))
	for _, problem := range p {
		text.WriteString("\n  " + problem.Path + ": " + problem.Value)
		if problem.Line > 0 {
			fmt.Fprintf(&text, " (line %d)", problem.Line)
		}
		text.WriteString("\n    rule:  " + problem.Rule)
		text.WriteString("\n    write: " + problem.Instead)
	}
	return text.String()
}

// Lines are the problems as single lines, for reports.
func (p Problems) Lines() []string {
	lines := make([]string, 0, len(p))
	for _, problem := range p {
		lines = append(lines, fmt.Sprintf("%s: %s: %s; write: %s", problem.Path, problem.Value, problem.Rule, problem.Instead))
	}
	return lines
}

// missing is the value of a required key that is not there.
type missing struct{}

func (missing) String() string { return "(missing)" }

// collector gathers the problems of one stack file.
type collector struct {
	file  string
	found Problems
	// lines are the lines of the keys that the file has.
	lines map[string]int
	// written are the values of the keys that the stack file has.
	written map[string]any
	// broken are the paths that could not be read. What follows from a value
	// that is not there is no problem of its own.
	broken map[string]bool
}

func newCollector(file string) *collector {
	return &collector{file: file, lines: map[string]int{}, written: map[string]any{}, broken: map[string]bool{}}
}

// add records a problem, unless the value at the path could not even be read.
func (c *collector) add(path string, value any, rule, instead string) {
	if !c.there(path) {
		return
	}
	c.found = append(c.found, Problem{
		File: c.file, Line: c.line(path), Path: problem.Shown(path),
		Value: problem.Shown(render(path, value)), Rule: problem.Shown(rule), Instead: problem.Shown(instead),
	})
}

// unreadable records a problem with a value that cannot be read.
func (c *collector) unreadable(path string, value any, rule, instead string) {
	c.add(path, value, rule, instead)
	c.broken[path] = true
}

// readable tells whether everything at and under the paths could be read: rules
// over many values hold their peace otherwise.
func (c *collector) readable(paths ...string) bool {
	for _, path := range paths {
		if !c.there(path) {
			return false
		}
		for broken := range c.broken {
			if within(broken, path) {
				return false
			}
		}
	}
	return true
}

// there tells whether the value at the path was read, whatever became of what is
// under it: enough for rules that only ask whether something exists.
func (c *collector) there(path string) bool {
	for ; path != ""; path = above(path) {
		if c.broken[path] {
			return false
		}
	}
	return true
}

// line is the line of the path, or of the nearest key above it.
func (c *collector) line(path string) int {
	for ; path != ""; path = above(path) {
		if line, ok := c.lines[path]; ok {
			return line
		}
	}
	return 0
}

// result is the problems as an error, in the order of the file where it is
// known and of the sections otherwise.
func (c *collector) result() error {
	if len(c.found) == 0 {
		return nil
	}
	sortProblems(c.found)
	return c.found
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
