package aws

import (
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/cloudtest"
)

// kindsOf is the detail of an answer, no finer than what is recorded: there a
// set that changes is one entry, a type of the plugin framework has none, and
// a value that was secret until now is added.
func kindsOf(answer *pulumirpc.DiffResponse, line recording) map[string]string {
	kinds := map[string]string{}
	for path, edit := range answer.GetDetailedDiff() {
		kind := edit.GetKind().String()
		for whole, recorded := range line.Kinds {
			if strings.HasPrefix(path, whole+"[") || path == whole && path == "insecureValue" {
				path, kind = whole, recorded
				break
			}
		}
		if len(line.Kinds) > 0 {
			kinds[path] = kind
		}
	}
	return kinds
}

// replayed counts the recorded lines by what they hold, with the test that
// replays them or the reason why none does.
var replayed = map[string]struct {
	count int
	by    string
}{
	"checked":                       {170, "TestCheckOfEveryRecordedResourceGivesTheSameInputs"},
	"previewed":                     {170, "TestPreviewOfEveryRecordedResourceShowsTheSame"},
	"created":                       {167, "TestCreateOfEveryRecordedResourceShowsTheSamePropertiesAndRefreshesClean"},
	"failed":                        {3, "the emulator behind the recording did not have the service"},
	"diff":                          {66, "TestDiffOfEveryRecordedChangeSaysTheSame"},
	"invoke":                        {5, "TestDataSourcesAnswerAsRecorded"},
	"invoke of the emulator's data": {4, "the values are the emulator's; the suite's data source cases hold their shape"},
}

func TestNothingOfTheRecordingsIsLeftOut(t *testing.T) {
	counts := map[string]int{}
	for _, line := range cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz") {
		for kind, there := range map[string]bool{
			"checked": line.Checked != nil, "previewed": line.Preview != nil, "created": line.Created != nil,
			"failed": len(line.Errors) > 0, "diff": line.Diff != "", "invoke": line.Invoke != "",
		} {
			if _, alike := likeness[line.Invoke]; kind == "invoke" && !alike {
				kind += " of the emulator's data"
			}
			if there {
				counts[kind]++
			}
		}
	}
	want := map[string]int{}
	for kind, lines := range replayed {
		want[kind] = lines.count
	}
	assert.Equal(t, want, counts)
}
