package backend

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// caller asks a backend that is served, as a CLI does.
type caller struct {
	t      *testing.T
	states *Backend
	at     Address
}

func served(t *testing.T, dir string) caller {
	t.Helper()
	states := Open(dir, "secret")
	at, err := states.Serve(t.Context(), 0)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, states.Close()) })
	return caller{t, states, at}
}

// ask sends a request with an Authorization header and gives the answer.
func (c caller) ask(authorization, method, path, body string) (code int, answer string) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.at.URL+path, strings.NewReader(body))
	require.NoError(c.t, err)
	request.Header.Set("Authorization", authorization)
	response, err := http.DefaultClient.Do(request)
	require.NoError(c.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	return response.StatusCode, string(text)
}

// owner asks as whoever may do everything, and expects it to be done.
func (c caller) owner(method, path, body string, into any) {
	c.t.Helper()
	code, answer := c.ask("token "+c.at.Token, method, path, body)
	require.Equal(c.t, http.StatusOK, code, answer)
	if into != nil {
		require.NoError(c.t, json.Unmarshal([]byte(answer), into))
	}
}

const stacks = "/api/stacks/organization/shop/"

// begun is an update of a stack that goes on, with its token.
func (c caller) begun(stack string) (path, authorization string) {
	c.t.Helper()
	c.owner("POST", "/api/stacks/organization/shop", `{"stackName":"`+stack+`"}`, nil)
	var announced apitype.UpdateProgramResponse
	c.owner("POST", stacks+stack+"/update", `{}`, &announced)
	var started apitype.StartUpdateResponse
	c.owner("POST", stacks+stack+"/update/"+announced.UpdateID, `{"journalVersion":1}`, &started)
	return "/update/" + announced.UpdateID, "update-token " + started.Token
}

func TestAnUpdatesTokenIsForItsStackOnly(t *testing.T) {
	c := served(t, t.TempDir())
	update, token := c.begun("dev")
	c.owner("POST", "/api/stacks/organization/shop", `{"stackName":"prod"}`, nil)
	entries := `{"entries":[{"version":1,"kind":1,"operationID":1,"state":{"urn":"urn:pulumi:prod::shop::t:i:T::a","type":"t:i:T","custom":false}}]}`
	for _, step := range []struct{ method, path, body string }{
		{"POST", update, `{"journalVersion":1}`}, // begins the update
		{"PATCH", update + "/journalentries", entries},
		{"PATCH", update + "/checkpoint", `{"version":3,"deployment":{}}`},
		{"POST", update + "/renew_lease", `{}`},
		{"GET", "/export", ""}, {"POST", "/import", `{}`}, {"DELETE", "", ""}, {"POST", "/encrypt", `{}`},
	} {
		code, answer := c.ask(token, step.method, stacks+"prod"+step.path, step.body)
		assert.GreaterOrEqual(t, code, 400, "%s %s: %s", step.method, step.path, answer)
	}
	stack, err := c.states.Stack(Name{Project: "shop", Stack: "prod"})
	require.NoError(t, err)
	assert.Empty(t, idsOf(t, stack))
	code, answer := c.ask(token, "PATCH", stacks+"dev"+update+"/journalentries", strings.ReplaceAll(entries, "prod", "dev"))
	assert.Equal(t, http.StatusOK, code, answer)
}

func TestWhoeverHasNoTokenIsToldNothing(t *testing.T) {
	c := served(t, t.TempDir())
	update, token := c.begun("dev")
	for _, authorization := range []string{"", "token", "token ", "token wrong", "update-token ", "update-token wrong", "Bearer " + c.at.Token, token} {
		for _, asked := range []struct{ method, path string }{
			{"GET", "/api/user"}, {"GET", "/api/user/stacks"}, {"GET", "/api/capabilities"}, {"GET", "/nothing"},
			{"GET", stacks + "dev"}, {"GET", stacks + "dev/export"}, {"POST", stacks + "dev/import"}, {"DELETE", stacks + "dev"},
			{"POST", stacks + "dev/decrypt"}, {"POST", stacks + "dev/update/other/complete"},
		} {
			code, answer := c.ask(authorization, asked.method, asked.path, "")
			assert.Equal(t, http.StatusUnauthorized, code, "%q %s %s: %s", authorization, asked.method, asked.path, answer)
		}
	}
	code, _ := c.ask(token, "POST", stacks+"dev"+update+"/complete", "{}")
	assert.Equal(t, http.StatusOK, code)
}

// A home's path is the user's: what a pattern would take for something else is there too.
func TestStacksAreListedWhateverTheFolderIsCalled(t *testing.T) {
	for _, folder := range []string{"plain", "with [brackets]", "*", "50% off? 'yes' #1", `back\slash`} {
		t.Run(folder, func(t *testing.T) {
			c := served(t, filepath.Join(t.TempDir(), folder))
			c.owner("POST", "/api/stacks/organization/shop", `{"stackName":"dev"}`, nil)
			c.owner("POST", "/api/stacks/organization/shop", `{"stackName":"prod"}`, nil)
			require.NoError(t, os.WriteFile(filepath.Join(c.states.dir, "stray.jsonl"), nil, 0o600))
			var listed apitype.ListStacksResponse
			c.owner("GET", "/api/user/stacks?project=shop", "", &listed)
			names := []string{}
			for _, stack := range listed.Stacks {
				names = append(names, stack.ProjectName+"/"+stack.StackName)
			}
			assert.Equal(t, []string{"shop/dev", "shop/prod"}, names)
			c.owner("HEAD", "/api/stacks/organization/shop", "", nil)
		})
	}
}

func TestEventsOfAnySizeAreTakenOnOneConnection(t *testing.T) {
	c := served(t, t.TempDir())
	update, token := c.begun("dev")
	reused := 0
	trace := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(conn httptrace.GotConnInfo) {
		if conn.Reused {
			reused++
		}
	}})
	for range 3 {
		request, err := http.NewRequestWithContext(trace, "POST", c.at.URL+stacks+"dev"+update+"/events/batch", strings.NewReader(strings.Repeat(" ", 4<<20)))
		require.NoError(t, err)
		request.Header.Set("Authorization", token)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, http.StatusOK, response.StatusCode)
	}
	assert.GreaterOrEqual(t, reused, 2)
}
