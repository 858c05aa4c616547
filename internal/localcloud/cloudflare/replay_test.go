package cloudflare

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

const added = "after a refresh the provider takes what the API adds to optional values for drift; here only what was asked for is compared"

// quieter are refreshes whose next diff comes out otherwise, with the reason.
var quieter = map[string]string{
	"app":    "the recorded inputs hold values that were not known then",
	"bucket": "the recorded location differs from the program's in its letters' case alone",
	"cache":  added, "cfg": added, "rl": added, "waf-custom": added, "pages": added,
	"idp": "no answer shows the provider's secret configuration", "idp-gh": "no answer shows the provider's secret configuration",
}

// TestDiffAfterEveryRecordedRefreshSaysTheSame: the program asks for the same
// as ever, and the state holds what the API answered.
func TestDiffAfterEveryRecordedRefreshSaysTheSame(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	asked := map[string]cloudtest.Props{}
	pkg := New()
	made := map[string]recording{}
	for _, line := range recordings(t, "up", "Create") {
		made[line.Name] = line
	}
	for _, line := range recordings(t, "create", "Check") {
		asked[line.Name] = line.In
	}
	for _, scenario := range []string{"refresh", "drift"} {
		shown := map[string]recording{}
		for _, line := range recordings(t, scenario, "Read") {
			shown[line.Name] = line
		}
		for _, line := range recordings(t, scenario, "Diff") {
			var id string
			require.NoError(t, json.Unmarshal(shown[line.Name].ID, &id))
			inputs := cloudtest.Recorded(asked[line.Name])
			if inputs.Unknown("zoneId") {
				inputs.Set("zoneId", shown[line.Name].Out["zoneId"])
			}
			checked, failures := provider.Check(line.Token, line.Name, inputs, nil)
			require.Empty(t, failures)
			outputs := cloudtest.Recorded(shown[line.Name].Out)
			refreshed := pkg.Project(&localcloud.Object{
				Type: line.Token, ID: id, Inputs: inputs, Outputs: outputs, Rewritten: cloudtest.Recorded(made[line.Name].Out),
			}, inputs)
			answer := provider.Diff(line.Token, line.Name, id, refreshed, outputs, checked)
			if reason, ok := quieter[line.Name]; ok {
				assert.NotEqual(t, line.Diffs, answer.GetDiffs(), "%s %s is as recorded: it is no exception (%s)", scenario, line.Name, reason)
				continue
			}
			assert.Equal(t, line.Diffs, answer.GetDiffs(), "%s %s", scenario, line.Name)
			assert.Equal(t, line.Replaces, answer.GetReplaces(), "%s %s", scenario, line.Name)
		}
	}
}

// replayed counts the recorded lines by scenario and call, with the test that
// replays them or the reason why none does.
var replayed = map[string]struct {
	count int
	by    string
}{
	"create Check":    {65, "TestCheckOfEveryRecordedResourceAcceptsAndRefusesTheSame"},
	"invalid Check":   {46, "TestCheckOfEveryRecordedResourceAcceptsAndRefusesTheSame"},
	"create Create":   {65, "TestPreviewOfEveryRecordedResourceShowsTheSame"},
	"invalid Create":  {17, "previews of inputs that are refused or doubtful"},
	"up Create":       {65, "answers of a stand-in; the diffs of changes start from them"},
	"change1 Create":  {10, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change1 Diff":    {61, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change1 Update":  {51, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change2 Create":  {15, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change2 Diff":    {38, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change2 Update":  {23, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change3 Create":  {8, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change3 Diff":    {8, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change4 Create":  {1, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change4 Diff":    {20, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"change4 Update":  {19, "TestDiffAndUpdateOfEveryRecordedChangeSayTheSame"},
	"replaced Update": {51, "answers of a stand-in to the updates of change1"},
	"refresh Read":    {6, "TestDiffAfterEveryRecordedRefreshSaysTheSame"},
	"refresh Diff":    {6, "TestDiffAfterEveryRecordedRefreshSaysTheSame"},
	"drift Read":      {16, "TestDiffAfterEveryRecordedRefreshSaysTheSame"},
	"drift Diff":      {16, "TestDiffAfterEveryRecordedRefreshSaysTheSame"},
	"same Diff":       {2, "write-only configuration, which no output shows"},
	"invoke Invoke":   {10, "answers of a stand-in; TestDataSourcesKnowTheAddressesAndEveryZone asks for those with a meaning here"},
	"same summary":    {1, "names the quiet resources"},
	"refresh summary": {1, "names the quiet resources"},
	"drift summary":   {1, "names the quiet resources"},
}

func TestNothingOfTheRecordingsIsLeftOut(t *testing.T) {
	counts := map[string]int{}
	for _, line := range cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz") {
		counts[line.Scenario+" "+line.Call]++
	}
	want := map[string]int{}
	for kind, lines := range replayed {
		want[kind] = lines.count
	}
	assert.Equal(t, want, counts)
}
