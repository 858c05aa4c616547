package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// wireForm is how properties travel between the program and the engine.
var wireForm = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}

func read(message *structpb.Struct) (resource.PropertyMap, error) {
	properties, err := plugin.UnmarshalProperties(message, wireForm)
	if err != nil {
		return nil, fmt.Errorf("reading what the program sent: %w", err)
	}
	return properties, nil
}

func write(properties resource.PropertyMap) (*structpb.Struct, error) {
	message, err := plugin.MarshalProperties(properties, wireForm)
	if err != nil {
		return nil, fmt.Errorf("writing the answer to the program: %w", err)
	}
	return message, nil
}

// RegisterResource records a resource and answers what a preview would.
func (m *monitor) RegisterResource(ctx context.Context, req *pulumirpc.RegisterResourceRequest) (*pulumirpc.RegisterResourceResponse, error) {
	urn := m.urn(req.GetParent(), req.GetType(), req.GetName())
	recorded, err := registration(urn, req)
	if err != nil {
		return nil, err
	}
	if err := m.record(recorded); err != nil {
		return nil, m.refuse(req.GetName(), err)
	}
	if req.GetRemote() {
		return nil, m.refuse(req.GetType(), errors.New("a component that a plugin constructs is not planned here"))
	}
	if !req.GetCustom() {
		return &pulumirpc.RegisterResourceResponse{Urn: string(urn)}, nil
	}
	id, outputs, err := m.plan(urn, req)
	if err != nil {
		return nil, m.refuse(req.GetType(), err)
	}
	object, err := write(outputs)
	return &pulumirpc.RegisterResourceResponse{Urn: string(urn), Id: id, Object: object}, err
}

// registration is what a request says, for the record.
func registration(urn resource.URN, req *pulumirpc.RegisterResourceRequest) (*Resource, error) {
	inputs, err := read(req.GetObject())
	if err != nil {
		return nil, err
	}
	recorded := &Resource{
		URN: urn, Parent: resource.URN(req.GetParent()), Component: !req.GetCustom(), Inputs: inputs,
		Provider: providerOf(req.GetProvider()), Version: req.GetVersion(), Options: optionsOf(req),
		Needs: map[string][]resource.URN{},
	}
	var explained []string
	for input, needs := range req.GetPropertyDependencies() {
		if len(needs.GetUrns()) > 0 {
			recorded.Needs[input] = urns(needs.GetUrns())
			explained = append(explained, needs.GetUrns()...)
		}
	}
	recorded.After = urns(slices.DeleteFunc(slices.Clone(req.GetDependencies()), func(urn string) bool {
		return slices.Contains(explained, urn)
	}))
	return recorded, nil
}

func urns(texts []string) []resource.URN {
	list := make([]resource.URN, len(texts))
	for i, text := range texts {
		list[i] = resource.URN(text)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (m *monitor) record(recorded *Resource) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byURN[recorded.URN] != nil {
		return fmt.Errorf("the URN %q is registered twice: a resource needs a name of its own", recorded.URN)
	}
	m.byURN[recorded.URN] = recorded
	m.graph.Resources = append(m.graph.Resources, recorded)
	return nil
}

// RegisterResourceOutputs records what a component, or the stack, says it has.
func (m *monitor) RegisterResourceOutputs(_ context.Context, req *pulumirpc.RegisterResourceOutputsRequest) (*emptypb.Empty, error) {
	outputs, err := read(req.GetOutputs())
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	recorded := m.byURN[resource.URN(req.GetUrn())]
	if recorded == nil {
		return nil, fmt.Errorf("outputs of %q, which was not registered", req.GetUrn())
	}
	recorded.Outputs = outputs
	return &emptypb.Empty{}, nil
}
