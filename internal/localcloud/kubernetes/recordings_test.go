package kubernetes

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

// recording is one line of testdata/recordings.jsonl.gz; its legend is the
// file's first line.
type recording struct {
	Rec, Run, Type, Name, Provider, ID string
	Call                               int
	News, Checked, Created             cloudtest.Props
	// Preview is what a preview showed, or of a create or update whether it
	// was one.
	Preview            any
	NewsUp             cloudtest.Props `json:"news_up"`
	CheckedUp          cloudtest.Props `json:"checked_up"`
	Olds               cloudtest.Props
	OldsAre            string `json:"olds_are"`
	Inputs, Properties cloudtest.Props
	InputsChanged      []string `json:"inputs_changed"`
	Response           struct {
		Changes             string
		Replaces            []string
		DeleteBeforeReplace bool
		DetailedDiff        map[string]struct{ Kind string }
	}
}

var recordedProviders = map[string]cloudtest.Props{
	"p-main":       {},
	"p-mutable":    {"namespace": "default", "enableConfigMapMutable": "true", "enableSecretMutable": "true"},
	"p-clientside": {"enableServerSideApply": "false"},
}

func recordings(t *testing.T, kinds ...string) []recording {
	t.Helper()
	var list []recording
	for _, line := range cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz") {
		if slices.Contains(kinds, line.Rec) && line.Type != "" {
			list = append(list, line)
		}
	}
	return list
}

func providersOf(t *testing.T) map[string]*cloudtest.Provider {
	t.Helper()
	cloud := cloudtest.Start(t, New())
	providers := map[string]*cloudtest.Provider{}
	for name, config := range recordedProviders {
		providers[name] = cloud.Provider(packageName, config)
	}
	return providers
}

func TestCheckOfEveryRecordedResourceGivesTheSameInputs(t *testing.T) {
	providers := providersOf(t)
	for _, line := range recordings(t, "resource") {
		checked, failures := providers[line.Provider].Check(line.Type, line.Name, cloudtest.Recorded(line.News), nil)
		require.Empty(t, failures, "%s %s", line.Type, line.Name)
		alike(t, line, cloudtest.Plain(checked), line.Checked)
	}
}

func TestPreviewOfEveryRecordedResourceShowsTheSame(t *testing.T) {
	providers := providersOf(t)
	for _, line := range recordings(t, "resource") {
		shown := providers[line.Provider].Preview(line.Type, line.Name, cloudtest.Recorded(line.Checked))
		alike(t, line, cloudtest.Plain(shown), line.Preview.(cloudtest.Props))
	}
}

// inOrder puts first what changes how others come out.
func inOrder(lines []recording) []recording {
	rank := map[string]int{namespaceType: -2, limitRangeType: -1}
	slices.SortStableFunc(lines, func(a, b recording) int { return rank[a.Type] - rank[b.Type] })
	return lines
}

func (r recording) inputs() cloudtest.Props {
	if r.CheckedUp != nil {
		return r.CheckedUp
	}
	return r.Checked
}

func TestCreateOfEveryRecordedResourceShowsTheSameAndRefreshesClean(t *testing.T) {
	providers := providersOf(t)
	for _, line := range inOrder(recordings(t, "resource")) {
		provider, inputs := providers[line.Provider], cloudtest.Recorded(line.inputs())
		id, outputs, err := provider.Create(line.Type, line.Name, inputs)
		if !assert.NoError(t, err, "%s %s", line.Type, line.Name) {
			continue
		}
		assert.Equal(t, line.ID, id)
		alike(t, line, cloudtest.Plain(outputs), line.Created)
		_, live, asked := provider.Read(line.Type, line.Name, id, inputs, outputs)
		diff := provider.Diff(line.Type, line.Name, id, asked, live, inputs)
		assert.Empty(t, diff.GetDetailedDiff(), "refresh of %s %s", line.Type, line.Name)
	}
}

func TestUpdateOfEveryRecordedChangeShowsTheSame(t *testing.T) {
	providers := providersOf(t)
	made := map[string]recording{}
	for _, line := range inOrder(recordings(t, "resource")) {
		_, _, err := providers[line.Provider].Create(line.Type, line.Name, cloudtest.Recorded(line.inputs()))
		require.NoError(t, err)
		made[line.Type+line.Name] = line
	}
	for _, line := range recordings(t, "create", "update", "delete") {
		if line.Run != "up-v2" {
			continue
		}
		first := made[line.Type+line.Name]
		provider := providers[first.Provider]
		switch line.Rec {
		case "delete":
			assert.NoError(t, provider.Delete(line.Type, line.Name, line.ID, nil))
		case "create":
			_, outputs, err := provider.Create(line.Type, line.Name, cloudtest.Recorded(line.Inputs))
			if assert.NoError(t, err, "%s %s", line.Type, line.Name) {
				alike(t, line, cloudtest.Plain(outputs), line.Properties)
			}
		case "update":
			outputs, err := provider.Update(line.Type, line.Name, first.ID, cloudtest.Recorded(first.Created), cloudtest.Recorded(line.Inputs), false)
			if assert.NoError(t, err, "%s %s", line.Type, line.Name) {
				alike(t, line, cloudtest.Plain(outputs), line.Properties)
			}
		}
	}
}

func TestDiffOfEveryRecordedChangeSaysTheSame(t *testing.T) {
	providers := providersOf(t)
	made := map[string]recording{}
	after := map[string]cloudtest.Props{}
	for _, line := range recordings(t, "resource", "create", "update") {
		switch {
		case line.Rec == "resource":
			made[line.Type+line.Name] = line
		case line.Run == "up-v2":
			after[line.Type+line.Name] = line.Properties
		}
	}
	alone := map[string]cloudtest.Props{}
	for _, line := range recordings(t, "diff") {
		first := made[line.Type+line.Name]
		olds := first.Created
		if later, ok := after[line.Type+line.Name]; ok && strings.HasPrefix(line.OldsAre, "outputs of") {
			olds = later
		}
		if line.Olds != nil {
			alone[line.Type+line.Name] = line.Olds
		}
		if strings.HasSuffix(line.Run, "no-cascade") {
			olds = alone[line.Type+line.Name]
		}
		outputs := cloudtest.Recorded(olds)
		got := providers[first.Provider].Diff(line.Type, line.Name, first.ID, outputs.Map("__inputs"), outputs, cloudtest.Recorded(line.News))
		sameDiff(t, line, got)
	}
}

func sameDiff(t *testing.T, line recording, got *pulumirpc.DiffResponse) {
	t.Helper()
	about := fmt.Sprintf("%s of %s %s", line.Run, line.Type, line.Name)
	assert.Equal(t, line.Response.Changes, got.GetChanges().String(), about)
	assert.ElementsMatch(t, line.Response.Replaces, got.GetReplaces(), about)
	assert.Equal(t, line.Response.DeleteBeforeReplace, got.GetDeleteBeforeReplace(), about)
	want, have := map[string]string{}, map[string]string{}
	for path, edit := range line.Response.DetailedDiff {
		want[path] = edit.Kind
		if edit.Kind == "" {
			want[path] = "ADD"
		}
	}
	for path, edit := range got.GetDetailedDiff() {
		have[path] = edit.GetKind().String()
	}
	assert.Equal(t, want, have, about)
}
