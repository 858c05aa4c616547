package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/cloudtest"
)

// TestReadOfEveryRecordedRefreshLeavesTheInputsAsTheyWere: whatever the state
// learns from a refresh, no recorded one changed what was asked for.
func TestReadOfEveryRecordedRefreshLeavesTheInputsAsTheyWere(t *testing.T) {
	providers := providersOf(t)
	made := map[string]recording{}
	for _, line := range inOrder(recordings(t, "resource")) {
		if _, _, err := providers[line.Provider].Create(line.Type, line.Name, cloudtest.Recorded(line.inputs())); err != nil {
			t.Fatal(err)
		}
		made[line.Type+line.Name] = line
	}
	for _, line := range recordings(t, "read") {
		first := made[line.Type+line.Name]
		assert.Empty(t, line.InputsChanged)
		if line.Run != "refresh-after-up" {
			continue // the same of the changed objects, which the updates' replay holds
		}
		inputs, outputs := cloudtest.Recorded(first.inputs()), cloudtest.Recorded(first.Created)
		id, _, asked := providers[first.Provider].Read(line.Type, line.Name, first.ID, inputs, outputs)
		assert.Equal(t, first.ID, id)
		assert.Empty(t, differences("", steady(map[string]any(cloudtest.Plain(asked))), steady(map[string]any(cloudtest.Plain(inputs)))), "%s %s", line.Type, line.Name)
	}
}

func TestNothingOfTheRecordingsIsLeftOut(t *testing.T) {
	counts := map[string]int{}
	for _, line := range cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz") {
		counts[line.Rec]++
	}
	assert.Equal(t, map[string]int{
		"resource": 102, "diff": 272, "update": 114, "create": 105, "delete": 46, "read": 204,
		// The engine's own: two components, and the providers' handshakes.
		"construct": 2, "provider-config": 9,
	}, counts)
}
