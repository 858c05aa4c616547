package localcloud_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/random"
)

// engine finds the Pulumi CLI: the one on PATH or the one that the project
// built.
func engine(t testing.TB) string {
	t.Helper()
	if found, err := exec.LookPath("pulumi"); err == nil {
		return found
	}
	built, err := filepath.Abs("../../.bin/pulumi")
	require.NoError(t, err)
	if _, err := os.Stat(built); err != nil {
		t.Skip("no pulumi CLI on PATH or in .bin")
	}
	return built
}

// stack is a stack of an inline program that runs against a cloud of its own.
func stack(t testing.TB, cloud *localcloud.Cloud, config map[string]string, program pulumi.RunFunc) auto.Stack {
	t.Helper()
	ctx := t.Context()
	providers, err := cloud.Serve(context.Background())
	require.NoError(t, err)
	t.Setenv("PATH", filepath.Dir(engine(t))+string(os.PathListSeparator)+os.Getenv("PATH"))
	s, err := auto.UpsertStackInlineSource(ctx, "dev", "localcloud", program, auto.EnvVars(map[string]string{
		"PULUMI_DEBUG_PROVIDERS": providers, "PULUMI_BACKEND_URL": "file://" + t.TempDir(),
		"PULUMI_CONFIG_PASSPHRASE": "test", "PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": t.TempDir(),
	}))
	require.NoError(t, err)
	for key, value := range config {
		require.NoError(t, s.SetConfig(ctx, key, auto.ConfigValue{Value: value}))
	}
	return s
}

// register registers a resource by its token, without the package's SDK.
func register(ctx *pulumi.Context, token, name string, props pulumi.Map, opts ...pulumi.ResourceOption) (*made, error) {
	var resource made
	return &resource, ctx.RegisterResource(token, name, props, &resource, opts...)
}

// made has the outputs that the test's program reads.
type made struct {
	pulumi.CustomResourceState
	Result pulumi.StringOutput `pulumi:"result"`
}

func TestTheRealEngineMakesChangesRefreshesAndDestroys(t *testing.T) {
	engine(t)
	cloud, err := localcloud.Open(localcloud.Options{Dir: t.TempDir()}, aws.New(), cloudflare.New(), random.New())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, cloud.Close()) })
	tags := "one"
	zone := "023e105f4ecef8ad9ca31a8372d0c353"
	s := stack(t, cloud, map[string]string{"aws:region": "us-east-1"}, func(ctx *pulumi.Context) error {
		return network(ctx, tags, zone)
	})
	ctx := t.Context()

	preview, err := s.Preview(ctx)
	require.NoError(t, err)
	assert.Equal(t, 8, preview.ChangeSummary[apitype.OpCreate])
	assert.Empty(t, cloud.List(), "a preview makes nothing")

	up, err := s.Up(ctx)
	require.NoError(t, err)
	assert.Equal(t, 8, (*up.Summary.ResourceChanges)["create"])
	assert.True(t, up.Outputs["password"].Secret, "secrets stay secret")

	_, err = s.Up(ctx, optup.ExpectNoChanges())
	require.NoError(t, err, "a second up changes nothing")
	_, err = s.Refresh(ctx, optrefresh.ExpectNoChanges())
	require.NoError(t, err, "a refresh sees no drift")

	tags = "two"
	up, err = s.Up(ctx)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"update": 1, "same": 7}, *up.Summary.ResourceChanges)

	_, err = s.Destroy(ctx, optdestroy.Refresh())
	require.NoError(t, err)
	assert.Empty(t, cloud.List(), "nothing is left behind")
}

// network is a VPC with a subnet in each of two regions, a record and a
// password: the stack, two providers, two VPCs, two subnets, ...
func network(ctx *pulumi.Context, tag, zone string) error {
	west, err := provider(ctx, "west", pulumi.Map{"region": pulumi.String("us-west-2")})
	if err != nil {
		return err
	}
	for region, options := range map[string][]pulumi.ResourceOption{"east": nil, "west": {pulumi.Provider(west)}} {
		vpc, err := register(ctx, "aws:ec2/vpc:Vpc", region, pulumi.Map{
			"cidrBlock": pulumi.String("10.0.0.0/16"), "tags": pulumi.StringMap{"Name": pulumi.String(region)},
		}, options...)
		if err != nil {
			return err
		}
		if _, err := register(ctx, "aws:ec2/subnet:Subnet", region, pulumi.Map{
			"vpcId": vpc.ID(), "cidrBlock": pulumi.String("10.0.1.0/24"),
			"availabilityZone": pulumi.String(map[string]string{"east": "us-east-1a", "west": "us-west-2a"}[region]),
			"tags":             pulumi.StringMap{"Tag": pulumi.String(map[string]string{"east": tag, "west": "one"}[region])},
		}, options...); err != nil {
			return err
		}
	}
	password, err := register(ctx, "random:index/randomPassword:RandomPassword", "db", pulumi.Map{"length": pulumi.Int(20)})
	if err != nil {
		return err
	}
	ctx.Export("password", password.Result)
	_, err = register(ctx, "cloudflare:index/dnsRecord:DnsRecord", "www", pulumi.Map{
		"zoneId": pulumi.String(zone), "name": pulumi.String("www.example.com"), "type": pulumi.String("A"),
		"content": pulumi.String("192.0.2.1"), "ttl": pulumi.Float64(1), "proxied": pulumi.Bool(true),
	})
	return err
}

type providerResource struct{ pulumi.ProviderResourceState }

func provider(ctx *pulumi.Context, name string, config pulumi.Map) (*providerResource, error) {
	var p providerResource
	return &p, ctx.RegisterResource("pulumi:providers:aws", name, config, &p)
}
