package changes

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"github.com/stretchr/testify/require"
)

// planted is a preview with a secret in it: the text that must not come out,
// and what stands where it was planted.
type planted struct{ secret, text string }

// wraps are what a secret may be within.
var wraps = []func(secret string) string{
	func(s string) string { return s },
	func(s string) string { return "the value " + s + " was refused" },
	func(s string) string { return quote(object{"a": []any{object{"b": s}}}) },
	func(s string) string { return quote(object{"a": quote(object{"b": s})}) },
	func(s string) string { return "postgres://app:" + url.QueryEscape(s) + "@db.example.com:5432/app" },
	func(s string) string { return "https://example.com/x?page=1&q=" + url.QueryEscape(s) + "#top" },
	func(s string) string { return "https://example.com/x/" + url.PathEscape(s) },
	func(s string) string { return "LOG=debug\nVALUE=" + s + "\nPORT=80" },
	func(s string) string { return "run -p " + s + " now" },
	func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
}

func quote(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

// places are where a text may stand in what the engine says.
var places = []func(p *preview, text string){
	func(p *preview, text string) { p.old.Inputs["x"], p.new.Inputs["x"] = text, "other" },
	func(p *preview, text string) { p.old.Inputs["x"], p.new.Inputs["x"] = "other", text },
	func(p *preview, text string) { p.new.Inputs["x"] = object{"y": []any{1.0, object{"z": text}}} },
	func(p *preview, text string) {
		p.old.Outputs["x"], p.detail["x"] = text, apitype.PropertyDiff{Kind: apitype.DiffUpdate}
	},
	func(p *preview, text string) { p.new.Inputs[text] = "value" },
	func(p *preview, text string) { p.new.Inputs["tags"] = object{text: "value"} },
	func(p *preview, text string) { p.detail[text] = apitype.PropertyDiff{Kind: apitype.DiffAdd} },
	func(p *preview, text string) {
		p.detail["x."+text] = apitype.PropertyDiff{Kind: apitype.DiffUpdateReplace}
	},
	func(p *preview, text string) { p.keys = append(p.keys, text) },
	func(p *preview, text string) { p.diffs = append(p.diffs, text) },
	func(p *preview, text string) { p.urn = dbURN + text },
	func(p *preview, text string) { p.urn = prefix + "a:b:" + text + "::name" },
	func(p *preview, text string) { p.urn = "urn:pulumi:" + text + "::shop::a:b:C::name" },
	func(p *preview, text string) { p.new.Parent = partURN + text },
	func(p *preview, text string) { p.old.ID = text },
	func(p *preview, text string) { p.message = text },
	func(p *preview, text string) { p.message = "<{%fg 1%}>" + text + "<{%reset%}>" },
	func(p *preview, text string) { p.severity, p.message = "warning", "\x1b[31m"+text+"\x1b[0m" },
	func(p *preview, text string) { p.outputs["url"] = text },
	func(p *preview, text string) { p.outputs[text] = "x" },
	func(p *preview, text string) { p.region = text },
	func(p *preview, text string) { p.config = text },
	func(p *preview, text string) { p.new.Inputs["env"] = []any{object{"name": "X", "value": text}} },
	func(p *preview, text string) {
		p.old.Inputs["policy"], p.new.Inputs["policy"] = `{"a":"b"}`, quote(object{"a": text})
	},
	func(p *preview, text string) {
		p.new.Inputs["list"], p.old.Inputs["list"] = []any{"a", text, "b"}, []any{"b"}
	},
}

// preview is what the engine says of one change, and all its parts.
type preview struct {
	urn, message, severity, region, config string
	old, new                               *meta
	detail                                 detail
	keys, diffs                            []string
	outputs                                object
	// marked is a secret that the engine marks, somewhere else.
	marked any
}

func newPreview() *preview {
	return &preview{
		urn: dbURN, message: "said", severity: "error", region: "eu-central-1", config: "eu-central-1",
		old: custom(object{"a": 1.0}, object{}), new: custom(object{"a": 2.0}, object{}), detail: detail{}, outputs: object{},
	}
}

func (p *preview) events() []apitype.EngineEvent {
	stack := event(apitype.OpSame, stackURN, &meta{Outputs: object{}}, &meta{Outputs: p.outputs})
	if p.marked != nil {
		p.new.Outputs["marked"] = p.marked
	}
	return []apitype.EngineEvent{
		{PreludeEvent: &apitype.PreludeEvent{Config: map[string]string{"aws:region": p.config}}}, stack,
		event(apitype.OpCreate, prefix+"pulumi:providers:aws::default", nil, &meta{Custom: true, Inputs: object{"region": p.region}}),
		event(apitype.OpReplace, p.urn, p.old, p.new, func(m *apitype.StepEventMetadata) { m.DetailedDiff, m.Keys, m.Diffs = p.detail, p.keys, p.diffs }),
		event(apitype.OpUpdate, dnsURN, p.old, p.new),
		{DiagnosticEvent: &apitype.DiagnosticEvent{Severity: p.severity, URN: p.urn, Message: p.message}}, ended(stack),
	}
}

// digest is the same as the command writes it.
func (p *preview) digest() []byte {
	state := func(m *meta) object {
		return object{"urn": m.URN, "custom": m.Custom, "id": m.ID, "parent": m.Parent, "inputs": m.Inputs, "outputs": m.Outputs}
	}
	found := object{}
	for path, one := range p.detail {
		found[path] = object{"kind": one.Kind, "inputDiff": one.InputDiff}
	}
	text, _ := json.Marshal(object{
		"config": object{"aws:region": p.config}, "diagnostics": []any{object{"urn": p.urn, "message": p.message, "severity": p.severity}},
		"steps": []any{object{
			"op": "replace", "urn": p.urn, "oldState": state(p.old), "newState": state(p.new),
			"replaceReasons": p.keys, "diffReasons": p.diffs, "detailedDiff": found,
		}},
	})
	return text
}

// plant puts a secret into a preview and tells what must not come out.
func plant(seed string, marked bool, wrap, place int) (*preview, string) {
	sum := sha512.Sum512([]byte(seed))
	secret := base64.StdEncoding.EncodeToString(sum[:])
	p := newPreview()
	if marked {
		secret = strings.ToValidUTF8(seed, "?")
		p.marked = object{sig.Key: sig.Secret, "plaintext": quote(secret)}
	}
	places[place](p, wraps[wrap](secret))
	return p, secret
}

// check fails when a secret is anywhere in what the readers make of a preview.
func check(t *testing.T, p *preview, secret string) {
	t.Helper()
	var log bytes.Buffer
	encoder := json.NewEncoder(&log)
	for _, one := range p.events() {
		require.NoError(t, encoder.Encode(one))
	}
	fromLog, err := FromLog(&log)
	require.NoError(t, err)
	fromPreview, err := FromPreview(bytes.NewReader(p.digest()))
	require.NoError(t, err)
	for name, set := range map[string]Set{"recorder": record(p.events()...), "log": fromLog, "preview": fromPreview} {
		for _, text := range texts(t, set) {
			require.NotContains(t, text, secret, name)
		}
	}
}

// texts are all texts of a set as its JSON has them, but for the JSON's names.
func texts(t *testing.T, set Set) []string {
	t.Helper()
	written, err := json.Marshal(set)
	require.NoError(t, err)
	var read any
	require.NoError(t, json.Unmarshal(written, &read))
	var found []string
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			for key, item := range value {
				if !fields[key] {
					found = append(found, key)
				}
				if key != "operation" {
					walk(item)
				}
			}
		case []any:
			for _, item := range value {
				walk(item)
			}
		default:
			found = append(found, fmt.Sprint(value))
		}
	}
	walk(read)
	return found
}

// fields are the names that a set's JSON has itself.
var fields = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range strings.Fields(`system stack region resources errors warnings outputs urn type name id parents component operation
		deletedFirst before after properties because follows protected retained failed path replaces`) {
		names[name] = true
	}
	return names
}()

// ordinary tells whether a marked text is one that a set has anyway: a secret
// that says nothing.
func ordinary(secret string) bool {
	if len(secret) < 8 || strings.TrimSpace(secret) != secret {
		return true
	}
	return strings.Contains(Secret+Unknown, secret)
}

func TestNoSecretGetsIntoASet(t *testing.T) {
	for place := range places {
		for wrap := range wraps {
			for _, marked := range []bool{false, true} {
				for _, seed := range []string{"correct horse", "hunter2-and-more", `a"b\c.d[0]:e`, "ünïcödé-sécrèt", "two\nlines of it"} {
					t.Run(fmt.Sprintf("place %d wrap %d marked %v %q", place, wrap, marked, seed), func(t *testing.T) {
						p, secret := plant(seed, marked, wrap, place)
						check(t, p, secret)
					})
				}
			}
		}
	}
}

// Secrets are planted everywhere: marked and with the look of chance, as they
// are and within JSON and addresses.
func FuzzSecrets(f *testing.F) {
	f.Add("correct horse", true, uint8(0), uint8(0))
	f.Add("seed", false, uint8(4), uint8(15))
	f.Fuzz(func(t *testing.T, seed string, marked bool, wrap, place uint8) {
		p, secret := plant(seed, marked, int(wrap)%len(wraps), int(place)%len(places))
		if ordinary(secret) {
			t.Skip()
		}
		check(t, p, secret)
	})
}

func FuzzRead(f *testing.F) {
	p := newPreview()
	f.Add(p.digest())
	for _, one := range p.events() {
		f.Add([]byte(quote(one)))
	}
	f.Add([]byte(`{"steps":[{"op":"update","urn":"::::::","oldState":{},"newState":{"inputs":{"a":[{}]}},"detailedDiff":{"a[":{"kind":"x"}}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, read := range []func() (Set, error){
			func() (Set, error) { return FromPreview(bytes.NewReader(text)) },
			func() (Set, error) { return FromLog(bytes.NewReader(text)) },
		} {
			set, err := read()
			if err != nil {
				continue
			}
			again, err := read()
			require.NoError(t, err)
			require.Equal(t, set, again, "the same text is the same set")
		}
	})
}
