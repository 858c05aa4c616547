package kubernetes

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
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
		if slices.Contains(kinds, line.Rec) && line.Type != "" && !unsupportedPatch(line.Type) {
			list = append(list, line)
		}
	}
	return list
}

// unsupportedPatch is the one recorded kind that the local cloud refuses.
func unsupportedPatch(token string) bool { return strings.HasSuffix(token, "Patch") }

func providersOf(t *testing.T) map[string]*cloudtest.Provider {
	t.Helper()
	cloud := cloudtest.Start(t, New())
	providers := map[string]*cloudtest.Provider{}
	for name, config := range recordedProviders {
		providers[name] = cloud.Provider(packageName, config)
	}
	return providers
}

// volatile are values that differ from run to run, written alike for
// comparison.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`ReplicaSet "([^"]*)-[0-9a-f]+" has`), `ReplicaSet "$1-<hash>" has`},
	{regexp.MustCompile(`^(db2?|[dn]-stsauto-[0-9a-f]{8})-[0-9a-f]{6,}$`), "<revision>"},
	{regexp.MustCompile(`-[0-9a-f]{8}\b`), "-<hex>"},
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "<uid>"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`), "<time>"},
	{regexp.MustCompile(`kube-api-access-[a-z0-9]{5}`), "kube-api-access-<random>"},
	{regexp.MustCompile(`^(10\.96|172\.20)\.\d+\.\d+$`), "<address>"},
	{regexp.MustCompile(`^(fake|containerd)://.*$`), "<container>"},
	{regexp.MustCompile(`^.*\.elb\..*amazonaws\.com$|^.*\.elb\.example\.com$`), "<load balancer>"},
	{regexp.MustCompile(`^10\.[01]\.\d+\.\d+$`), "<pod address>"},
	{regexp.MustCompile(`^n1$|^ip-10-.*$`), "<node>"},
}

func steady(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, item := range v {
			switch name {
			case "managedFields":
			case "resourceVersion", "nodePort":
				out[name] = "<number>"
			default:
				out[steady(name).(string)] = steady(item)
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, steady(item))
		}
		return out
	case string:
		for _, rule := range volatile {
			v = rule.pattern.ReplaceAllString(v, rule.with)
		}
		return v
	}
	return value
}

// differences lists where two recorded values differ.
func differences(at string, got, want any) []string {
	a, okA := got.(map[string]any)
	b, okB := want.(map[string]any)
	if okA && okB {
		names := map[string]bool{}
		for name := range a {
			names[name] = true
		}
		for name := range b {
			names[name] = true
		}
		var list []string
		for name := range names {
			list = append(list, differences(at+"."+name, entry(a, name), entry(b, name))...)
		}
		sort.Strings(list)
		return list
	}
	x, okX := got.([]any)
	y, okY := want.([]any)
	if okX && okY && len(x) == len(y) {
		var list []string
		for i := range x {
			list = append(list, differences(fmt.Sprintf("%s[%d]", at, i), x[i], y[i])...)
		}
		return list
	}
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return []string{fmt.Sprintf("%s is %v, was recorded as %v", at, got, want)}
}

// absent stands for what is not there at all.
const absent = "<absent>"

func entry(values map[string]any, name string) any {
	if value, ok := values[name]; ok {
		return value
	}
	return absent
}

func alike(t *testing.T, line recording, got, want cloudtest.Props) {
	t.Helper()
	delete(got, "id")
	for _, d := range differences("", steady(map[string]any(got)), steady(map[string]any(want))) {
		known := append(accepted[line.Type], accepted[line.Type+" "+line.Name]...)
		if !slices.ContainsFunc(known, func(prefix string) bool { return strings.HasPrefix(d, prefix) }) {
			t.Errorf("%s %s: %s", line.Type, line.Name, d)
		}
	}
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

// accepted are the values that come out otherwise.
var accepted = map[string][]string{
	// Nothing runs, so no quota is used.
	"kubernetes:core/v1:ResourceQuota": {".status.used"},
	// Their controllers looked between create and update; here they never do.
	"kubernetes:policy/v1:PodDisruptionBudget": {".status"},
	hpaType: {".status"},
	// The real provider was too fast: its own refresh shows the values of here.
	"kubernetes:apps/v1:Deployment n-depenv": {".status", ".metadata.annotations.deployment"},
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
