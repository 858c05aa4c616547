package report

import (
	"encoding/json"
	"fmt"
	"time"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/price"
	"groundwork/internal/rehearsal"
)

// jsonVersion grows when a field changes its meaning or goes away; new fields may
// appear at any time. In 3 the headline of a stack that was rehearsed is what came of
// it, and what blocks and is approved are also ways back that are not there. In 2 the costs before and after are what is known and how
// many things are not, beside a difference that is null across an unknown one; what
// is unknown is told by its parts. In 1 they were numbers, and unknown was nothing.
const jsonVersion = 3

// document is a review as JSON. Stacks are worst first.
type document struct {
	Version int `json:"version"`
	// Headline is the first line of the other formats, without markup.
	Headline string `json:"headline"`
	// Blocked is true when the change can't be carried out, or data would be lost that
	// is protected, or nobody approved that it is lost or that there is no way back;
	// Lost is the fingerprint of what an approval is for, "" when there is none.
	Blocked bool   `json:"blocked"`
	Lost    string `json:"lost,omitempty"`
	// Approval is there when the label is.
	Approval *approval `json:"approval,omitempty"`
	Base     string    `json:"base,omitempty"`
	Head     string    `json:"head,omitempty"`
	Against  string    `json:"against,omitempty"`
	RunURL   string    `json:"runUrl,omitempty"`
	Stacks   []stack   `json:"stacks"`
}

type approval struct {
	Label  string    `json:"label"`
	Covers bool      `json:"covers"`
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at,omitzero"`
	Unfit  Unfit     `json:"unfit,omitempty"`
}

// stack is one stack as JSON. Resources are those that change, components among
// them; Counts and Unchanged leave components out.
type stack struct {
	System    string                    `json:"system"`
	Stack     string                    `json:"stack"`
	Region    string                    `json:"region,omitempty"`
	Rehearsal *rehearsed                `json:"rehearsal,omitempty"`
	Unplayed  string                    `json:"notRehearsed,omitempty"`
	Failed    bool                      `json:"failed"`
	Error     string                    `json:"error,omitempty"`
	Errors    []string                  `json:"errors,omitempty"`
	Warnings  []string                  `json:"warnings,omitempty"`
	Worst     danger.Level              `json:"worst"`
	Counts    map[changes.Operation]int `json:"counts"`
	Unchanged int                       `json:"unchanged"`
	Findings  []danger.Finding          `json:"findings"`
	Cost      *price.Estimate           `json:"cost,omitempty"`
	Resources []changes.Resource        `json:"resources"`
	Outputs   []changes.Property        `json:"outputs,omitempty"`
}

// rehearsed is a rehearsal as the command rehearse tells it, with its first line and
// what there is beyond that.
type rehearsed struct {
	rehearsal.Outcome
	Line    string   `json:"line"`
	Details []string `json:"details,omitempty"`
}

// JSON is a review for programs: see document for its fields.
func JSON(review Review) ([]byte, error) {
	whole := document{
		Version:  jsonVersion,
		Headline: headline(review, asIs, sentence),
		Blocked:  review.blocks() && !review.approved(),
		Base:     review.Base, Head: review.Head, Against: review.Against, RunURL: review.RunURL,
		Stacks: []stack{},
	}
	if review.Approval != nil {
		whole.Approval = (*approval)(review.Approval)
	}
	for _, s := range review.sorted() {
		whole.Stacks = append(whole.Stacks, stackOf(s))
	}
	whole.Lost = Fingerprint(review)
	written, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the report as JSON: %w", err)
	}
	return append(written, '\n'), nil
}

func stackOf(s Stack) stack {
	changed := s.Set.Changed()
	unchanged := 0
	for _, resource := range s.Set.Resources {
		if !resource.Component && !resource.Changes() {
			unchanged++
		}
	}
	written := stack{
		System: s.Set.System, Stack: s.Set.Stack, Region: s.Set.Region,
		Failed: s.Failed(), Error: s.Error, Errors: s.Set.Errors, Warnings: s.Set.Warnings,
		Worst: danger.Worst(s.Findings), Counts: counts(s.Set), Unchanged: unchanged,
		Findings: s.Findings, Cost: s.Cost, Resources: changed, Outputs: s.Set.Outputs,
	}
	if s.Rehearsal != nil {
		written.Rehearsal = &rehearsed{*s.Rehearsal, s.Rehearsal.Line, s.Rehearsal.Details}
	}
	written.Unplayed = s.NotRehearsed
	if written.Findings == nil {
		written.Findings = []danger.Finding{}
	}
	if written.Resources == nil {
		written.Resources = []changes.Resource{}
	}
	return written
}
