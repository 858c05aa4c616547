package tests

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
	"groundwork/internal/engine"
)

// The journal that the engine sends becomes the state that the CLI would have
// written itself: the same life of a program, with a journal and with the CLI's own
// checkpoints, leaves the same state after each operation.
func TestTheJournalBecomesTheStateThatTheCLIWouldWrite(t *testing.T) {
	journaled := statesOfALife(t)
	t.Setenv("PULUMI_DISABLE_JOURNALING", "true")
	written := statesOfALife(t)
	require.Len(t, journaled, len(written))
	for i := range written {
		assert.Equal(t, written[i], journaled[i], "after operation %d", i+1)
	}
}

// statesOfALife takes a program through everything that can happen to a resource
// and gives the states in between.
func statesOfALife(t *testing.T) (states []string) {
	t.Helper()
	version := 0
	w := newWorld(t, reference, "dev", func(w *world) {
		w.program = func(ctx *pulumi.Context) error { return shelf(ctx, version) }
	})
	keep := func(result engine.Result, want engine.Outcome) {
		t.Helper()
		require.Equal(t, want, result.Result, "%v", result.Problems)
		states = append(states, comparable(t, w))
	}
	keep(w.try(engine.Up), engine.Succeeded)
	keep(w.try(engine.Up), engine.Succeeded)
	for version = 1; version <= 3; version++ {
		want := engine.Succeeded
		if version == 2 {
			want = engine.Failed // a name that S3 does not take
		}
		keep(w.try(engine.Up), want)
	}
	require.NoError(t, w.session.Cloud().DeleteByHand("aws:ssm/parameter:Parameter", "/shelf/1"))
	_, err := w.session.Cloud().SetByHand("aws:sqs/queue:Queue", "shelf-queue", map[string]any{"delaySeconds": 7})
	require.NoError(t, err)
	keep(w.try(engine.Refresh), engine.Succeeded)
	keep(w.try(engine.Up), engine.Succeeded)
	keep(w.try(engine.Destroy), engine.Succeeded)
	return states
}

// shelf is a program in which each version does something else to its resources:
// it updates, replaces before and after deleting, deletes, renames and fails.
func shelf(ctx *pulumi.Context, version int) error {
	var parent struct{ pulumi.ResourceState }
	if err := ctx.RegisterComponentResource("groundwork:test:Shelf", "shelf", &parent); err != nil {
		return err
	}
	password, err := made(ctx, "random:index/randomPassword:RandomPassword", "password", pulumi.Map{"length": pulumi.Int(24)})
	if err != nil {
		return err
	}
	name := "secret"
	var options []pulumi.ResourceOption
	if version > 0 {
		name, options = "hidden", append(options, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("secret")}}))
	}
	secret, err := made(ctx, "aws:ssm/parameter:Parameter", name, pulumi.Map{
		"name": pulumi.Sprintf("/shelf/%d", min(version, 1)), "type": pulumi.String("SecureString"), "value": password.Result,
	}, append(options, pulumi.Parent(&parent))...)
	if err != nil {
		return err
	}
	queue, err := made(ctx, "aws:sqs/queue:Queue", "queue", pulumi.Map{
		"name": pulumi.String("shelf-queue"), "delaySeconds": pulumi.Int(version), "tags": pulumi.StringMap{"of": secret.ID()},
	}, pulumi.Parent(&parent), pulumi.DependsOn([]pulumi.Resource{secret}))
	if err != nil {
		return err
	}
	log, err := made(ctx, "aws:cloudwatch/logGroup:LogGroup", "log", pulumi.Map{
		"name": pulumi.Sprintf("/shelf/%d", version/2),
	}, pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return err
	}
	if version == 0 {
		_, err = made(ctx, "aws:cloudwatch/logGroup:LogGroup", "passing", pulumi.Map{"name": pulumi.String("/shelf/passing")}, pulumi.Parent(&parent))
	}
	if version == 2 {
		_, err = made(ctx, "aws:s3/bucketV2:BucketV2", "refused", pulumi.Map{"bucket": pulumi.String("Not_A_Bucket")},
			pulumi.DependsOn([]pulumi.Resource{queue, log})) // the rest is done when it fails
	}
	ctx.Export("secret", password.Result)
	return err
}

type item struct {
	pulumi.CustomResourceState
	Result pulumi.StringOutput `pulumi:"result"`
}

func made(ctx *pulumi.Context, token, name string, inputs pulumi.Map, options ...pulumi.ResourceOption) (*item, error) {
	var one item
	return &one, ctx.RegisterResource(token, name, inputs, &one, options...)
}

// comparable is the state without the times at which things happened, and without
// what only one of the two ways writes.
func comparable(t *testing.T, w *world) string {
	t.Helper()
	stack, err := engine.Home{Dir: w.home}.States().Stack(backend.Name{Project: w.system.Name, Stack: w.stack})
	require.NoError(t, err)
	exported, err := stack.Export()
	require.NoError(t, err)
	var deployment map[string]any
	require.NoError(t, json.Unmarshal(exported.Deployment, &deployment))
	delete(deployment, "manifest") // when, and by which CLI
	resources, _ := deployment["resources"].([]any)
	for _, one := range resources {
		for _, passing := range []string{"created", "modified", "stackTrace"} {
			delete(one.(map[string]any), passing)
		}
	}
	// The engine works on many at once, in an order of their own each time.
	slices.SortFunc(resources, func(a, b any) int {
		return strings.Compare(fmt.Sprint(a.(map[string]any)["urn"]), fmt.Sprint(b.(map[string]any)["urn"]))
	})
	text, err := json.MarshalIndent(deployment, "", " ")
	require.NoError(t, err)
	return fmt.Sprintf("%d %v %s", exported.Version, exported.Features, providerID.ReplaceAll(text, []byte("an id")))
}

// providerID is what the engine calls an instance of a provider: another each time.
var providerID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
