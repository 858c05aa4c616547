package echo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// provider gives back as outputs what it is given as inputs, and keeps nothing.
type provider struct {
	pulumirpc.UnimplementedResourceProviderServer
	name string
}

// version is newer than any that a program asks for.
const version = "1000.0.0"

// maxMessage is the engine's own limit for one message, in bytes.
const maxMessage = 400 << 20

// serve starts a provider for each package on the loopback. It gives the value of
// PULUMI_DEBUG_PROVIDERS, and what stops them.
func serve(names []string) (providers string, stop func(), err error) {
	var servers []*grpc.Server
	stop = func() {
		for _, server := range servers {
			server.Stop()
		}
	}
	var addresses []string
	for _, name := range names {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			stop()
			return "", nil, fmt.Errorf("serving the echo of %q: %w", name, err)
		}
		server := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage))
		pulumirpc.RegisterResourceProviderServer(server, &provider{name: name})
		servers = append(servers, server)
		addresses = append(addresses, fmt.Sprintf("%s:%d", name, listener.Addr().(*net.TCPAddr).Port))
		go func() { _ = server.Serve(listener) }() // it ends when it is stopped
	}
	return strings.Join(addresses, ","), stop, nil
}

func (*provider) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, SupportsAutonamingConfiguration: true}, nil
}

func (*provider) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// GetSchema is the least that is a valid schema.
func (p *provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	schema, err := json.Marshal(map[string]string{"name": p.name, "version": version})
	return &pulumirpc.GetSchemaResponse{Schema: string(schema)}, err
}

func (*provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
}

func (*provider) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return differs(req), nil
}

func (*provider) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true, SupportsAutonamingConfiguration: true}, nil
}

func (*provider) Invoke(_ context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	result, err := withAnswers(req.GetArgs(), answersToCalls[req.GetTok()])
	return &pulumirpc.InvokeResponse{Return: result}, err
}

func (*provider) Check(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
}

func (*provider) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return differs(req), nil
}

func differs(req *pulumirpc.DiffRequest) *pulumirpc.DiffResponse {
	if proto.Equal(req.GetOldInputs(), req.GetNews()) {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	}
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_SOME}
}

func (*provider) Create(_ context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	if req.GetPreview() {
		return &pulumirpc.CreateResponse{Properties: req.GetProperties()}, nil
	}
	outputs, err := outputs(req.GetUrn(), req.GetProperties())
	return &pulumirpc.CreateResponse{Id: resource.URN(req.GetUrn()).Name() + "-id", Properties: outputs}, err
}

func (*provider) Update(_ context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	outputs, err := outputs(req.GetUrn(), req.GetNews())
	return &pulumirpc.UpdateResponse{Properties: outputs}, err
}

func (*provider) Read(_ context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	return &pulumirpc.ReadResponse{Id: req.GetId(), Properties: req.GetProperties(), Inputs: req.GetInputs()}, nil
}

func (*provider) Delete(context.Context, *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// outputs are a resource's inputs and the few outputs that programs build on.
func outputs(urn string, inputs *structpb.Struct) (*structpb.Struct, error) {
	at := resource.URN(urn)
	if !at.IsValid() {
		return nil, errors.New("not a URN: " + urn)
	}
	return withAnswers(inputs, answersOf(string(at.Type()), at.Name(), inputs))
}
