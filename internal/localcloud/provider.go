package localcloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// server is what the engine takes for a provider of one package.
type server struct {
	pulumirpc.UnimplementedResourceProviderServer
	cloud *Cloud
	pkg   Package

	mu sync.Mutex
	// last are all instances that were configured.
	last []*Instance
}

var wireForm = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, PropagateNil: true}

func read(message *structpb.Struct) (Props, error) {
	props, err := plugin.UnmarshalProperties(message, wireForm)
	if err != nil {
		return nil, fmt.Errorf("reading the engine's request: %w", err)
	}
	return Props(props), nil
}

func write(props Props) (*structpb.Struct, error) {
	message, err := plugin.MarshalProperties(resource.PropertyMap(props), wireForm)
	if err != nil {
		return nil, fmt.Errorf("writing the answer to the engine: %w", err)
	}
	return message, nil
}

// Handshake says what the provider understands.
func (s *server) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, SupportsAutonamingConfiguration: true}, nil
}

// Attach is asked of providers that run already; there is nothing to do.
func (s *server) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Cancel ends the waiting of this connection's operations.
func (s *server) Cancel(ctx context.Context, _ *emptypb.Empty) (*emptypb.Empty, error) {
	if at, ok := ctx.Value(sessionKey{}).(*session); ok {
		at.cancel()
	}
	return &emptypb.Empty{}, nil
}

// GetPluginInfo tells the version of the SDK the package stands in for.
func (s *server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: s.pkg.Version()}, nil
}

// GetSchema describes the package to those who write code, as an import does;
// without a description it is the least that is a valid schema. Programs carry
// their SDK, and the engine asks only for conversions.
func (s *server) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	if schematic, ok := s.pkg.(*Schematic); ok && schematic.Describe != nil {
		schema, err := schematic.Describe(schematic.Release)
		return &pulumirpc.GetSchemaResponse{Schema: string(schema)}, err
	}
	schema, err := json.Marshal(map[string]any{"name": s.pkg.Name(), "version": s.pkg.Version()})
	if err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return &pulumirpc.GetSchemaResponse{Schema: string(schema)}, nil
}

// Configure makes the connection's instance.
func (s *server) Configure(ctx context.Context, req *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	config, err := read(req.GetArgs())
	if err != nil {
		return nil, err
	}
	instance, err := s.pkg.Configure(plainConfig(config))
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	instance.URN = req.GetUrn()
	s.configure(ctx, instance)
	return &pulumirpc.ConfigureResponse{
		AcceptSecrets: true, SupportsPreview: true, SupportsAutonamingConfiguration: true,
	}, nil
}

// Invoke answers a data source.
func (s *server) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	args, err := read(req.GetArgs())
	if err != nil {
		return nil, err
	}
	instance, err := s.instance(ctx)
	if err != nil {
		return nil, err
	}
	op := Operation{Verb: "invoke", Package: s.pkg.Name(), Type: req.GetTok(), Preview: req.GetPreview()}
	result, err := s.invoke(ctx, op, instance, args)
	return s.invoked(op, result, err)
}

func (s *server) invoke(ctx context.Context, op Operation, instance *Instance, args Props) (result Props, err error) {
	call, ok := s.pkg.Function(op.Type)
	if !ok {
		return nil, status.Errorf(codes.NotFound, "the local cloud does not know the data source %q", op.Type)
	}
	err = s.intercept(ctx, op, func() (failed error) {
		s.cloud.store.mu.RLock()
		defer s.cloud.store.mu.RUnlock()
		tx := s.cloud.begin(s.pkg, instance, op.Type, args, op.Type)
		tx.lag = &lag{} // a data source is asked once
		result, failed = call(tx, args)
		return failed
	})
	return result, err
}

func (s *server) invoked(op Operation, result Props, err error) (*pulumirpc.InvokeResponse, error) {
	var refused *ArgumentError
	if errors.As(err, &refused) {
		answer := &pulumirpc.InvokeResponse{}
		for _, failure := range refused.Failures {
			answer.Failures = append(answer.Failures,
				&pulumirpc.CheckFailure{Property: failure.Path, Reason: failure.Reason})
		}
		return answer, nil
	}
	if err != nil {
		return nil, s.pkg.Explain(op, err)
	}
	message, err := write(result)
	return &pulumirpc.InvokeResponse{Return: message}, err
}
