package apiserver

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheServerIsTheOneThatIsPinned(t *testing.T) {
	got, err := server(t).ask(t.Context(), http.MethodGet, "/version", "", nil)
	require.NoError(t, err)
	assert.Equal(t, "v1.34.4", got.object["gitVersion"])
	assert.Equal(t, "1", got.object["major"])
	assert.Equal(t, "34", got.object["minor"])
}
