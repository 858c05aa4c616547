package changes

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

// collector gathers what the engine says about one operation. Nothing is hidden
// before all is read: a value marked as secret late may stand unmarked early.
type collector struct {
	system, stack string
	region        string
	entries       []*entry
	byURN         map[string]*entry
	messages      []message
	// depends is by URN what the stack's state knows of dependencies.
	depends map[string]state
	// unfinished is true where that state never came to its end.
	unfinished bool
}

// entry is what was said about one resource.
type entry struct {
	urn string
	identity
	// steps are what is done to it, in order, without refreshes.
	steps []step
	// refresh is what a refresh found, nil when there was none.
	refresh *step
	// outputs is the step as it was when it ended.
	outputs *step
	failed  bool
}

func newCollector(system, stack string) *collector {
	return &collector{system: system, stack: stack, byURN: map[string]*entry{}, depends: map[string]state{}}
}

func (c *collector) entry(urn string) *entry {
	if found, known := c.byURN[urn]; known {
		return found
	}
	made := &entry{urn: urn, identity: identify(urn)}
	c.byURN[urn] = made
	c.entries = append(c.entries, made)
	if c.system == "" {
		c.system = made.system
	}
	if c.stack == "" {
		c.stack = made.stack
	}
	return made
}

// begin takes a step that begins.
func (c *collector) begin(s step) {
	if s.urn == "" {
		return // the engine's own, about no resource
	}
	e := c.entry(s.urn)
	if s.op == apitype.OpRefresh {
		e.refresh = &s
		return
	}
	e.steps = append(e.steps, s)
}

// end takes a step that ended. A refresh begins as one and ends as what it
// found: the same, an update, a deletion.
func (c *collector) end(s step) {
	if s.urn == "" {
		return
	}
	e := c.entry(s.urn)
	if len(e.steps) == 0 && e.refresh != nil {
		e.refresh = &s
		return
	}
	e.outputs = &s
}

func (c *collector) fail(s step) {
	if s.urn != "" {
		c.entry(s.urn).failed = true
	}
}

// configured takes the program's configuration.
func (c *collector) configured(config map[string]string) {
	if region := config["aws:region"]; region != "" {
		c.region = region
	}
}

// message is what was said, as it was said.
type message struct{ severity, urn, text string }

// say takes a message.
func (c *collector) say(severity, urn, text string) {
	if severity == "error" || severity == "warning" {
		c.messages = append(c.messages, message{severity, urn, text})
	}
}

// plainText strips the engine's colour marks and the terminal's.
func plainText(message string) string {
	return strings.TrimSpace(stripEscapes(colors.Never.Colorize(message)))
}

// stripEscapes takes out a terminal's control sequences and everything else
// that is not meant to be seen.
func stripEscapes(text string) string {
	text = escapes.ReplaceAllString(text, "")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text)
}
