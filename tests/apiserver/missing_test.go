package apiserver

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatTheServerDoesNotKeepIsNamed(t *testing.T) {
	for _, row := range []struct{ name, sent, kept, says string }{
		{"the same", `{"a": [1, "x", {"b": true}]}`, `{"a": [1, "x", {"b": true}]}`, ""},
		{"fields that the server adds", `{"a": {}}`, `{"a": {"b": 1}, "c": 2}`, ""},
		{"a quantity in its shortest form", `{"cpu": "1000m", "memory": "1024Mi"}`, `{"cpu": "1", "memory": "1Gi"}`, ""},
		{"nothing, left out", `{"a": null, "b": [], "c": {}}`, `{}`, ""},
		{"a field that is gone", `{"a": {"b": 1}}`, `{"a": {}}`, "a.b: sent 1, the server keeps <nil>"},
		{"a section that is gone", `{"a": {"b": 1}}`, `{}`, "a: the server does not keep it"},
		{"another value", `{"a": [{"b": "x"}]}`, `{"a": [{"b": "y"}]}`, "a[0].b: sent x, the server keeps y"},
		{"another quantity", `{"cpu": "1000m"}`, `{"cpu": "2"}`, "cpu: sent 1000m, the server keeps 2"},
		{"fewer items", `{"a": [1, 2]}`, `{"a": [1]}`, "a: sent 2 items, the server keeps 1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var sent, kept any
			require.NoError(t, json.Unmarshal([]byte(row.sent), &sent))
			require.NoError(t, json.Unmarshal([]byte(row.kept), &kept))
			problems := missing("", sent, kept)
			if row.says == "" {
				assert.Empty(t, problems)
				return
			}
			require.Len(t, problems, 1)
			assert.EqualError(t, problems[0], row.says)
		})
	}
}
