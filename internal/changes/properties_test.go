package changes

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"github.com/stretchr/testify/assert"
)

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

func TestWhatFollowsFromAReplacement(t *testing.T) {
	old, new := custom(object{"a": 1.0}, object{"endpoint": "orders.example.com", "region": "eu-central-1"}), custom(object{"a": 2.0}, nil)
	replaced := event(apitype.OpReplace, dbURN, old, new, differs(detail{"a": {Kind: apitype.DiffUpdateReplace, InputDiff: true}}))
	records := func(before, after string) apitype.EngineEvent {
		return event(apitype.OpUpdate, dnsURN, custom(object{"records": []any{before}}, object{}), custom(object{"records": []any{after}}, nil))
	}
	told := record(replaced, records("orders.example.com", unknown))
	assert.Equal(t, []string{dbURN}, told.Resources[1].Follows, "a value that belonged to it is no longer known")
	assert.Empty(t, told.Resources[0].Follows)
	assert.Empty(t, record(replaced, records("10.0.0.1", unknown)).Resources[1].Follows, "nobody's value")

	recorder := NewRecorder("", "")
	recorder.Depends(apitype.DeploymentV3{Resources: []apitype.ResourceV3{{
		URN: dnsURN, PropertyDependencies: map[resource.PropertyKey][]resource.URN{"records": {dbURN}, "zone": {partURN}},
	}}})
	recorder.Add(replaced)
	recorder.Add(records("10.0.0.1", unknown))
	assert.Equal(t, []string{dbURN}, recorder.Set().Resources[1].Follows, "the state knows what depends on what")
}
