package apiserver

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
	"groundwork/internal/engine"
	"groundwork/spec"
	"groundwork/stacks"
)

// stack is a stack that is up in a local cloud of its own.
type stack struct {
	system    *spec.System
	resources []stateResource
}

// stateResource is a resource as Pulumi's state keeps it, in the order of the
// dependencies.
type stateResource struct {
	URN     string         `json:"urn"`
	ID      string         `json:"id"`
	Type    string         `json:"type"`
	Custom  bool           `json:"custom"`
	Inputs  map[string]any `json:"inputs"`
	Outputs map[string]any `json:"outputs"`
}

type progress struct{ t *testing.T }

func (progress) Started(engine.Step)  {}
func (progress) Finished(engine.Step) {}
func (p progress) Note(line string)   { p.t.Log(line) }

// bringUp brings a stack up in a local cloud of its own.
func bringUp(t *testing.T, project engine.Project, system engine.System, name string) stack {
	t.Helper()
	home := engine.Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	session, err := engine.Open(t.Context(), engine.Options{
		Project: project, Home: home, Program: stacks.Deploy, Progress: progress{t}, Messages: io.Discard,
	})
	require.NoError(t, err)
	defer func() { require.NoError(t, session.Close()) }()
	up := session.Run(t.Context(), engine.Request{System: system, Stack: name, Operation: engine.Up})
	require.Equal(t, engine.Succeeded, up.Result, strings.Join(up.Problems, "\n"))
	described, err := spec.LoadFile(system.StackFile(name), system.Name, name)
	require.NoError(t, err)
	return stack{described, readState(t, home, backend.Name{Project: system.Name, Stack: name})}
}

// objects are the Kubernetes objects as the provider sends them. What a Helm
// release brings is not among them.
func (s stack) objects() []Object {
	var objects []Object
	for _, resource := range s.resources {
		if strings.HasPrefix(resource.Type, "kubernetes:") && resource.Inputs["apiVersion"] != nil {
			objects = append(objects, resource.Inputs)
		}
	}
	return objects
}

// ofType are the stack's resources of a type.
func (s stack) ofType(token string) []stateResource {
	var found []stateResource
	for _, resource := range s.resources {
		if resource.Type == token {
			found = append(found, resource)
		}
	}
	return found
}

func readState(t *testing.T, home engine.Home, name backend.Name) []stateResource {
	t.Helper()
	states := home.States()
	found, err := states.Stack(name)
	require.NoError(t, err)
	exported, err := found.Export()
	require.NoError(t, err)
	var state struct {
		Resources []stateResource `json:"resources"`
	}
	require.NoError(t, json.Unmarshal(exported.Deployment, &state))
	for i := range state.Resources {
		found := &state.Resources[i]
		found.Inputs, _ = decrypted(t, states, found.Inputs).(map[string]any)
		found.Outputs, _ = decrypted(t, states, found.Outputs).(map[string]any)
	}
	return state.Resources
}

// decrypted puts the secrets' values in their places.
func decrypted(t *testing.T, states *backend.Backend, value any) any {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		if text, ok := value["ciphertext"].(string); ok && value[resource.SigKey] == resource.SecretSig {
			plain, err := states.Decrypt(text)
			require.NoError(t, err)
			var inner any
			require.NoError(t, json.Unmarshal([]byte(plain), &inner))
			return decrypted(t, states, inner)
		}
		for key := range value {
			value[key] = decrypted(t, states, value[key])
		}
	case []any:
		for i := range value {
			value[i] = decrypted(t, states, value[i])
		}
	}
	return value
}
