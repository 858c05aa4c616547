package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/rehearsal"
)

// rehearsedSamples are a stack of each verdict, as the command would have them.
func rehearsedSamples() Review {
	add := func(s Stack, outcome rehearsal.Outcome) Stack {
		s.Rehearsal = &outcome
		return s
	}
	works := add(innocuous("dev"), rehearsal.Outcome{Verdict: rehearsal.Works, Back: rehearsal.BackWorks, Seconds: 61, Changes: rehearsal.Changes{Update: 3},
		Line: "comes up, applications in about 1 min; the way back works; cost as before"})
	fails := add(innocuous("staging"), rehearsal.Outcome{Verdict: rehearsal.Fails, Back: rehearsal.BackFails, Fails: true, BackAt: "aws:ec2/natGateway:NatGateway network-nat",
		Line: "fails after 28 of 51 changes: NatGateway network-nat: Resource.AlreadyAssociated; the way back fails too", Changes: rehearsal.Changes{Replace: 51},
		Reason: "Resource.AlreadyAssociated", Details: []string{"aws:ec2/natGateway:NatGateway network-nat: creating: Resource.AlreadyAssociated <b>"}})
	loses := add(unprotected(replacedDatabase("prod")), rehearsal.Outcome{Verdict: rehearsal.Loses, Back: rehearsal.BackWorks, Changes: rehearsal.Changes{Replace: 2, Update: 3}, Seconds: 900,
		Line: "loses data: the database is replaced, its data would be lost; comes up in about 15 min; +182.76 USD a month"})
	broken := innocuous("qa")
	broken.NotRehearsed = "the disk is full"
	unchanged := add(quiet("dev2"), rehearsal.Outcome{Verdict: rehearsal.Unchanged, Back: rehearsal.BackUntried, Line: "unchanged: the stack file and the code are the base's"})
	return review(works, broken, unchanged, fails, loses)
}

// The first thing of a comment is what came of the rehearsals, worst first, and then
// what the preview says is all there.
func TestTheCommentBeginsWithWhatCameOfTheRehearsals(t *testing.T) {
	comment := Markdown(rehearsedSamples(), githubLimit)
	lines := strings.Split(comment, "\n")
	assert.True(t, strings.HasPrefix(lines[0], "**prod: loses data: the database is replaced"), lines[0])
	assert.True(t, strings.HasPrefix(lines[2], "staging: fails after 28 of 51 changes"), lines[2])
	for _, want := range []string{
		"| prod | loses | works | 5 | about 15 min | +182.76 |", "| staging | fails | fails | 51 |  | as before |",
		"| qa | not rehearsed | untried | | | ", "dev2: no change", "not rehearsed: the disk is full",
		"<summary>What the rehearsal saw</summary>", "the way back fails at `aws:ec2/natGateway:NatGateway` network-nat",
		"**Blocked:** data would be lost, and the way back fails.", "### qa: 3 to change",
	} {
		assert.True(t, strings.Contains(comment, want), want)
	}
	assert.Contains(t, comment, "`<b>`", "nothing of it acts")
	text := Text(rehearsedSamples())
	assert.Contains(t, text, "qa: 3 to change")
	assert.Contains(t, text, "not rehearsed: the disk is full")
}

func TestProgramsReadWhatCameOfTheRehearsals(t *testing.T) {
	written, err := JSON(rehearsedSamples())
	require.NoError(t, err)
	var read struct {
		Version int
		Stacks  []struct {
			Stack, NotRehearsed string
			Rehearsal           *struct{ Verdict, Back, Line string }
		}
	}
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, 3, read.Version)
	assert.Equal(t, "loses", read.Stacks[0].Rehearsal.Verdict)
	assert.Equal(t, "fails", read.Stacks[1].Rehearsal.Back)
	assert.Contains(t, read.Stacks[1].Rehearsal.Line, "fails after")
	for _, stack := range read.Stacks {
		assert.Equal(t, stack.Stack == "qa", stack.Rehearsal == nil)
		assert.Equal(t, stack.Stack == "qa", stack.NotRehearsed != "")
	}
}

func TestOnlyInProductionAOneWayChangeNeedsTheLabel(t *testing.T) {
	s := innocuous("prod")
	s.Rehearsal = &rehearsal.Outcome{Verdict: rehearsal.Works, Back: rehearsal.BackNone, Line: "one way: comes up"}
	assert.Empty(t, Fingerprint(review(s)))
	s.Production = true
	assert.NotEmpty(t, Fingerprint(review(s)))
	assert.Contains(t, Markdown(review(s), githubLimit), "**Blocked:** there is no way back.")
}
