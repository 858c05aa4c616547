package localcloud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/rules"
)

// Planner is one provider as a preview of what does not exist yet sees it,
// asked in this process: without a server, and without an engine. It changes
// nothing and may be used by several goroutines.
type Planner struct {
	server *server
	// instance is nil while the configuration is not known.
	instance *Instance
}

// Refusal is what a provider has against a configuration, inputs or arguments.
type Refusal struct {
	// Reasons are in the provider's words, each with its place.
	Reasons []string
}

// Error implements error.
func (r *Refusal) Error() string { return strings.Join(r.Reasons, "; ") }

// Planner configures a provider of the package that the URN of its resource
// names; the error is a *Refusal when its configuration is at fault.
func (c *Cloud) Planner(urn string, config Props) (*Planner, error) {
	named := resource.URN(urn)
	_, name, _ := strings.Cut(string(named.Type()), "pulumi:providers:")
	for _, pkg := range c.packages {
		if pkg.Name() != name {
			continue
		}
		at := &server{cloud: c, pkg: pkg}
		instance, reasons := at.instanceOf(named.Name(), config)
		if len(reasons) > 0 {
			return nil, &Refusal{reasons}
		}
		if instance != nil {
			instance.URN = urn
		}
		return &Planner{at, instance}, nil
	}
	return nil, fmt.Errorf("the local cloud has no package %q", name)
}

// Create shows what a new resource would be, once its inputs have passed;
// otherwise the error is a *Refusal. Where the configuration is not known,
// nothing is: the engine does not ask a provider then.
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/plugin/provider_plugin.go#L1181
func (p *Planner) Create(urn string, inputs Props) (Props, error) {
	if p.instance == nil {
		return Props{}, nil
	}
	named := resource.URN(urn)
	check := &Check{URN: urn, Type: string(named.Type()), Name: named.Name(), News: inputs, Inputs: inputs}
	p.server.check(p.instance, check)
	if len(check.Failures) > 0 {
		return nil, refusal(check.Name, check.Failures)
	}
	return p.server.preview(p.instance, &Plan{URN: urn, Type: check.Type, Inputs: check.Inputs}), nil
}

// Invoke answers a data source; the error is a *Refusal when its arguments are
// at fault. With a configuration that is not known, so is the answer.
func (p *Planner) Invoke(ctx context.Context, token string, args Props) (Props, error) {
	if p.instance == nil {
		return Props{}, nil
	}
	op := Operation{Verb: "invoke", Package: p.server.pkg.Name(), Type: token, Preview: true}
	result, err := p.server.invoke(ctx, op, p.instance, args)
	var refused *ArgumentError
	switch {
	case errors.As(err, &refused):
		return nil, refusal(token, refused.Failures)
	case err != nil:
		return nil, p.server.pkg.Explain(op, err)
	}
	return result, nil
}

func refusal(name string, failures []rules.Failure) *Refusal {
	refused := &Refusal{}
	for _, failure := range failures {
		refused.Reasons = append(refused.Reasons, located(name, failure))
	}
	return refused
}
