// Package cloudtest drives a local cloud in tests the way the engine does:
// over gRPC, one connection for each configured provider.
package cloudtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"groundwork/internal/localcloud"
)

// Props are shorter to write in a test.
type Props = map[string]any

// Cloud is a cloud that serves until the test ends.
type Cloud struct {
	*localcloud.Cloud
	t     testing.TB
	ports map[string]string
}

// Noon is the time in every test's cloud.
var Noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// Start opens an empty cloud and serves the packages.
func Start(t testing.TB, packages ...localcloud.Package) *Cloud {
	t.Helper()
	return Open(t, localcloud.Options{Dir: t.TempDir()}, packages...)
}

// Open is Start with options of the test's own.
func Open(t testing.TB, options localcloud.Options, packages ...localcloud.Package) *Cloud {
	t.Helper()
	if options.Clock == nil {
		options.Clock = func() time.Time { return Noon }
	}
	if options.Patience == 0 {
		options.Patience = 20 * time.Millisecond
	}
	cloud, err := localcloud.Open(options, packages...)
	require.NoError(t, err)
	t.Cleanup(func() { _ = cloud.Close() }) // a test may have closed it
	served, err := cloud.Serve(context.Background())
	require.NoError(t, err)
	ports := map[string]string{}
	for _, entry := range strings.Split(served, ",") {
		name, port, _ := strings.Cut(entry, ":")
		ports[name] = port
	}
	return &Cloud{Cloud: cloud, t: t, ports: ports}
}

// Provider is one configured provider.
type Provider struct {
	t      testing.TB
	client pulumirpc.ResourceProviderClient
}

// Provider connects to a package and configures it.
func (c *Cloud) Provider(pkg string, config Props) *Provider {
	c.t.Helper()
	conn, err := grpc.NewClient("127.0.0.1:"+c.ports[pkg],
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(c.t, err)
	c.t.Cleanup(func() { _ = conn.Close() })
	p := &Provider{t: c.t, client: pulumirpc.NewResourceProviderClient(conn)}
	_, err = p.client.Configure(context.Background(), &pulumirpc.ConfigureRequest{
		Args: p.pack(localcloud.PropsOf(config)), AcceptSecrets: true,
	})
	require.NoError(c.t, err)
	return p
}

// For is the same provider for another test, such as one input of a fuzz test.
func (p *Provider) For(t testing.TB) *Provider { return &Provider{t: t, client: p.client} }

// URN is the URN of a resource in the tests' stack.
func URN(typ, name string) string { return "urn:pulumi:test::test::" + typ + "::" + name }

var form = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, PropagateNil: true}

func (p *Provider) pack(props localcloud.Props) *structpb.Struct {
	p.t.Helper()
	message, err := plugin.MarshalProperties(resource.PropertyMap(props), form)
	require.NoError(p.t, err)
	return message
}

func (p *Provider) unpack(message *structpb.Struct) localcloud.Props {
	p.t.Helper()
	props, err := plugin.UnmarshalProperties(message, form)
	require.NoError(p.t, err)
	return localcloud.Props(props)
}

// Check returns the checked inputs and the failures.
func (p *Provider) Check(typ, name string, news, olds localcloud.Props) (localcloud.Props, []string) {
	p.t.Helper()
	answer, err := p.client.Check(context.Background(), &pulumirpc.CheckRequest{
		Urn: URN(typ, name), News: p.pack(news), Olds: p.pack(olds),
	})
	require.NoError(p.t, err)
	var failures []string
	for _, failure := range answer.GetFailures() {
		failures = append(failures, failure.GetReason())
	}
	return p.unpack(answer.GetInputs()), failures
}

// Preview shows what a create would give.
func (p *Provider) Preview(typ, name string, inputs localcloud.Props) localcloud.Props {
	p.t.Helper()
	answer, err := p.client.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: URN(typ, name), Properties: p.pack(inputs), Preview: true,
	})
	require.NoError(p.t, err)
	return p.unpack(answer.GetProperties())
}

// Create makes a resource of checked inputs.
func (p *Provider) Create(typ, name string, inputs localcloud.Props) (string, localcloud.Props, error) {
	p.t.Helper()
	answer, err := p.client.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: URN(typ, name), Properties: p.pack(inputs),
	})
	if err != nil {
		return "", nil, err
	}
	return answer.GetId(), p.unpack(answer.GetProperties()), nil
}

// Diff compares inputs.
func (p *Provider) Diff(typ, name, id string, oldInputs, oldOutputs, news localcloud.Props, ignore ...string) *pulumirpc.DiffResponse {
	p.t.Helper()
	answer, err := p.client.Diff(context.Background(), &pulumirpc.DiffRequest{
		Urn: URN(typ, name), Id: id, OldInputs: p.pack(oldInputs), Olds: p.pack(oldOutputs),
		News: p.pack(news), IgnoreChanges: ignore,
	})
	require.NoError(p.t, err)
	return answer
}

// Update changes a resource, or previews that.
func (p *Provider) Update(typ, name, id string, olds, news localcloud.Props, preview bool) (localcloud.Props, error) {
	p.t.Helper()
	answer, err := p.client.Update(context.Background(), &pulumirpc.UpdateRequest{
		Urn: URN(typ, name), Id: id, Olds: p.pack(olds), News: p.pack(news), Preview: preview,
	})
	if err != nil {
		return nil, err
	}
	return p.unpack(answer.GetProperties()), nil
}

// Read refreshes a resource, or imports it when inputs are empty. The id is ""
// when it is gone.
func (p *Provider) Read(typ, name, id string, inputs, outputs localcloud.Props) (string, localcloud.Props, localcloud.Props) {
	p.t.Helper()
	answer, err := p.client.Read(context.Background(), &pulumirpc.ReadRequest{
		Urn: URN(typ, name), Id: id, Inputs: p.pack(inputs), Properties: p.pack(outputs),
	})
	require.NoError(p.t, err)
	return answer.GetId(), p.unpack(answer.GetProperties()), p.unpack(answer.GetInputs())
}

// Delete removes a resource.
func (p *Provider) Delete(typ, name, id string, outputs localcloud.Props) error {
	p.t.Helper()
	_, err := p.client.Delete(context.Background(), &pulumirpc.DeleteRequest{
		Urn: URN(typ, name), Id: id, Properties: p.pack(outputs),
	})
	return err
}
