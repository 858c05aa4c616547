package backend

import (
	"context"
	"io"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A server is ended by its context and closed at the same moment: what a signal
// does to `groundwork local serve`.
func TestAServerIsClosedWhileItsContextEnds(t *testing.T) {
	for range 200 {
		ctx, end := context.WithCancel(t.Context())
		states := Open(t.TempDir(), "secret")
		_, err := states.Serve(ctx, 0)
		require.NoError(t, err)
		end()
		require.NoError(t, states.Close())
	}
}

// Whoever opens the folder next must not meet a writer that is still at work.
func TestNothingIsWrittenOnceTheServerHasStopped(t *testing.T) {
	c := served(t, t.TempDir())
	update, token := c.begun("dev")
	path := c.states.path(shop)
	var asking sync.WaitGroup
	body, pen := io.Pipe()
	asking.Go(func() {
		request, err := http.NewRequest("PATCH", c.at.URL+stacks+"dev"+update+"/journalentries", body)
		if !assert.NoError(t, err) {
			return
		}
		request.Header.Set("Authorization", token)
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close()
		}
	})
	_, err := pen.Write([]byte(`{"entries":[{"version":1,"kind":1,"operationID":1,`))
	require.NoError(t, err)
	time.Sleep(20 * time.Millisecond) // let it be read
	require.NoError(t, c.states.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	_, _ = pen.Write([]byte(`"state":{"urn":"urn:pulumi:dev::shop::t:i:T::a","type":"t:i:T","custom":false}}]}`))
	require.NoError(t, pen.Close())
	asking.Wait()
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
}
