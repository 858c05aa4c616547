package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"groundwork/internal/localcloud"
)

const providerType = "pulumi:providers:"

// plan is what the engine answers in a preview: the id of a provider, which is
// unknown by a mark of its own, and the outputs.
func (m *monitor) plan(urn resource.URN, req *pulumirpc.RegisterResourceRequest) (string, resource.PropertyMap, error) {
	// Read again: a provider may keep or change what it is given.
	inputs, err := read(req.GetObject())
	if err != nil {
		return "", nil, err
	}
	if strings.HasPrefix(req.GetType(), providerType) {
		_, err := m.configure(urn, inputs)
		return plugin.UnknownStringValue, visible(inputs), err
	}
	planner, err := m.planner(packageOf(req.GetType()), req.GetVersion(), req.GetProvider())
	if err != nil {
		return "", nil, err
	}
	outputs, err := planner.Create(string(urn), localcloud.Props(inputs))
	if err != nil {
		return "", nil, err
	}
	hide(resource.PropertyMap(outputs), inputs, req.GetAdditionalSecretOutputs())
	return "", visible(resource.PropertyMap(outputs)), nil
}

// hide marks the outputs that the program wants secret, and those that repeat a
// secret input.
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step_executor.go#L516
func hide(outputs, inputs resource.PropertyMap, secret []string) {
	mark := func(key resource.PropertyKey) {
		if value, shown := outputs[key]; shown && !value.IsSecret() {
			outputs[key] = resource.MakeSecret(value)
		}
	}
	for _, key := range secret {
		mark(resource.PropertyKey(key))
	}
	for key, value := range inputs {
		if value.IsSecret() {
			mark(key)
		}
	}
}

// visible leaves out what is not known throughout: to the SDK, what is missing in
// a preview is unknown, and half-known values it does not take.
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/source_eval.go ("stripping unknowns")
func visible(outputs resource.PropertyMap) resource.PropertyMap {
	shown := resource.PropertyMap{}
	for key, value := range outputs {
		if !value.ContainsUnknowns() {
			shown[key] = value
		}
	}
	return shown
}

// Invoke records a call and answers as the local cloud does.
func (m *monitor) Invoke(ctx context.Context, req *pulumirpc.ResourceInvokeRequest) (*pulumirpc.ResourceInvokeResponse, error) {
	args, err := read(req.GetArgs())
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	m.graph.Calls = append(m.graph.Calls, Call{Token: req.GetTok(), Args: args, Provider: providerOf(req.GetProvider())})
	m.mu.Unlock()
	planner, err := m.planner(packageOf(req.GetTok()), req.GetVersion(), req.GetProvider())
	if err != nil {
		return nil, m.refuse(req.GetTok(), err)
	}
	result, err := planner.Invoke(ctx, req.GetTok(), localcloud.Props(args))
	if err != nil {
		return nil, m.refuse(req.GetTok(), err)
	}
	answer, err := write(resource.PropertyMap(result))
	return &pulumirpc.ResourceInvokeResponse{Return: answer}, err
}

// planner is the provider that a request means: an explicit one, or the package's
// default one, which the stack's configuration configures.
func (m *monitor) planner(pkg, version, explicit string) (*localcloud.Planner, error) {
	if explicit != "" {
		m.mu.Lock()
		defer m.mu.Unlock()
		if planner := m.planners[providerOf(explicit)]; planner != nil {
			return planner, nil
		}
		return nil, fmt.Errorf("the provider %q is not registered", explicit)
	}
	name := "default_" + strings.ReplaceAll(version, ".", "_")
	urn := m.urn("", providerType+pkg, name)
	m.mu.Lock()
	planner := m.planners[urn]
	m.mu.Unlock()
	if planner != nil {
		return planner, nil
	}
	config := resource.PropertyMap{"version": resource.NewProperty(version)}
	for key, value := range m.program.Config {
		if name, ours := strings.CutPrefix(key, pkg+":"); ours {
			config[resource.PropertyKey(name)] = resource.NewProperty(value)
		}
	}
	return m.configure(urn, config)
}

func (m *monitor) configure(urn resource.URN, config resource.PropertyMap) (*localcloud.Planner, error) {
	planner, err := m.cloud.Planner(string(urn), localcloud.Props(config))
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.planners[urn] = planner
	return planner, nil
}

// providerOf is the URN of a reference, which an id follows.
func providerOf(reference string) resource.URN {
	at := strings.LastIndex(reference, resource.URNNameDelimiter)
	if at < 0 {
		return ""
	}
	return resource.URN(reference[:at])
}

// packageOf is the package of a token: "aws" of "aws:ec2/vpc:Vpc".
func packageOf(token string) string { return string(tokens.Type(token).Package()) }
