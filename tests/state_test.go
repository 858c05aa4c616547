package tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
	"groundwork/internal/changes"
	"groundwork/internal/engine"
	"groundwork/stacks"
)

// elsewhere is a stack's state as an account would have it: with ids, names and ARNs
// of another cloud, what the real providers note in a state, and its secrets open.
func elsewhere(t *testing.T, w *world) (*engine.State, []string) {
	t.Helper()
	snapshot, err := w.session.Snapshot(t.Context(), engine.Request{System: w.system, Stack: w.stack})
	require.NoError(t, err)
	text, err := json.Marshal(snapshot.Deployment)
	require.NoError(t, err)
	var deployment map[string]any
	require.NoError(t, json.Unmarshal(text, &deployment))
	o := opener{t: t, states: engine.Home{Dir: w.home}.States()}
	text, err = json.Marshal(o.open(deployment)) // what is sealed has ids too
	require.NoError(t, err)
	for _, form := range foreign {
		text = form.ReplaceAllFunc(text, another)
	}
	text = bytes.ReplaceAll(text, []byte("123456789012"), []byte("210987654321"))
	deployment = nil
	require.NoError(t, json.Unmarshal(text, &deployment))
	o.found = nil
	o.open(deployment)
	for _, r := range deployment["resources"].([]any) {
		r := r.(map[string]any)
		outputs, has := r["outputs"].(map[string]any)
		if typ := r["type"].(string); has && strings.HasPrefix(typ, "aws:") {
			// The bridge keeps the schema's version and timeouts there:
			// https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go (metaKey)
			outputs["__meta"] = `{"schema_version":"1","e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":600000000000}}`
		}
	}
	text, err = json.Marshal(deployment)
	require.NoError(t, err)
	return &engine.State{Deployment: apitype.UntypedDeployment{Version: 3, Deployment: text}}, o.found
}

// foreign are the forms of what a cloud makes up: ids of EC2, resource ids of RDS,
// ends of ARNs of balancers and secrets, endpoints of clusters.
var foreign = []*regexp.Regexp{
	regexp.MustCompile(`\b(vpc|subnet|igw|nat|rtb|sg|sgr|eipalloc|eipassoc|rtbassoc|vpce|lt|acl|dopt|fl|eni)-[0-9a-f]{8,17}\b`),
	regexp.MustCompile(`\bdb-[A-Z0-9]{26}\b`),
	regexp.MustCompile(`/[0-9a-f]{16}\b`),
	regexp.MustCompile(`\b[0-9A-F]{32}\b`),
}

// another is an id of the same form for each id, and always the same.
func another(id []byte) []byte {
	sum := fnv.New64a()
	sum.Write(id)
	draw := sum.Sum64()
	start := bytes.IndexAny(id, "-/") + 1
	made := bytes.Clone(id)
	for i := start; i < len(made); i++ {
		draw = draw*6364136223846793005 + 1442695040888963407
		digits := "0123456789abcdef"
		if made[i] >= 'A' && made[i] <= 'Z' || bytes.HasPrefix(id, []byte("db-")) {
			digits = "0123456789ABCDEF"
		}
		made[i] = digits[draw>>60]
	}
	return made
}

// opener opens the secrets of a state, and keeps them.
type opener struct {
	t      *testing.T
	states *backend.Backend
	found  []string
}

func (o *opener) open(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value[resource.SigKey] == resource.SecretSig {
			plain, open := value["plaintext"].(string)
			if !open {
				var err error
				plain, err = o.states.Decrypt(value["ciphertext"].(string))
				require.NoError(o.t, err)
			}
			var text string
			if json.Unmarshal([]byte(plain), &text) == nil && len(text) >= 12 {
				o.found = append(o.found, text)
			}
			return map[string]any{resource.SigKey: resource.SecretSig, "plaintext": plain}
		}
		for key, item := range value {
			value[key] = o.open(item)
		}
	case []any:
		for i, item := range value {
			value[i] = o.open(item)
		}
	}
	return value
}

// with adds a resource to a state, beside the stack itself.
func with(t *testing.T, state *engine.State, typ, name, id, provider string, outputs map[string]any) *engine.State {
	t.Helper()
	var deployment apitype.DeploymentV3
	require.NoError(t, json.Unmarshal(state.Deployment.Deployment, &deployment))
	urn := func(typ, name string) resource.URN {
		return resource.NewURN("dev", reference, "", resource.URN("urn:pulumi:dev::x::"+typ+"::x").Type(), name)
	}
	if provider == "" {
		for _, r := range deployment.Resources {
			if r.Type == "pulumi:providers:aws" && provider == "" {
				provider = fmt.Sprintf("%s::%s", r.URN, r.ID)
			}
		}
	} else {
		kind := "pulumi:providers:" + provider
		made := apitype.ResourceV3{URN: urn(kind, "default"), Type: resource.URN("urn:pulumi:dev::x::" + kind + "::x").Type(), Custom: true, ID: "0b1c2d3e-1111-2222-3333-444455556666"}
		deployment.Resources = append(deployment.Resources, made)
		provider = fmt.Sprintf("%s::%s", made.URN, made.ID)
	}
	root := deployment.Resources[0]
	deployment.Resources = append(deployment.Resources, apitype.ResourceV3{
		URN: urn(typ, name), Type: resource.URN("urn:pulumi:dev::x::" + typ + "::x").Type(), Custom: true, ID: resource.ID(id),
		Inputs: outputs, Outputs: outputs, Provider: provider, Parent: root.URN,
	})
	text, err := json.Marshal(deployment)
	require.NoError(t, err)
	return &engine.State{Deployment: apitype.UntypedDeployment{Version: 3, Deployment: text}, Secrets: state.Secrets}
}

// takeOver opens a sealed cloud and loads a state into it.
func takeOver(t *testing.T, w *world, state *engine.State) (session *engine.Session, home engine.Home, left []string) {
	t.Helper()
	home = engine.Home{Dir: t.TempDir(), Secret: "known to nobody"}
	require.NoError(t, home.Make())
	session, err := engine.Open(t.Context(), engine.Options{Project: w.project, Home: home, Program: stacks.Deploy, Progress: w.steps, Messages: io.Discard, Secrets: state.Secrets})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, session.Close()) })
	left, err = session.Load(engine.Request{System: w.system, Stack: w.stack}, state)
	require.NoError(t, err)
	return session, home, left
}

// A state that this cloud did not write is what there is: the same program changes
// nothing, what it no longer declares goes, and no secret is on the disk.
func TestAStateOfAnAccountIsTakenOver(t *testing.T) {
	t.Parallel()
	w, b := upAlready(t, reference, "dev")
	state, secrets := elsewhere(t, w)
	require.NotEmpty(t, secrets)
	state = with(t, state, "datadog:index/monitor:Monitor", "monitor", "4711", "datadog", map[string]any{"name": "m"})
	session, home, left := takeOver(t, w, state)
	assert.Equal(t, []string{"pulumi:providers:datadog", "datadog:index/monitor:Monitor"}, left)

	request := engine.Request{System: w.system, Stack: w.stack, Operation: engine.Preview}
	recorder := changes.NewRecorder(reference, "dev")
	request.Events = recorder.Add
	preview := session.Run(t.Context(), request)
	require.Equal(t, engine.Succeeded, preview.Result, "%v", preview.Problems)
	for _, changed := range recorder.Set().Changed() {
		t.Errorf("%s %s: %+v", changed.Operation, changed.URN, changed.Properties)
	}
	request.Events = nil
	assert.Zero(t, preview.Changes.Total(), "%+v", w.steps.list)
	assert.Equal(t, b.up.Changes.Create, preview.Changes.Same)
	assert.NotContains(t, fmt.Sprint(session.Cloud().List()), "datadog")

	w.edit(lives[reference].change)
	request.Operation = engine.Up
	up := session.Run(t.Context(), request)
	require.Equal(t, engine.Succeeded, up.Result, "%v", up.Problems)
	assert.Equal(t, 1, up.Changes.Update, "and it goes on from there")
	for _, secret := range secrets {
		assert.Empty(t, filesWith(t, home.Dir, secret))
	}
	assert.Empty(t, filesWith(t, filepath.Join(home.Dir, "cloud"), "stockindicator"), "nothing of the cloud's can be read")
}

func TestWhatAStateHasAndTheProgramHasNotGoes(t *testing.T) {
	t.Parallel()
	w, _ := upAlready(t, reference, "dev")
	state, _ := elsewhere(t, w)
	state = with(t, state, "aws:sqs/queue:Queue", "old", "https://sqs.us-east-1.amazonaws.com/210987654321/old", "", map[string]any{"name": "old", "fifoQueue": false})
	session, _, left := takeOver(t, w, state)
	assert.Empty(t, left)
	preview := session.Run(t.Context(), engine.Request{System: w.system, Stack: w.stack, Operation: engine.Preview})
	require.Equal(t, engine.Succeeded, preview.Result, "%v", preview.Problems)
	assert.Equal(t, 1, preview.Changes.Delete)
	assert.Equal(t, 1, preview.Changes.Total())
}

// filesWith are the files under a folder that hold a text.
func filesWith(t *testing.T, dir, text string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && bytes.Contains(content, []byte(text)) {
			found = append(found, path)
		}
		return err
	}))
	return found
}
