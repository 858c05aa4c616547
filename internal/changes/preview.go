package changes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// digest is what `pulumi preview --json` writes.
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/display/json.go
type digest struct {
	Config        map[string]string `json:"config"`
	Steps         []digestStep      `json:"steps"`
	Diagnostics   []digestMessage   `json:"diagnostics"`
	ChangeSummary map[string]int    `json:"changeSummary"`
	Duration      json.Number       `json:"duration"`
}

type digestStep struct {
	Op             apitype.OpType `json:"op"`
	URN            string         `json:"urn"`
	Old            *digestState   `json:"oldState"`
	New            *digestState   `json:"newState"`
	DiffReasons    []string       `json:"diffReasons"`
	ReplaceReasons []string       `json:"replaceReasons"`
	DetailedDiff   map[string]struct {
		Kind      apitype.DiffKind `json:"kind"`
		InputDiff bool             `json:"inputDiff"`
	} `json:"detailedDiff"`
}

type digestState struct {
	Type                 string              `json:"type"`
	ID                   string              `json:"id"`
	Parent               string              `json:"parent"`
	Custom               bool                `json:"custom"`
	Protect              bool                `json:"protect"`
	RetainOnDelete       bool                `json:"retainOnDelete"`
	Inputs               map[string]any      `json:"inputs"`
	Outputs              map[string]any      `json:"outputs"`
	Dependencies         []string            `json:"dependencies"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
}

type digestMessage struct {
	URN      string `json:"urn"`
	Prefix   string `json:"prefix"`
	Message  string `json:"message"`
	Severity string `json:"severity"`
}

// FromPreview reads what `pulumi preview --json` writes, or a refresh or destroy
// with --preview-only, passing over other text before and after it. It says as
// much as the events with --show-sames, without which what stays the same is
// missing, and --show-replacement-steps, without which DeletedFirst is. It says
// more of what depends on what, and nothing of the stack's outputs.
func FromPreview(output io.Reader) (Set, error) {
	text, err := io.ReadAll(output)
	if err != nil {
		return Set{}, fmt.Errorf("reading a preview: %w", err)
	}
	found, err := findDigest(text)
	if err != nil {
		return Set{}, fmt.Errorf("reading a preview: %w", err)
	}
	c := newCollector("", "")
	c.configured(found.Config)
	for _, said := range found.Diagnostics {
		c.say(said.Severity, said.URN, said.Prefix+said.Message)
	}
	refreshes := slices.ContainsFunc(found.Steps, func(s digestStep) bool { return s.Op == apitype.OpRefresh })
	for _, read := range found.Steps {
		s := read.step()
		_, again := c.byURN[s.urn]
		if refreshes && !again && (s.op == apitype.OpUpdate || s.op == apitype.OpDelete) {
			// What a refresh finds stands as its result alone. That it was one is told
			// by the stack, which every refresh looks at and never changes.
			c.begin(step{op: apitype.OpRefresh, urn: s.urn})
			c.end(s)
			continue
		}
		c.begin(s)
	}
	return c.set(), nil
}

// mostBeginnings is how many braces are tried as the preview's first.
const mostBeginnings = 200

// findDigest finds the preview in a text: the first JSON object at the beginning
// of a line that has its keys, or else anywhere.
func findDigest(text []byte) (digest, error) {
	for _, everywhere := range []bool{false, true} {
		tried := 0
		for at := 0; at < len(text) && tried < mostBeginnings; at++ {
			if text[at] != '{' || !everywhere && !beginsLine(text, at) {
				continue
			}
			tried++
			if found, ok := digestAt(text[at:]); ok {
				return found, nil
			}
		}
	}
	return digest{}, errors.New("there is no preview in it: it must be what pulumi preview --json writes, whole")
}

func beginsLine(text []byte, at int) bool {
	before := bytes.TrimRight(text[:at], " \t")
	return len(before) == 0 || before[len(before)-1] == '\n'
}

func digestAt(text []byte) (found digest, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&found); err != nil {
		return digest{}, false
	}
	// Not by its configuration or its messages alone: others have those too.
	ok = found.Steps != nil || found.ChangeSummary != nil || found.Duration != ""
	return found, ok
}

func (d digestStep) step() step {
	s := step{op: d.Op, urn: d.URN, old: d.Old.state(), new: d.New.state(), keys: d.ReplaceReasons, diffs: d.DiffReasons}
	if d.DetailedDiff != nil {
		s.detail = make(map[string]difference, len(d.DetailedDiff))
		for path, found := range d.DetailedDiff {
			s.detail[path] = difference{found.Kind, found.InputDiff}
		}
	}
	return s
}

func (d *digestState) state() *state {
	if d == nil {
		return nil
	}
	return &state{
		typ: d.Type, id: d.ID, parent: d.Parent, custom: d.Custom, protected: d.Protect, retained: d.RetainOnDelete,
		inputs: d.Inputs, outputs: d.Outputs, dependencies: d.Dependencies, byProperty: d.PropertyDependencies,
	}
}
