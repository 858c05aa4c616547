package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/engine"
	"groundwork/internal/gate"
)

func TestTheStacksNameLetsDataBeLost(t *testing.T) {
	lost := []danger.Finding{{Name: "database", Level: danger.DataLoss, Loss: "its data would be lost", Advice: "leave it"}}
	for answer, lets := range map[string]bool{"dev\n": true, "dev": true, "yes\n": false, "\n": false, "": false, "prod\n": false} {
		var told bytes.Buffer
		assert.Equal(t, lets, (&asker{strings.NewReader(answer), &told}).lets(lost, "dev"), "%q", answer)
		assert.Contains(t, told.String(), "data loss: database: its data would be lost; instead: leave it")
	}
}

func TestWhatIsNotBegunSaysHowToGoOn(t *testing.T) {
	lost := []danger.Finding{{URN: "db", Name: "database", Level: danger.DataLoss, Loss: "its data would be lost"}}
	run := operationRun{operation: engine.Up, ruling: gate.Of(lost, nil, "")}
	result := run.notBegun(engine.Result{System: "shop", Stack: "dev", Changes: engine.Changes{Replace: 1}})
	assert.Equal(t, engine.Failed, result.Result)
	assert.Zero(t, result.Changes.Total(), "nothing was done")
	assert.Equal(t, "nothing was changed; to lose just that: bin/groundwork local up --system shop --stack dev --allow-loss "+danger.Fingerprint(lost), result.Problems[1])
	assert.Equal(t, ExitBlocked, stopped(run.ruling).(failure).code())

	lost[0].Protected = true
	run.ruling = gate.Of(lost, nil, "")
	assert.Equal(t, "nothing was changed", run.notBegun(engine.Result{}).Problems[1], "no flag lifts a protection")
	assert.Equal(t, ExitBlocked, stopped(run.ruling).(failure).code())
	assert.Equal(t, ExitUsage, stopped(gate.Ruling{Verdict: gate.Refused}).(failure).code())
}

func TestADestroyTakesWhatTheStateHolds(t *testing.T) {
	instance := resource.NewURN("dev", "shop", "", "aws:rds/instance:Instance", "database-instance")
	state := apitype.DeploymentV3{Resources: []apitype.ResourceV3{
		{URN: resource.NewURN("dev", "shop", "", "groundwork:rds:Database", "database"), Type: "groundwork:rds:Database"},
		{URN: instance, Type: "aws:rds/instance:Instance", Custom: true, ID: "db", Parent: resource.NewURN("dev", "shop", "", "groundwork:rds:Database", "database"), Inputs: map[string]any{"skipFinalSnapshot": true}},
	}}
	findings := danger.Judge(changes.Deletion("shop", "dev", state))
	require.Len(t, findings, 1)
	assert.Equal(t, danger.DataLoss, findings[0].Level)
	assert.Equal(t, "database", findings[0].Component)
}
