package engine

import (
	"fmt"
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// addressOf serves a home's cloud once and gives the states' address.
func addressOf(t *testing.T, home Home) string {
	t.Helper()
	cloud, err := home.OpenCloud(Conditions{})
	require.NoError(t, err)
	at, states, err := cloud.serveAll(t.Context())
	require.NoError(t, err)
	require.NoError(t, states.Close())
	require.NoError(t, cloud.Close())
	return at.States.URL
}

// A state that was exported names the address at which its secrets are opened.
func TestAHomesStatesKeepTheirAddress(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	first := addressOf(t, home)
	assert.Equal(t, first, addressOf(t, home))

	taken, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", home.lastPort()))
	require.NoError(t, err)
	assert.NotEqual(t, first, addressOf(t, home), "it goes elsewhere when another process is there")
	require.NoError(t, taken.Close())
}

func TestTheLastAddressIsTakenOnlyWhenItIsOne(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	assert.Zero(t, home.lastPort())
	for content, want := range map[string]int{
		`{"current":"http://127.0.0.1:4711"}`:   4711,
		`{"current":"http://127.0.0.1:99999"}`:  0,
		`{"current":"http://127.0.0.1"}`:        0,
		`{"current":"http://example.com:4711"}`: 0,
		`{"current":"https://api.pulumi.com"}`:  0,
		`{"current":"file:///tmp"}`:             0,
		`{"current":":"}`:                       0,
		`{"current":`:                           0,
		``:                                      0,
	} {
		require.NoError(t, os.WriteFile(home.credentials(), []byte(content), 0o600))
		assert.Equal(t, want, home.lastPort(), "%q", content)
	}
}
