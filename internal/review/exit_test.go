package review

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/danger"
	"groundwork/internal/rehearsal"
	"groundwork/internal/report"
)

func played(outcome rehearsal.Outcome, findings ...danger.Finding) report.Stack {
	return report.Stack{Rehearsal: &outcome, Findings: findings}
}

func TestTheLabelLiftsALossAndTheWayBackAndNothingElse(t *testing.T) {
	lost := danger.Finding{URN: "db", Level: danger.DataLoss, Loss: "it is gone"}
	impossible := danger.Finding{URN: "db", Level: danger.Refused, Loss: "it can't"}
	works := played(rehearsal.Outcome{Verdict: rehearsal.Works, Back: rehearsal.BackWorks})
	loses := played(rehearsal.Outcome{Verdict: rehearsal.Loses, Back: rehearsal.BackWorks}, lost)
	losesAndFails := played(rehearsal.Outcome{Verdict: rehearsal.Loses, Back: rehearsal.BackFails, Fails: true}, lost)
	fails := played(rehearsal.Outcome{Verdict: rehearsal.Fails, Back: rehearsal.BackWorks, Fails: true})
	stuck := played(rehearsal.Outcome{Verdict: rehearsal.Works, Back: rehearsal.BackFails})
	oneWay := played(rehearsal.Outcome{Verdict: rehearsal.Works, Back: rehearsal.BackNone})
	inProd := oneWay
	inProd.Production = true
	refused := played(rehearsal.Outcome{Verdict: rehearsal.Refused}, impossible)
	unplanned := fails
	unplanned.Error = "no such zone"
	for what, c := range map[string]struct {
		stacks           []report.Stack
		before, labelled Ending
	}{
		"what works":                      {[]report.Stack{works}, Fine, Fine},
		"lost data":                       {[]report.Stack{works, loses}, Loses, Fine},
		"lost data and a failure":         {[]report.Stack{losesAndFails}, Loses, Fails},
		"lost data here, a failure there": {[]report.Stack{fails, loses}, Loses, Fails},
		"a failure":                       {[]report.Stack{fails}, Fails, Fails},
		"a preview that fails":            {[]report.Stack{unplanned}, Fails, Fails},
		"a way back that fails":           {[]report.Stack{stuck}, Fails, Fine},
		"no way back":                     {[]report.Stack{oneWay}, Fine, Fine},
		"no way back in production":       {[]report.Stack{inProd}, Fails, Fine},
		"a refusal":                       {[]report.Stack{refused, loses}, Refused, Refused},
		"a refusal that nobody rehearsed": {[]report.Stack{{Findings: []danger.Finding{impossible}}}, Refused, Refused},
		"lost data that nobody rehearsed": {[]report.Stack{{Findings: []danger.Finding{lost}}}, Loses, Fine},
		"a preview that there is not":     {[]report.Stack{loses, {Error: "no account"}}, Untold, Untold},
		"a preview whose rehearsal broke": {[]report.Stack{{NotRehearsed: "the disk is full"}}, Fine, Fine},
		"a loss whose rehearsal broke":    {[]report.Stack{{NotRehearsed: "the disk is full", Findings: []danger.Finding{lost}}}, Loses, Fine},
	} {
		t.Run(what, func(t *testing.T) {
			told := report.Review{Stacks: c.stacks}
			assert.Equal(t, c.before, End(told))
			told.Approval = &report.Approval{Label: report.ApprovalLabel}
			assert.Equal(t, c.before, End(told), "a label for something else")
			told.Approval.Covers = true
			assert.Equal(t, c.labelled, End(told))
		})
	}
}

// What the label was given for is what was shown: another way back that fails is
// another thing.
func TestTheMarkCoversWaysBack(t *testing.T) {
	stuck := func(at string) report.Review {
		stack := played(rehearsal.Outcome{Verdict: rehearsal.Works, Back: rehearsal.BackFails, BackAt: at, Reason: "RequestID: 1"})
		stack.Set.System, stack.Set.Stack = "shop", "dev"
		return report.Review{Stacks: []report.Stack{stack}}
	}
	lost := losing("orders")
	both := lost
	both.Stacks = append(both.Stacks, stuck("a").Stacks...)
	assert.Empty(t, Lost(losing()))
	assert.Equal(t, danger.Fingerprint(lost.Stacks[0].Findings), Lost(lost), "of data alone it is what other commands say")
	assert.NotEmpty(t, Lost(stuck("a")))
	assert.NotEqual(t, Lost(stuck("a")), Lost(stuck("b")))
	assert.NotEqual(t, Lost(both), Lost(lost))
	again := stuck("a")
	again.Stacks[0].Rehearsal.Reason = "RequestID: 2"
	assert.Equal(t, Lost(stuck("a")), Lost(again), "what differs from run to run is not in it")
}
