package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	network  = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net"
	database = "urn:pulumi:dev::shop::groundwork:rds:Database$aws:rds/instance:Instance::db"
)

const class = "urn:pulumi:dev::shop::kubernetes:storage.k8s.io/v1:StorageClass::fast"

const cutOff = `{"manifest":{"time":"2026-01-01T00:00:00Z","magic":"","version":""},
 "resources":[
  {"urn":"` + network + `","type":"aws:ec2/vpc:Vpc","id":"vpc-1","custom":true},
  {"urn":"` + database + `","type":"aws:rds/instance:Instance","id":"db-1","custom":true,"protect":true,
   "dependencies":["` + network + `"],"provider":"urn:pulumi:dev::shop::pulumi:providers:aws::default::id-of-it"},
  {"urn":"` + class + `","type":"kubernetes:storage.k8s.io/v1:StorageClass","id":"fast","custom":true,"pendingReplacement":true},
  {"urn":"urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev","type":"pulumi:pulumi:Stack","custom":false,"outputs":{
   "host":"db.example.com","password":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"sealed"},
   "urls":[{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"sealed"}]}}],
 "pending_operations":[{"resource":{"urn":"urn:pulumi:dev::shop::aws:ec2/subnet:Subnet::a","type":"aws:ec2/subnet:Subnet","custom":true},"type":"creating"}]}`

var dev = Request{System: System{Name: "shop"}, Stack: "dev"}

// withState is a session in a home whose stack has a state; nothing is served.
func withState(t *testing.T, deployment string) (*Session, *recorder) {
	t.Helper()
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	cloud, err := home.OpenCloud(Conditions{})
	require.NoError(t, err)
	notes := &recorder{}
	session := &Session{home: home, cloud: cloud, states: home.States(), progress: notes}
	t.Cleanup(func() { require.NoError(t, session.Close()) })
	if deployment != "" {
		stack, err := session.states.Make(dev.name())
		require.NoError(t, err)
		require.NoError(t, stack.Replace(apitype.UntypedDeployment{Deployment: []byte(deployment)}))
	}
	return session, notes
}

func TestAStackWithoutAStateIsEmpty(t *testing.T) {
	session, _ := withState(t, "")
	state, err := session.readState(dev)
	require.NoError(t, err)
	assert.Empty(t, state.Resources)
	assert.NoError(t, session.settle(t.Context(), dev))
}

func TestTheStateTellsWhatIsProtectedAndWhatNeedsWhat(t *testing.T) {
	session, _ := withState(t, cutOff)
	state, err := session.readState(dev)
	require.NoError(t, err)
	assert.Equal(t, []string{database}, state.protected())
	assert.Equal(t, []string{"vpc-1"}, state.idsByType()["aws:ec2/vpc:Vpc"], "whatever its name, which an alias may have changed")
	assert.Empty(t, state.idsByType()["kubernetes:storage.k8s.io/v1:StorageClass"], "it was deleted to be made anew")
	assert.Equal(t, []string{network, "urn:pulumi:dev::shop::pulumi:providers:aws::default"}, state.needs()[database])
}

func TestOutputsHideSecretsWhereverTheyAre(t *testing.T) {
	session, _ := withState(t, cutOff)
	state, err := session.readState(dev)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"host": "db.example.com", "password": "[secret]", "urls": []any{"[secret]"}}, state.outputs())
}

func TestSettlingDropsPendingOperationsAndNothingElse(t *testing.T) {
	session, notes := withState(t, cutOff)
	before, err := session.readState(dev)
	require.NoError(t, err)
	require.NoError(t, session.settle(t.Context(), dev))
	settled, err := session.readState(dev)
	require.NoError(t, err)
	assert.Empty(t, pending(t, session))
	assert.Equal(t, before.Resources, settled.Resources)
	require.Len(t, notes.lines, 1)
	assert.Contains(t, notes.lines[0], "cut off while creating urn:pulumi:dev::shop::aws:ec2/subnet:Subnet::a")
}

func TestALookLeavesPendingOperationsAlone(t *testing.T) {
	session, _ := withState(t, cutOff)
	look := dev
	look.PreviewOnly = true
	require.NoError(t, session.settle(t.Context(), look))
	assert.Len(t, pending(t, session), 1)
}

func pending(t *testing.T, session *Session) []apitype.OperationV2 {
	t.Helper()
	stack, err := session.states.Stack(dev.name())
	require.NoError(t, err)
	state, err := stack.State()
	require.NoError(t, err)
	return state.PendingOperations
}

// A home that was made before the states had a backend of their own goes on.
func TestTheStateOfAnEarlierGroundworkIsTakenOver(t *testing.T) {
	session, notes := withState(t, "")
	source, err := os.ReadFile(filepath.Join("testdata", "earlier-state.json"))
	require.NoError(t, err)
	path := filepath.Join(session.home.State(), ".pulumi", "stacks", "shop", "dev.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, source, 0o600))

	require.NoError(t, session.settle(t.Context(), dev))
	state, err := session.readState(dev)
	require.NoError(t, err)
	assert.Len(t, state.Resources, 3)
	for _, found := range state.Resources {
		if found.Type == "random:index/randomPassword:RandomPassword" {
			sealed := found.Outputs["result"].(map[string]any)["ciphertext"].(string)
			plain, err := session.states.Decrypt(sealed)
			require.NoError(t, err)
			assert.Equal(t, `"made-up-by-an-earlier-groundwork"`, plain)
		}
	}
	assert.Len(t, notes.lines, 1)
	assert.FileExists(t, path, "the old file stays")
}

// recorder is a Progress that keeps its notes.
type recorder struct{ lines []string }

func (*recorder) Started(Step)       {}
func (*recorder) Finished(Step)      {}
func (r *recorder) Note(line string) { r.lines = append(r.lines, line) }

func TestAFailedCLIIsQuotedWithoutItsWrapping(t *testing.T) {
	err := errors.New("failed to run update: exit status 1\ncode: 1\nstdout: \nstderr: error: the stack is currently locked\n")
	assert.Equal(t, "the stack is currently locked", describe(t.Context(), err))
	assert.Equal(t, "no room", describe(t.Context(), errors.New("no room")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.Contains(t, describe(ctx, err), "interrupted")
}
