package access

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
)

// role and request are short for what the tests say most.
type role struct {
	policies []iampolicy.Document
	boundary *iampolicy.Document
}

type request struct {
	action, resource string
	context          map[string]string
}

func (r role) may(asked request) bool {
	return r.May(rights.Request{Action: asked.action, Resource: asked.resource, Context: asked.context})
}

// May is may for a whole request.
func (r role) May(asked rights.Request) bool {
	return rights.Role{Policies: r.policies, Boundary: r.boundary}.May(asked)
}

// size is a document's size in characters.
func size(t *testing.T, document iampolicy.Document) int {
	t.Helper()
	text, err := document.JSON()
	require.NoError(t, err)
	require.True(t, json.Valid([]byte(text)))
	return len(text)
}
