package aws

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

// recording is one line of testdata/recordings.jsonl.gz; its legend is the
// file's first line.
type recording struct {
	Type, Name  string
	ID          string
	News        cloudtest.Props
	PreviewNews cloudtest.Props
	Checked     cloudtest.Props
	Preview     cloudtest.Props
	Created     cloudtest.Props
	Diff        string
	Changed     map[string][2]any
	Changes     string
	Replaces    []string
	Diffs       []string
	First       bool              `json:"deleteBeforeReplace"`
	Kinds       map[string]string `json:"detailedDiff"`
	Invoke      string
	Errors      []string
}

func TestCheckOfEveryRecordedResourceGivesTheSameInputs(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider("aws", cloudtest.Props{"region": "us-east-1"})
	for _, line := range cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz") {
		if line.Checked == nil {
			continue
		}
		checked, failures := provider.Check(line.Type, line.Name, cloudtest.Recorded(line.News), nil)
		if len(failures) > 0 {
			t.Errorf("%s %s: %v", line.Type, line.Name, failures)
			continue
		}
		for _, d := range differences("", unnamed(line.Type, line.Name, cloudtest.Plain(checked)), unnamed(line.Type, line.Name, line.Checked)) {
			t.Errorf("%s %s: %s", line.Type, line.Name, d)
		}
	}
}

func TestPreviewOfEveryRecordedResourceShowsTheSame(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider("aws", cloudtest.Props{"region": "us-east-1"})
	for _, line := range cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz") {
		if line.Preview == nil {
			continue
		}
		news := line.PreviewNews
		if news == nil {
			news = line.News
		}
		checked, failures := provider.Check(line.Type, line.Name, cloudtest.Recorded(news), nil)
		if len(failures) > 0 {
			t.Errorf("%s %s: %v", line.Type, line.Name, failures)
			continue
		}
		shown := cloudtest.Plain(provider.Preview(line.Type, line.Name, checked))
		delete(shown, sdkOnly[line.Type])
		for _, d := range differences("", unnamed(line.Type, line.Name, shown), unnamed(line.Type, line.Name, line.Preview)) {
			t.Errorf("%s %s: %s", line.Type, line.Name, d)
		}
	}
}

func TestCreateOfEveryRecordedResourceShowsTheSamePropertiesAndRefreshesClean(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider("aws", cloudtest.Props{"region": "us-east-1"})
	var rewrites []string
	for _, line := range ordered(cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz")) {
		if line.Created == nil {
			continue
		}
		text, err := json.Marshal(line.Checked)
		require.NoError(t, err)
		var inputs cloudtest.Props
		require.NoError(t, json.Unmarshal([]byte(strings.NewReplacer(rewrites...).Replace(string(text))), &inputs))
		id, outputs, err := provider.Create(line.Type, line.Name, cloudtest.Recorded(inputs))
		if no, is := refusedHere[line.Type]; is && err != nil {
			assert.ErrorContains(t, err, no, "%s %s", line.Type, line.Name)
			continue
		}
		if !assert.NoError(t, err, "%s %s", line.Type, line.Name) {
			continue
		}
		rewrites = append(rewrites, line.ID, id)
		if recorded, ok := line.Created["arn"].(string); ok && recorded != "" {
			rewrites = append(rewrites, recorded, outputs.String("arn"))
		}
		rewrites = append(rewrites, proofs(line.Created, outputs)...)
		shown := cloudtest.Plain(outputs)
		delete(shown, sdkOnly[line.Type])
		assert.Equal(t, names(line.Created), names(shown), "%s %s", line.Type, line.Name)
		assert.NotContains(t, fmt.Sprint(cloudtest.Plain(outputs)), "<unknown>", "%s %s", line.Type, line.Name)
		_, live, asked := provider.Read(line.Type, line.Name, id, cloudtest.Recorded(inputs), outputs)
		diff := provider.Diff(line.Type, line.Name, id, asked, live, cloudtest.Recorded(inputs))
		assert.Empty(t, diff.GetDiffs(), "refresh of %s %s", line.Type, line.Name)
	}
}

// refusedHere are types of which the recordings' emulator makes what AWS refuses: a trail
// whose bucket does not let it in, and a second detector of a region.
var refusedHere = map[string]string{trailType: "InsufficientS3BucketPolicyException", detectorType: "a detector already exists"}

// ordered puts the service after the rule that leads to it: the recordings'
// emulator does not ask whether a target group has a load balancer, AWS does.
func ordered(lines []recording) []recording {
	for i := 1; i < len(lines); i++ {
		if lines[i].Type == listenerRuleType && lines[i-1].Type == taskServiceType {
			lines[i], lines[i-1] = lines[i-1], lines[i]
		}
	}
	return lines
}

// sdkOnly are properties that the SDK adds to what the provider was recorded to
// show.
var sdkOnly = map[string]string{clusterType: "certificateAuthority"}

// proofs pairs the records that validate a certificate, as recorded and as
// they are here.
func proofs(recorded cloudtest.Props, outputs localcloud.Props) []string {
	var pairs []string
	options := cloudtest.Recorded(recorded).Maps("domainValidationOptions")
	for i, ours := range outputs.Maps("domainValidationOptions") {
		for _, name := range []string{"resourceRecordName", "resourceRecordValue"} {
			pairs = append(pairs, dnsName(options[i].String(name)), dnsName(ours.String(name)))
		}
	}
	return pairs
}

func names(props cloudtest.Props) []string {
	list := slices.Collect(maps.Keys(props))
	slices.Sort(list)
	return slices.DeleteFunc(list, func(name string) bool { return strings.HasPrefix(name, "__") })
}

func TestDiffOfEveryRecordedChangeSaysTheSame(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider("aws", cloudtest.Props{"region": "us-east-1"})
	lines := cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz")
	made := map[string]recording{}
	for _, line := range lines {
		if line.Checked != nil {
			made[line.Type+line.Name] = line
		}
	}
	for _, line := range lines {
		if line.Diff == "" {
			continue
		}
		before, ok := made[line.Diff+line.Name]
		if !ok {
			t.Errorf("%s %s: no recording of its creation", line.Diff, line.Name)
			continue
		}
		old, news := cloudtest.Recorded(before.Checked), cloudtest.Recorded(before.Checked)
		for name, change := range line.Changed {
			news.Set(name, cloudtest.Recorded(cloudtest.Props{"": change[1]})[""])
			if change[1] == nil {
				delete(news, resource.PropertyKey(name))
			}
			old.Set(name, cloudtest.Recorded(cloudtest.Props{"": change[0]})[""])
			if change[0] == nil {
				delete(old, resource.PropertyKey(name))
			}
		}
		answer := provider.Diff(line.Diff, line.Name, "id", old, cloudtest.Recorded(before.Created), news)
		got := fmt.Sprint(answer.GetChanges().String(), answer.GetDiffs(), " replacing ", answer.GetReplaces(), answer.GetDeleteBeforeReplace())
		want := fmt.Sprint(line.Changes, line.Diffs, " replacing ", line.Replaces, line.First)
		if got != want {
			t.Errorf("%s %s: got %s, recorded %s", line.Diff, line.Name, got, want)
		}
		assert.Equal(t, line.Kinds, kindsOf(answer, line), "%s %s", line.Diff, line.Name)
	}
}
