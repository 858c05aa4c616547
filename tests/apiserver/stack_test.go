package apiserver

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/stretchr/testify/require"

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
	path := filepath.Join(home.State(), ".pulumi", "stacks", system.Name, name+".json")
	return stack{described, readState(t, path)}
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

func readState(t *testing.T, path string) []stateResource {
	t.Helper()
	source, err := os.ReadFile(path)
	require.NoError(t, err)
	var file struct {
		Checkpoint struct {
			Latest struct {
				Resources []stateResource `json:"resources"`
				Secrets   struct {
					State struct {
						Salt string `json:"salt"`
					} `json:"state"`
				} `json:"secrets_providers"`
			} `json:"latest"`
		} `json:"checkpoint"`
	}
	require.NoError(t, json.Unmarshal(source, &file))
	latest := file.Checkpoint.Latest
	crypter := crypterOf(t, latest.Secrets.State.Salt)
	for i := range latest.Resources {
		found := &latest.Resources[i]
		found.Inputs, _ = decrypted(t, crypter, found.Inputs).(map[string]any)
		found.Outputs, _ = decrypted(t, crypter, found.Outputs).(map[string]any)
	}
	return latest.Resources
}

// crypters are by salt, which local stacks share: a passphrase is made slow to try.
var crypters sync.Map

func crypterOf(t *testing.T, state string) config.Decrypter {
	t.Helper()
	parts := strings.Split(state, ":") // v1:SALT:a proof of the passphrase
	require.Len(t, parts, 5)
	salt, err := base64.StdEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	once, _ := crypters.LoadOrStore(parts[1], sync.OnceValue(func() config.Decrypter {
		return config.NewSymmetricCrypterFromPassphrase(engine.Passphrase, salt)
	}))
	return once.(func() config.Decrypter)()
}

// decrypted puts the secrets' values in their places.
func decrypted(t *testing.T, crypter config.Decrypter, value any) any {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		if text, ok := value["ciphertext"].(string); ok && value[resource.SigKey] == resource.SecretSig {
			plain, err := crypter.DecryptValue(t.Context(), text)
			require.NoError(t, err)
			var inner any
			require.NoError(t, json.Unmarshal([]byte(plain), &inner))
			return decrypted(t, crypter, inner)
		}
		for key := range value {
			value[key] = decrypted(t, crypter, value[key])
		}
	case []any:
		for i := range value {
			value[i] = decrypted(t, crypter, value[i])
		}
	}
	return value
}
