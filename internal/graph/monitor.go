package graph

import (
	"context"
	"fmt"
	"net"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"groundwork/internal/localcloud"
)

// monitor is what one run of a program takes for the engine. The SDK's own mocks
// are no match: they hand over neither what is unknown nor any outputs.
type monitor struct {
	pulumirpc.UnimplementedResourceMonitorServer
	pulumirpc.UnimplementedEngineServer
	cloud   *localcloud.Cloud
	program Program

	mu      sync.Mutex
	graph   Graph
	byURN   map[resource.URN]*Resource
	refused Refused
	// planners are the configured providers by the URN of their resource.
	planners map[resource.URN]*localcloud.Planner
}

func newMonitor(cloud *localcloud.Cloud, program Program) *monitor {
	return &monitor{
		cloud: cloud, program: program, graph: Graph{Project: program.Project, Stack: program.Stack},
		byURN: map[resource.URN]*Resource{}, planners: map[resource.URN]*localcloud.Planner{},
	}
}

// maxMessage is the engine's own limit for one message.
const maxMessage = 400 << 20

// serve listens on the loopback for the program.
func (m *monitor) serve() (address string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listening for the program: %w", err)
	}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage))
	pulumirpc.RegisterResourceMonitorServer(server, m)
	pulumirpc.RegisterEngineServer(server, m)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // it ends when it is stopped
	}()
	return listener.Addr().String(), func() { server.Stop(); <-done }, nil
}

// features are those of an engine that a program can tell in a preview. That
// calls wait for what they depend on is left to the SDK, which does the same.
var features = []pulumirpc.ResourceMonitorFeature{
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_SECRETS,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_DELETED_WITH,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
	pulumirpc.ResourceMonitorFeature_RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
}

// GetDeploymentInfo says what this engine can.
func (m *monitor) GetDeploymentInfo(context.Context, *emptypb.Empty) (*pulumirpc.DeploymentInfo, error) {
	return &pulumirpc.DeploymentInfo{
		Project: m.program.Project, Stack: m.program.Stack, DryRun: true, SupportedFeatures: features,
	}, nil
}

// RegisterResourceHook lets a program have hooks: none is called in a preview.
func (m *monitor) RegisterResourceHook(context.Context, *pulumirpc.RegisterResourceHookRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// RegisterErrorHook is RegisterResourceHook for hooks on errors.
func (m *monitor) RegisterErrorHook(context.Context, *pulumirpc.RegisterErrorHookRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Log keeps warnings; what is worse comes back as an error as well.
func (m *monitor) Log(_ context.Context, req *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	if req.GetSeverity() == pulumirpc.LogSeverity_WARNING {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.graph.Warnings = append(m.graph.Warnings, req.GetMessage())
	}
	return &emptypb.Empty{}, nil
}

// urn names a resource as the engine does.
func (m *monitor) urn(parent, typ, name string) resource.URN {
	var above tokens.Type
	if at := resource.URN(parent); at != "" && at.QualifiedType() != resource.RootStackType {
		above = at.QualifiedType()
	}
	return resource.NewURN(tokens.QName(m.program.Stack), tokens.PackageName(m.program.Project), above, tokens.Type(typ), name)
}

// refuse notes why something cannot be, and is the error that tells the program.
func (m *monitor) refuse(what string, err error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refused = append(m.refused, fmt.Sprintf("%s: %s", what, err))
	return err
}
