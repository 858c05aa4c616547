package gate

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

const database = "aws:rds/instance:Instance"

// plan is a change of a database, and of whatever else is given.
func plan(operation changes.Operation, protected bool, more ...changes.Resource) changes.Set {
	return changes.Set{Resources: append(more, changes.Resource{
		URN: "db", Type: database, Name: "db", Operation: operation, Protected: protected, Before: map[string]any{"skipFinalSnapshot": true}, After: map[string]any{},
	})}
}

func TestTheGate(t *testing.T) {
	const (
		engine = "unable to replace resource \"db\"\nas it is currently marked for protection. To unprotect the resource, remove the `protect` flag"
		delete = "resource \"db\" cannot be deleted\nbecause it is protected. To unprotect the resource"
		other  = "no such zone"
	)
	thing := changes.Resource{URN: "thing", Type: "aws:ec2/thing:Thing", Name: "thing", Operation: changes.Delete, Protected: true}
	lost := danger.Fingerprint(danger.Judge(plan(changes.Replace, false)))
	for what, c := range map[string]struct {
		set      changes.Set
		problems []string
		approved string
		verdict  Verdict
		left     []string
	}{
		"nothing is lost":                           {plan(changes.Create, false), nil, "", Open, nil},
		"a database is lost":                        {plan(changes.Replace, false), nil, "", Loses, nil},
		"and it is approved":                        {plan(changes.Replace, false), nil, lost, Open, nil},
		"and something else is approved":            {plan(changes.Delete, false), nil, lost, Loses, nil},
		"it is protected, and the engine says so":   {plan(changes.Replace, true), []string{engine}, "", Protected, nil},
		"deleting it is, too":                       {plan(changes.Delete, true), []string{delete}, "", Protected, nil},
		"no approval lifts a protection":            {plan(changes.Replace, true), nil, danger.Fingerprint(danger.Judge(plan(changes.Replace, true))), Protected, nil},
		"what holds no data and is protected":       {plan(changes.Create, false, thing), []string{delete}, "", Refused, nil},
		"what else went wrong stays":                {plan(changes.Replace, true), []string{engine, other}, "", Protected, []string{other}},
		"a plan that fails for another reason":      {plan(changes.Create, false), []string{other}, "", Failed, []string{other}},
		"a plan that fails and would lose data":     {plan(changes.Replace, false), []string{other}, "", Loses, []string{other}},
		"the engine's word where no finding has it": {plan(changes.Create, false), []string{engine}, "", Failed, []string{engine}},
	} {
		t.Run(what, func(t *testing.T) {
			ruling := Rule(c.set, c.problems, c.approved)
			assert.Equal(t, c.verdict, ruling.Verdict)
			assert.Equal(t, c.left, ruling.Problems)
			assert.Equal(t, c.verdict == Open || c.verdict == Failed, len(ruling.Findings) == 0)
		})
	}
}

func TestWhatCannotBeDoneIsRefusedWhateverIsApproved(t *testing.T) {
	findings := []danger.Finding{{Level: danger.Refused, Loss: "storage can't shrink"}, {Level: danger.DataLoss, Loss: "the database is deleted"}}
	ruling := Of(findings, nil, danger.Fingerprint(findings))
	assert.Equal(t, Refused, ruling.Verdict)
	assert.Equal(t, findings[:1], ruling.Findings)
}
