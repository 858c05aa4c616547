package toggles

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/danger"
	"groundwork/internal/rehearsal"
	"groundwork/spec"
)

// split takes the suspects out of a pack, each by itself; where there are none, or
// nobody else, it is halved.
func split(pack []planned, suspects []string) [][]planned {
	var parts [][]planned
	var others []planned
	for _, one := range pack {
		if slices.ContainsFunc(suspects, one.has) {
			parts = append(parts, []planned{one})
		} else {
			others = append(others, one)
		}
	}
	if len(parts) == 0 {
		return [][]planned{pack[:len(pack)/2], pack[len(pack)/2:]}
	}
	if len(others) > 0 {
		parts = append(parts, others)
	}
	return parts
}

// wrong begins the outcome of a toggle that is not as it should be.
const wrong = "WRONG: "

// unchanging is what comes of a key that means on this stack what it meant before.
const unchanging = "changes nothing"

// judged is what came of one toggle.
func judged(seen rehearsal.Seen, outcome rehearsal.Outcome) string {
	told := outcome.Line + " | " + strings.TrimSpace(outcome.At+" "+outcome.Reason)
	switch {
	case seen.Head != nil && !fine(seen.Head), outcome.Verdict == rehearsal.Fails, outcome.Back == rehearsal.BackFails:
		return wrong + told + " | " + strings.Join(outcome.Details, "; ")
	case outcome.Verdict == rehearsal.Works && outcome.Back == rehearsal.BackWorks:
		return "works"
	case outcome.Verdict != rehearsal.Refused:
		return told
	}
	way := danger.Of(seen.Findings, danger.Refused)[0].Advice
	if way == "" {
		return wrong + "no way on is told: " + told
	}
	return told + " | " + way
}

// refused is what the check says of a toggle: the rule and what to write.
func refused(problems spec.Problems) string {
	told := "refused by the check: " + problems.Lines()[0]
	if problems[0].Instead == "" {
		return wrong + "nothing is told to write: " + told
	}
	return told
}

func TestWhatIsRefusedNamesTheWayOn(t *testing.T) {
	finding := danger.Finding{Level: danger.Refused, Type: "aws:ec2/vpc:Vpc", Name: "network-vpc", Loss: "the range can't change", Advice: "keep it"}
	seen := rehearsal.Seen{System: "shop", Stack: "dev", Findings: []danger.Finding{finding}}
	told := judged(seen, rehearsal.Judge(seen))
	assert.True(t, strings.HasPrefix(told, "refused: the range can't change"), told)
	assert.True(t, strings.HasSuffix(told, "| keep it"), told)
	seen.Findings[0].Advice = ""
	assert.True(t, strings.HasPrefix(judged(seen, rehearsal.Judge(seen)), wrong))
	problem := spec.Problem{Path: "groundwork:cache", Value: "{}", Rule: "no", Instead: "yes"}
	assert.Equal(t, "refused by the check: groundwork:cache: {}: no; write: yes", refused(spec.Problems{problem}))
	problem.Instead = ""
	assert.True(t, strings.HasPrefix(refused(spec.Problems{problem}), wrong))
}
