package programs

import (
	"context"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/constant"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageHost runs Go programs for the CLI. It stands in for the
// pulumi-language-go of a Pulumi installation, which is not to be had as a Go
// module; its one difference is that it finds its program built.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine, program string
}

// hostName is what the CLI looks for on PATH when a project's runtime is go.
const hostName = "pulumi-language-go"

// programVariable names the built program to the language host.
const programVariable = "GROUNDWORK_TEST_PROGRAM"

// serveLanguageHost is the host's main: the CLI gives the engine's address as
// the last argument and reads the port from stdout.
func serveLanguageHost() error {
	host := &languageHost{engine: os.Args[len(os.Args)-1], program: os.Getenv(programVariable)}
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("serving the language host: %w", err)
	}
	fmt.Println(server.Port)
	return <-server.Done
}

func (h *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "3.0.0"}, nil
}

// GetRequiredPackages gives the SDKs that the program is linked with.
func (h *languageHost) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	built, err := buildinfo.ReadFile(h.program)
	if err != nil {
		return nil, fmt.Errorf("reading what %q is built of: %w", h.program, err)
	}
	response := &pulumirpc.GetRequiredPackagesResponse{}
	for _, module := range built.Deps {
		path, isSDK := strings.CutPrefix(module.Path, "github.com/pulumi/pulumi-")
		if !isSDK {
			continue
		}
		name, _, _ := strings.Cut(path, "/")
		response.Packages = append(response.Packages, &pulumirpc.PackageDependency{
			Name: name, Kind: "resource", Version: module.Version,
		})
	}
	return response, nil
}

// GenerateProgram gives the program as the CLI wrote it, in Pulumi's own
// language: what an import comes to before it is Go.
func (h *languageHost) GenerateProgram(
	_ context.Context, request *pulumirpc.GenerateProgramRequest,
) (*pulumirpc.GenerateProgramResponse, error) {
	response := &pulumirpc.GenerateProgramResponse{Source: map[string][]byte{}}
	for name, source := range request.Source {
		response.Source[name] = []byte(source)
	}
	return response, nil
}

// Run runs the program to its end.
func (h *languageHost) Run(_ context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	variables, err := h.variables(request)
	if err != nil {
		return nil, err
	}
	program := exec.Command(h.program)
	program.Dir = request.Pwd
	program.Env = append(os.Environ(), variables...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	err = program.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == constant.ExitStatusLoggedError:
		return &pulumirpc.RunResponse{Bail: true}, nil
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %v", err)}, nil
	}
}

// variables tell the program, in pulumi.Run, where it is and who listens.
func (h *languageHost) variables(request *pulumirpc.RunRequest) ([]string, error) {
	config, err := json.Marshal(request.Config)
	if err != nil {
		return nil, fmt.Errorf("passing on the configuration: %w", err)
	}
	secrets, err := json.Marshal(request.ConfigSecretKeys)
	if err != nil {
		return nil, fmt.Errorf("passing on the configuration's secret keys: %w", err)
	}
	return []string{
		pulumi.EnvOrganization + "=" + request.Organization,
		pulumi.EnvProject + "=" + request.Project,
		pulumi.EnvPulumiRootDirectory + "=" + request.GetInfo().GetRootDirectory(),
		pulumi.EnvStack + "=" + request.Stack,
		pulumi.EnvConfig + "=" + string(config),
		pulumi.EnvConfigSecretKeys + "=" + string(secrets),
		pulumi.EnvDryRun + "=" + strconv.FormatBool(request.DryRun),
		pulumi.EnvParallel + "=" + strconv.Itoa(int(request.Parallel)),
		pulumi.EnvMonitor + "=" + request.MonitorAddress,
		pulumi.EnvEngine + "=" + h.engine,
	}, nil
}
