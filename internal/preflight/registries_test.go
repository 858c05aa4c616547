package preflight

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// registry gives everybody a token, and has one image for one processor.
func registry(t *testing.T) string {
	t.Helper()
	digest := "sha256:" + strings.Repeat("0", 64)
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/token" && r.URL.Query().Get("scope") == "repository:shop/api:pull":
			fmt.Fprint(w, `{"access_token":"anybody"}`)
		case r.Header.Get("Authorization") != "Bearer anybody":
			w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="%s/token",service="loopback",scope="repository:shop/api:pull"`, server.URL))
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/v2/shop/api/manifests/1.0.0":
			fmt.Fprintf(w, `{"config":{"digest":%q}}`, digest)
		case r.URL.Path == "/v2/shop/api/blobs/"+digest:
			fmt.Fprint(w, `{"architecture":"arm64","os":"linux"}`)
		case r.URL.Path == "/v2/shop/api/manifests/odd":
			fmt.Fprint(w, `<html>`)
		case r.URL.Path == "/v2/shop/api/manifests/down":
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://") + "/shop/api:"
}

func TestASingleImagesProcessorStandsInItsConfiguration(t *testing.T) {
	image := registry(t)
	ask := &Registries{}
	found, err := ask.Processors(t.Context(), image+"1.0.0")
	require.NoError(t, err)
	assert.Equal(t, []string{"arm64"}, found)
	found, err = ask.Processors(t.Context(), image+"2.0.0")
	require.NoError(t, err)
	assert.Empty(t, found, "it is not there")
	for _, tag := range []string{"odd", "down"} {
		_, err = ask.Processors(t.Context(), image+tag)
		assert.Error(t, err, tag)
	}
}
