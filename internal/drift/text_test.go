package drift

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

func unsure() Drift {
	return Find(changes.Set{System: "shop", Stack: "staging", Errors: []string{"the cloud did not answer:\n\x1b[31mtimeout"}}, nil)
}

func TestTheReports(t *testing.T) {
	drifts := []Drift{ofEveryKind(), {System: "shop", Stack: "dev"}, unsure()}
	golden(t, "report.txt", Text(drifts...))
	golden(t, "report.md", Markdown(60_000, drifts...))
	encoded, err := JSON(drifts...)
	require.NoError(t, err)
	golden(t, "report.json", string(encoded))
}

func TestJSONSaysNeverCleanWhenItCouldNotTell(t *testing.T) {
	encoded, err := JSON(unsure())
	require.NoError(t, err)
	var read []struct {
		Clean    bool     `json:"clean"`
		Problems []string `json:"problems"`
		Changed  []Item   `json:"changed"`
	}
	require.NoError(t, json.Unmarshal(encoded, &read))
	require.Len(t, read, 1)
	assert.False(t, read[0].Clean)
	assert.Len(t, read[0].Problems, 1)
	assert.NotNil(t, read[0].Changed, "a list, also when it is empty")
}

func TestASecretIsNotShown(t *testing.T) {
	set := changes.Set{System: "shop", Stack: "prod", Resources: []changes.Resource{{
		URN: "urn:a", Type: "aws:ssm/parameter:Parameter", Name: "a", Operation: changes.Update,
		Properties: []changes.Property{{Path: "value", Before: changes.Secret, After: changes.Secret}},
	}}}
	assert.Contains(t, Text(Find(set, nil)), "! value: changed; its value is secret")
}

func TestAShellTakesAWordAsItIs(t *testing.T) {
	assert.Equal(t, `'urn:pulumi:prod::shop::a$b'`, shellWord("urn:pulumi:prod::shop::a$b"))
	assert.Equal(t, `'it'\''s'`, shellWord("it's"))
}
