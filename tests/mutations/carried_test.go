package mutations

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/spec"
	"groundwork/stacks"
)

// quiet is a Progress that says nothing.
type quiet struct{}

func (quiet) Started(engine.Step)  {}
func (quiet) Finished(engine.Step) {}
func (quiet) Note(string)          {}

// carriedOut is what the engine makes of an accepted file in a local cloud of its own.
func carriedOut(ctx context.Context, t *testing.T, from engine.Project, made Mutant, operation engine.Operation) Verdict {
	dir := t.TempDir()
	file, err := made.write(dir, made.Content)
	require.NoError(t, err)
	system := engine.System{Name: made.System, Dir: filepath.Dir(file)}
	require.NoError(t, os.WriteFile(filepath.Join(system.Dir, "Pulumi.yaml"), []byte("name: "+made.System+"\nruntime: go\n"), 0o600))
	home := engine.Home{Dir: filepath.Join(dir, "home")}
	require.NoError(t, home.Make())
	session, err := engine.Open(ctx, engine.Options{Project: from, Home: home, Program: stacks.Deploy, Progress: quiet{}, Messages: io.Discard})
	require.NoError(t, err)
	defer func() { require.NoError(t, session.Close()) }()
	prepareAccount(t, session, file, made)
	result := session.Run(ctx, engine.Request{System: system, Stack: made.Stack, Operation: operation})
	if result.Result != engine.Succeeded {
		return wrong("accepted, and %s fails: %v", operation, result.Problems)
	}
	return Verdict(string(operation) + " worked")
}

// prepareAccount makes what the file names and no stack makes: the policy that bounds
// roles.
func prepareAccount(t *testing.T, session *engine.Session, file string, made Mutant) {
	system, err := spec.LoadFile(file, made.System, made.Stack)
	require.NoError(t, err)
	if system.Boundary == "" {
		return
	}
	_, err = session.Cloud().CreateByHand("aws:iam/policy:Policy", system.Boundary, "", map[string]any{
		"name": system.Boundary, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
	})
	require.NoError(t, err)
}
