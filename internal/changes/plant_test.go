package changes

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
)

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

// named are what a secret that looks like nothing may be within, and is told by
// its name or its place.
var named = []func(secret string) string{
	func(s string) string { return quote(object{"password": s}) },
	func(s string) string { return quote(object{"spec": []any{object{"name": "DB_PASSWORD", "value": s}}}) },
	func(s string) string { return "postgres://app:" + url.QueryEscape(s) + "@db.example.com:5432/app" },
	func(s string) string { return "https://example.com/x?page=1&token=" + url.QueryEscape(s) + "#top" },
	func(s string) string { return "LOG=debug\nAPI_KEY=" + url.QueryEscape(s) + "\nPORT=80" },
	func(s string) string { return "got password: " + quote(s) + " from it" },
	func(s string) string { return "psql --password " + url.QueryEscape(s) + " now" },
	func(s string) string { return "-----BEGIN PRIVATE KEY-----\n" + s + "\n-----END PRIVATE KEY-----\n" },
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

// How a secret is told.
const (
	byChance = iota
	byMark
	byName
	kinds
)

// plant puts a secret into a preview and tells what must not come out.
func plant(seed string, kind, wrap, place int) (*preview, string) {
	p := newPreview()
	secret, within := strings.ToValidUTF8(seed, "?"), wraps
	switch kind {
	case byChance:
		sum := sha512.Sum512([]byte(seed))
		secret = base64.StdEncoding.EncodeToString(sum[:])
	case byMark:
		p.marked = object{sig.Key: sig.Secret, "plaintext": quote(secret)}
	case byName:
		within = named
	}
	places[place%len(places)](p, within[wrap%len(within)](secret))
	return p, secret
}
