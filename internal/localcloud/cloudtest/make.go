package cloudtest

import (
	"context"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
)

// Invoke asks a data source.
func (p *Provider) Invoke(token string, args Props) (localcloud.Props, []string, error) {
	p.t.Helper()
	answer, err := p.client.Invoke(context.Background(), &pulumirpc.InvokeRequest{
		Tok: token, Args: p.pack(localcloud.PropsOf(args)),
	})
	if err != nil {
		return nil, nil, err
	}
	var failures []string
	for _, failure := range answer.GetFailures() {
		failures = append(failures, failure.GetReason())
	}
	return p.unpack(answer.GetReturn()), failures, nil
}

// Made is a resource that a test has made.
type Made struct {
	// ID is the provider's id.
	ID string
	// Inputs are as checked, Outputs as created.
	Inputs, Outputs localcloud.Props
}

// Make checks and creates, and fails the test when either is refused.
func (p *Provider) Make(typ, name string, inputs Props) Made {
	p.t.Helper()
	checked, failures := p.Check(typ, name, localcloud.PropsOf(inputs), nil)
	require.Empty(p.t, failures, "check of %s", name)
	id, outputs, err := p.Create(typ, name, checked)
	require.NoError(p.t, err, "create of %s", name)
	return Made{ID: id, Inputs: checked, Outputs: outputs}
}

// Refuse checks and creates, and returns why one of them was refused; it fails
// the test when neither was.
func (p *Provider) Refuse(typ, name string, inputs Props) string {
	p.t.Helper()
	checked, failures := p.Check(typ, name, localcloud.PropsOf(inputs), nil)
	if len(failures) > 0 {
		return strings.Join(failures, "\n")
	}
	_, _, err := p.Create(typ, name, checked)
	require.Error(p.t, err, "create of %s", name)
	return err.Error()
}

// RefuseRead reads and says why it is refused.
func (p *Provider) RefuseRead(typ, name string, made Made) string {
	p.t.Helper()
	_, err := p.client.Read(context.Background(), &pulumirpc.ReadRequest{
		Urn: URN(typ, name), Id: made.ID, Inputs: p.pack(made.Inputs), Properties: p.pack(made.Outputs),
	})
	require.Error(p.t, err)
	return err.Error()
}

// CheckConfig checks the configuration of a provider resource and returns the
// failures.
func (p *Provider) CheckConfig(pkg, name string, config Props) []string {
	p.t.Helper()
	answer, err := p.client.CheckConfig(context.Background(), &pulumirpc.CheckRequest{
		Urn: URN("pulumi:providers:"+pkg, name), News: p.pack(localcloud.PropsOf(config)),
	})
	require.NoError(p.t, err)
	var failures []string
	for _, failure := range answer.GetFailures() {
		failures = append(failures, failure.GetReason())
	}
	return failures
}
