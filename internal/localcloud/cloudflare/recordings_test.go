package cloudflare

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
)

// recording is one line of testdata/recordings.jsonl.gz; its legend is the
// file's first line.
type recording struct {
	Scenario string `json:"s"`
	Call     string `json:"m"`
	Token    string `json:"tok"`
	Name     string
	In       cloudtest.Props
	Checked  json.RawMessage
	Failures []struct{ Property, Reason string }
	Preview  bool
	ID       json.RawMessage
	Out      cloudtest.Props
	Changes  string
	Diffs    []string
	Replaces []string
}

func recordings(t *testing.T, scenario, call string) []recording {
	all := cloudtest.Recordings[recording](t, "testdata/recordings.jsonl.gz")
	return slices.DeleteFunc(all, func(r recording) bool { return r.Scenario != scenario || r.Call != call })
}

func TestCheckOfEveryRecordedResourceAcceptsAndRefusesTheSame(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	for _, scenario := range []string{"create", "invalid"} {
		for _, line := range recordings(t, scenario, "Check") {
			checked, failures := provider.Check(line.Token, line.Name, cloudtest.Recorded(line.In), nil)
			if len(line.Failures) > 0 {
				refusesAlike(t, line, failures)
				continue
			}
			if stricter[line.Name] {
				assert.NotEmpty(t, failures, "%s", line.Name)
				continue
			}
			assert.Empty(t, failures, "%s", line.Name)
			want := line.In
			if string(line.Checked) != `"=in"` {
				want = nil
				require.NoError(t, json.Unmarshal(line.Checked, &want))
			}
			assert.Equal(t, text(t, want), text(t, cloudtest.Plain(checked)), "%s", line.Name)
		}
	}
}

// stricter are inputs that the provider lets pass and the API refuses; the
// local cloud says so before anything is made.
var stricter = map[string]bool{
	"bad-rec-ttlstr": true, "bad-rec-unknown": true, // refused by name and type
	"bad-rs-none": true, "bad-set-bool": true, "bad-set-id": true, "ok-pol-noinc": true, // refused by the API
}

func TestPreviewOfEveryRecordedResourceShowsTheSame(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	checked := map[string]localcloud.Props{}
	for _, line := range recordings(t, "create", "Check") {
		checked[line.Name], _ = provider.Check(line.Token, line.Name, cloudtest.Recorded(line.In), nil)
	}
	for _, line := range recordings(t, "create", "Create") {
		shown := cloudtest.Plain(provider.Preview(line.Token, line.Name, checked[line.Name]))
		assert.Equal(t, text(t, line.Out), text(t, shown), "%s", line.Name)
	}
}

func TestDiffAndUpdateOfEveryRecordedChangeSayTheSame(t *testing.T) {
	provider := cloudtest.Start(t, New()).Provider("cloudflare", nil)
	inputs, made := map[string]cloudtest.Props{}, map[string]recording{}
	for _, line := range recordings(t, "create", "Check") {
		inputs[line.Name] = line.In
	}
	for _, line := range recordings(t, "up", "Create") {
		made[line.Name] = line
	}
	for _, scenario := range []string{"change1", "change2", "change3", "change4"} {
		planned := map[string]recording{}
		for _, line := range append(recordings(t, scenario, "Update"), recordings(t, scenario, "Create")...) {
			planned[line.Name] = line
		}
		for _, line := range recordings(t, scenario, "Diff") {
			before, plan := made[line.Name], planned[line.Name]
			if plan.Out == nil {
				continue // nothing tells what the program asked for
			}
			described, _ := facts.Cloudflare.Resource(line.Token)
			if unseen[line.Name] {
				continue
			}
			old := asked(described.Properties, inputs[line.Name], before.Out, false)
			news := asked(described.Properties, inputs[line.Name], plan.Out, true)
			name := scenario + " " + line.Name
			checked, failures := provider.Check(line.Token, line.Name, cloudtest.Recorded(news), nil)
			if !assert.Empty(t, failures, name) {
				continue
			}
			answer := provider.Diff(line.Token, line.Name, "id", cloudtest.Recorded(old), cloudtest.Recorded(before.Out), checked)
			assert.Equal(t, line.Diffs, answer.GetDiffs(), name)
			assert.Equal(t, line.Replaces, answer.GetReplaces(), name)
			if plan.Call == "Update" {
				var id string
				require.NoError(t, json.Unmarshal(before.ID, &id))
				shown, err := provider.Update(line.Token, line.Name, id, cloudtest.Recorded(before.Out), checked, true)
				require.NoError(t, err)
				assert.Equal(t, text(t, plan.Out), text(t, cloudtest.Plain(shown)), name)
			}
		}
	}
}

// unseen are changes of write-only values, which no output shows, and of a list
// whose items move, where the guess at the inputs fails.
var unseen = map[string]bool{"idp": true, "idp-gh": true, "worker": true}

// asked guesses the program's inputs from outputs: what may be given and was
// given before. In a plan, a computed value that is known without being kept
// can only come from the program too.
func asked(props facts.Properties, before, shown cloudtest.Props, plan bool) cloudtest.Props {
	out := cloudtest.Props{}
	for name, p := range props {
		value, ok := shown[name]
		given, was := before[name]
		added := p.Computed && (!plan || p.Kept)
		if !ok || !p.Settable() || (!was && (added || value == "<unknown>" || p.Default == value)) {
			continue
		}
		out[name] = askedValue(p, given, value, plan)
	}
	return out
}

func askedValue(p *facts.Property, before, shown any, plan bool) any {
	switch v := shown.(type) {
	case map[string]any:
		if _, secret := v["<secret>"]; secret || p.Nested == nil {
			return shown
		}
		if p.Container == facts.Map {
			return shown
		}
		was, _ := before.(map[string]any)
		return map[string]any(asked(p.Nested, was, v, plan))
	case []any:
		list := make([]any, len(v))
		was, _ := before.([]any)
		for i, item := range v {
			var earlier any
			if i < len(was) {
				earlier = was[i]
			}
			list[i] = askedValue(p, earlier, item, plan)
		}
		return list
	}
	return shown
}

func text(t *testing.T, props cloudtest.Props) string {
	out, err := json.MarshalIndent(props, "", " ")
	require.NoError(t, err)
	return string(out)
}
