package preflight

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asker is a program in place of the one that asks AWS.
func asker(t *testing.T, script string) *Process {
	t.Helper()
	program := filepath.Join(t.TempDir(), "asker")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\n"+script), 0o755))
	process, err := Start(t.Context(), program, "eu-west-1")
	require.NoError(t, err)
	t.Cleanup(process.Close)
	return process
}

func TestAnAnswerReachesWhoeverAsked(t *testing.T) {
	// The second question is answered first.
	process := asker(t, `read -r first; read -r second
echo '{"id":2,"error":{"code":"AccessDenied","message":"no","status":403}}'
echo "{\"id\":1,\"pages\":[{\"Region\":\"$AWS_REGION\"}]}"
`)
	type told struct {
		pages []json.RawMessage
		err   error
	}
	first := make(chan told, 1)
	waits, err := process.send(Question{Service: "sts", Operation: "First"})
	require.NoError(t, err)
	go func() {
		got := <-waits
		first <- told{got.Pages, nil}
	}()
	_, err = process.Ask(t.Context(), Question{Service: "iam", Operation: "Second"})
	assert.EqualError(t, err, "iam:Second: AccessDenied: no")
	assert.JSONEq(t, `{"Region":"eu-west-1"}`, string((<-first).pages[0]))
}

func TestAProgramThatEndsSaysWhy(t *testing.T) {
	process := asker(t, "echo 'no such profile' >&2; exit 1\n")
	for range 2 {
		_, err := process.Ask(t.Context(), Question{Service: "sts", Operation: "GetCallerIdentity"})
		assert.EqualError(t, err, "asking sts:GetCallerIdentity: what asks AWS has ended: no such profile")
	}
}
