package changes

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	prefix   = "urn:pulumi:prod::shop::"
	stackURN = prefix + stackType + "::shop-prod"
	partURN  = prefix + "groundwork:db:Database::orders"
	dbURN    = prefix + "groundwork:db:Database$aws:rds/instance:Instance::orders-primary"
	dnsURN   = prefix + "aws:route53/record:Record::orders-name"
	unknown  = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
)

type (
	object = map[string]any
	detail = map[string]apitype.PropertyDiff
	meta   = apitype.StepEventStateMetadata
)

// event is the beginning of a step.
func event(op apitype.OpType, urn string, old, new *meta, change ...func(*apitype.StepEventMetadata)) apitype.EngineEvent {
	metadata := apitype.StepEventMetadata{Op: op, URN: urn, Old: old, New: new}
	for _, one := range change {
		one(&metadata)
	}
	return apitype.EngineEvent{ResourcePreEvent: &apitype.ResourcePreEvent{Metadata: metadata}}
}

// ended is the end of the step that an event begins.
func ended(begun apitype.EngineEvent) apitype.EngineEvent {
	return apitype.EngineEvent{ResOutputsEvent: &apitype.ResOutputsEvent{Metadata: begun.ResourcePreEvent.Metadata}}
}

func custom(inputs, outputs object) *meta {
	return &meta{Custom: true, ID: "id-1", Inputs: inputs, Outputs: outputs, Parent: stackURN}
}

func differs(found detail, keys ...string) func(*apitype.StepEventMetadata) {
	return func(m *apitype.StepEventMetadata) { m.DetailedDiff, m.Keys = found, keys }
}

func record(events ...apitype.EngineEvent) Set {
	recorder := NewRecorder("", "")
	for _, one := range events {
		recorder.Add(one)
	}
	return recorder.Set()
}

// only is the set's one resource.
func only(t *testing.T, set Set) Resource {
	t.Helper()
	require.Len(t, set.Resources, 1)
	return set.Resources[0]
}

func TestAReplacementIsOneOperationWhicheverHalfComesFirst(t *testing.T) {
	old, new := custom(object{"engine": "a", "size": 1.0}, object{"engine": "a"}), custom(object{"engine": "b", "size": 1.0}, nil)
	because := differs(detail{"engine": {Kind: apitype.DiffUpdateReplace, InputDiff: true}}, "engine")
	created := event(apitype.OpCreateReplacement, dbURN, old, new, because)
	replaced := event(apitype.OpReplace, dbURN, old, new, because)
	deleted := event(apitype.OpDeleteReplaced, dbURN, old, nil)
	for name, test := range map[string]struct {
		events []apitype.EngineEvent
		first  bool
	}{
		"created first":      {[]apitype.EngineEvent{created, replaced, deleted}, false},
		"deleted first":      {[]apitype.EngineEvent{deleted, replaced, created}, true},
		"only the logical":   {[]apitype.EngineEvent{replaced}, false},
		"refreshed before":   {[]apitype.EngineEvent{event(apitype.OpRefresh, dbURN, old, old), deleted, replaced, created}, true},
		"cut off after half": {[]apitype.EngineEvent{created}, false},
	} {
		got := only(t, record(test.events...))
		assert.Equal(t, Replace, got.Operation, name)
		assert.Equal(t, test.first, got.DeletedFirst, name)
		assert.Equal(t, []string{"engine"}, got.Because, name)
		assert.Equal(t, []Property{{Path: "engine", Before: "a", After: "b", Replaces: true}}, got.Properties, name)
	}
}

func TestOperationsInTheEnginesWords(t *testing.T) {
	state := custom(object{}, object{})
	retained := *state
	retained.RetainOnDelete = true
	for op, want := range map[apitype.OpType]Operation{
		apitype.OpSame: Same, apitype.OpCreate: Create, apitype.OpUpdate: Update, apitype.OpDelete: Delete, apitype.OpImport: Import,
		apitype.OpRead: Read, apitype.OpReadDiscard: Read, apitype.OpRefresh: Same, apitype.OpDeleteReplaced: Delete, "of tomorrow": Update,
	} {
		assert.Equal(t, want, only(t, record(event(op, dbURN, state, state))).Operation, op)
	}
	assert.Equal(t, Forget, only(t, record(event(apitype.OpDelete, dbURN, &retained, nil))).Operation)
	left := record(event(apitype.OpSame, dbURN, state, state), event(apitype.OpDeleteReplaced, dbURN, state, nil))
	assert.Equal(t, Same, only(t, left).Operation, "what an earlier run left over is not the resource")
}

func TestWhatARefreshFinds(t *testing.T) {
	state := custom(object{"size": 1.0}, object{"size": 1.0, "arn": "a"})
	cloud := custom(object{"size": 2.0}, object{"size": 2.0, "arn": "a"})
	begun := event(apitype.OpRefresh, dbURN, state, state)
	found := func(op apitype.OpType, new *meta, change ...func(*apitype.StepEventMetadata)) Resource {
		return only(t, record(begun, ended(event(op, dbURN, state, new, change...))))
	}
	changed := found(apitype.OpUpdate, cloud, differs(detail{"size": {Kind: apitype.DiffUpdate}}))
	assert.Equal(t, Update, changed.Operation)
	assert.Equal(t, []Property{{Path: "size", Before: 1.0, After: 2.0}}, changed.Properties)
	assert.Equal(t, object{"size": 1.0, "arn": "a"}, changed.Before)
	assert.Equal(t, object{"size": 2.0, "arn": "a"}, changed.After)
	gone := found(apitype.OpDelete, nil)
	assert.Equal(t, Delete, gone.Operation)
	assert.Nil(t, gone.After)
	assert.Equal(t, Same, found(apitype.OpSame, state).Operation)
}

func TestTheEnginesOwnIsLeftOut(t *testing.T) {
	provider := &meta{Custom: true, Inputs: object{"region": "eu-central-1"}}
	stack := event(apitype.OpSame, stackURN, &meta{Outputs: object{"url": "a", "same": "s"}}, &meta{})
	end := ended(event(apitype.OpSame, stackURN, nil, &meta{Outputs: object{"url": "b", "same": "s"}}))
	set := record(stack, event(apitype.OpCreate, prefix+"pulumi:providers:aws::default_6_0", nil, provider), end)
	assert.Empty(t, set.Resources)
	assert.Equal(t, Set{System: "shop", Stack: "prod", Region: "eu-central-1", Resources: []Resource{}, Outputs: []Property{{Path: "url", Before: "a", After: "b"}}}, set)
}

func TestParentsAreTheComponentsAroundAResource(t *testing.T) {
	inner, outer := prefix+"groundwork:db:Database$groundwork:db:Part::inner", partURN
	child := custom(object{}, nil)
	child.Parent = inner
	set := record(
		event(apitype.OpCreate, dbURN, nil, child),
		event(apitype.OpCreate, inner, nil, &meta{Parent: outer}), event(apitype.OpSame, outer, nil, &meta{Parent: stackURN}))
	assert.Equal(t, []string{"orders", "inner"}, set.Resources[0].Parents)
	assert.Equal(t, "orders", set.Resources[0].Within())
	assert.True(t, set.Resources[1].Component)
	assert.False(t, set.Resources[0].Component)
	child.Parent = partURN
	assert.Equal(t, []string{"orders"}, only(t, record(event(apitype.OpCreate, dbURN, nil, child))).Parents, "of a parent that was not read, its name")
}

func TestPropertiesThatDiffer(t *testing.T) {
	policy := func(action string) string {
		return `{"Statement":[{"Effect":"Allow","Action":"` + action + `","Condition":{"aws:x":"1"}},{"Sid":"b"}]}`
	}
	rule := func(port float64) object { return object{"port": port, "cidr": "10.0.0.0/8"} }
	for name, test := range map[string]struct {
		old, new object
		found    detail
		want     []Property
	}{
		"that the provider tells": {object{"a": 1.0, "b": 1.0}, object{"a": 2.0, "b": 2.0}, detail{"a": {Kind: apitype.DiffUpdate, InputDiff: true}}, []Property{{Path: "a", Before: 1.0, After: 2.0}}},
		"when it does not":        {object{"a": 1.0, "b": 1.0}, object{"a": 2.0, "c": 1.0}, nil, []Property{{Path: "a", Before: 1.0, After: 2.0}, {Path: "b", Before: 1.0}, {Path: "c", After: 1.0}}},
		"in an object":            {object{"o": object{"x": 1.0, "y": object{"z": "a"}}}, object{"o": object{"x": 1.0, "y": object{"z": "b"}}}, detail{"o": {Kind: apitype.DiffUpdate, InputDiff: true}}, []Property{{Path: "o.y.z", Before: "a", After: "b"}}},
		"under a strange key":     {object{"tags": object{"a.b": "1"}}, object{"tags": object{"a.b": "2"}}, nil, []Property{{Path: `tags["a.b"]`, Before: "1", After: "2"}}},
		"an item put in front":    {object{"l": []any{rule(1), rule(2)}}, object{"l": []any{rule(9), rule(1), rule(2)}}, nil, []Property{{Path: "l[0]", After: rule(9)}}},
		"an item changed":         {object{"l": []any{rule(1), rule(2)}}, object{"l": []any{rule(1), rule(3)}}, nil, []Property{{Path: "l[1].port", Before: 2.0, After: 3.0}}},
		"only the order":          {object{"l": []any{"a", "b"}}, object{"l": []any{"b", "a"}}, nil, []Property{{Path: "l", Before: []any{"a", "b"}, After: []any{"b", "a"}}}},
		"in a policy":             {object{"p": policy("s3:Get")}, object{"p": policy("s3:*")}, detail{"p": {Kind: apitype.DiffUpdate, InputDiff: true}}, []Property{{Path: "p.Statement[0].Action", Before: "s3:Get", After: "s3:*"}}},
		"only a policy's form":    {object{"p": "{}"}, object{"p": "{ }"}, nil, []Property{{Path: "p", Before: "{}", After: "{ }"}}},
		"not known yet":           {object{"a": "x"}, object{"a": unknown}, nil, []Property{{Path: "a", Before: "x", After: Unknown}}},
		"what is a default":       {object{"__defaults": []any{"a"}}, object{"__defaults": []any{}, "a": 1.0}, nil, []Property{{Path: "a", After: 1.0}}},
		"a secret":                {object{"x": object{sig.Key: sig.Secret, "ciphertext": "a"}}, object{"x": "in plain"}, nil, []Property{{Path: "x", Before: Secret, After: Secret}}},
		"a password":              {object{"password": "old"}, object{"password": "new"}, nil, []Property{{Path: "password", Before: Secret, After: Secret}}},
		"added, says the provider, and nowhere found": {object{}, object{}, detail{"a.b": {Kind: apitype.DiffAdd}}, []Property{{Path: "a.b"}}},
	} {
		got := only(t, record(event(apitype.OpUpdate, dbURN, custom(test.old, test.old), custom(test.new, nil), differs(test.found))))
		assert.Equal(t, test.want, got.Properties, name)
	}
}

func TestWhatFollowsFromAReplacementIsToldWithoutDependenciesToo(t *testing.T) {
	old, new := custom(object{"a": 1.0}, object{"endpoint": "orders.example.com", "region": "eu-central-1"}), custom(object{"a": 2.0}, nil)
	set := record(
		event(apitype.OpReplace, dbURN, old, new, differs(detail{"a": {Kind: apitype.DiffUpdateReplace, InputDiff: true}})),
		event(apitype.OpUpdate, dnsURN, custom(object{"records": []any{"orders.example.com"}}, object{}), custom(object{"records": []any{unknown}}, nil)))
	assert.Equal(t, []string{dbURN}, set.Resources[1].Follows)
	assert.Empty(t, set.Resources[0].Follows)
}

func TestMessagesAreKeptWithoutColours(t *testing.T) {
	said := func(severity, urn, message string) apitype.EngineEvent {
		return apitype.EngineEvent{DiagnosticEvent: &apitype.DiagnosticEvent{Severity: severity, URN: urn, Message: message, Prefix: "<{%fg 1%}>" + severity + ": <{%reset%}>"}}
	}
	set := record(said("error", dbURN, "<{%reset%}>no room\x1b[31m!\n"), said("error", dbURN, "no room!"), said("warning", stackURN, "old"), said("info", "", "hello"))
	assert.Equal(t, []string{"orders-primary: no room!"}, set.Errors)
	assert.Equal(t, []string{"old"}, set.Warnings)
}

func TestOurMarksAreTheEngines(t *testing.T) {
	assert.Equal(t, sig.Key, signature)
	assert.Equal(t, []string{sig.Secret, sig.OutputValue, sig.ResourceReference, sig.AssetSig, sig.ArchiveSig},
		[]string{secretSignature, outputSignature, resourceSignature, assetSignature, archiveSignature})
	for _, value := range []string{plugin.UnknownBoolValue, plugin.UnknownNumberValue, plugin.UnknownStringValue, plugin.UnknownArrayValue, plugin.UnknownAssetValue, plugin.UnknownArchiveValue, plugin.UnknownObjectValue} {
		assert.Equal(t, Unknown, plain(value))
	}
	assert.Equal(t, "sha256:ab", plain(object{sig.Key: sig.AssetSig, "hash": "ab"}))
	assert.Equal(t, Secret, plain(object{sig.Key: "of tomorrow"}))
}

func TestTextThatIsNoStream(t *testing.T) {
	for _, text := range []string{"", "no JSON", "{", `{"a":1}`, "[]", `{"steps":`} {
		_, err := FromPreview(strings.NewReader(text))
		assert.ErrorContains(t, err, "reading a preview", text)
	}
	for _, text := range []string{"", "no JSON\n"} {
		_, err := FromLog(strings.NewReader(text))
		assert.ErrorContains(t, err, "no event in it", text)
	}
	_, err := FromLog(strings.NewReader("{\"sequence\":1}\n{\"sequ"))
	assert.ErrorContains(t, err, "line 2")
}

func TestAPreviewIsFoundBetweenOtherText(t *testing.T) {
	preview := `{"steps":[{"op":"create","urn":"` + dbURN + `","newState":{"custom":true,"inputs":{"a":1}}}]}`
	for _, text := range []string{preview, "building {x}\n{ not it\n" + preview + "\ndone {}", "warning: " + preview} {
		set, err := FromPreview(strings.NewReader(text))
		require.NoError(t, err, text)
		assert.Equal(t, object{"a": 1.0}, only(t, set).After)
	}
}

func TestASetReadsBackFromJSON(t *testing.T) {
	set := record(event(apitype.OpUpdate, dbURN, custom(object{"a": 1.0}, nil), custom(object{"a": 2.0}, nil)))
	written, err := json.Marshal(set)
	require.NoError(t, err)
	var read Set
	require.NoError(t, json.Unmarshal(written, &read))
	assert.Equal(t, set, read)
}
