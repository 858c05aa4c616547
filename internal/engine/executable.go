package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/constant"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// executable is the language host of a Pulumi program that was built: whatever
// commit it is of, it runs under this engine and on this cloud. The CLI that setup
// builds has no host for Go programs.
type executable struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	path    string
	address string
	server  *grpc.Server
	done    chan struct{}
}

// serveExecutable serves the language host of the program at path, on loopback.
func serveExecutable(path string) (*executable, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for the engine: %w", err)
	}
	host := &executable{path: path, address: listener.Addr().String(), server: grpc.NewServer(), done: make(chan struct{})}
	pulumirpc.RegisterLanguageRuntimeServer(host.server, host)
	go func() {
		defer close(host.done)
		_ = host.server.Serve(listener) // it ends when it is stopped
	}()
	return host, nil
}

// Close ends the host, and the program if it still runs.
func (e *executable) Close() {
	e.server.Stop()
	<-e.done
}

// GetPluginInfo says that there is a host.
func (e *executable) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

// GetRequiredPlugins names none: every provider is attached.
func (e *executable) GetRequiredPlugins(context.Context, *pulumirpc.GetRequiredPluginsRequest) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

// InstallDependencies has nothing to do: the program is built.
func (e *executable) InstallDependencies(*pulumirpc.InstallDependenciesRequest, pulumirpc.LanguageRuntime_InstallDependenciesServer) error {
	return nil
}

// Run runs the program to its end, as Pulumi's language host for Go does.
func (e *executable) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	variables, err := variablesOf(request)
	if err != nil {
		return nil, err
	}
	process := exec.CommandContext(ctx, e.path)
	process.Dir = filepath.Dir(e.path)
	process.Env = append(os.Environ(), variables...)
	var said bytes.Buffer
	process.Stdout, process.Stderr = &said, &said
	err = process.Run()
	var exited *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exited) && exited.ExitCode() == constant.ExitStatusLoggedError:
		return &pulumirpc.RunResponse{Bail: true}, nil // it told the engine why
	}
	return &pulumirpc.RunResponse{Error: fmt.Sprintf("running the program: %v: %s", err, strings.TrimSpace(said.String()))}, nil
}

// variablesOf are the environment in which a Go program finds its engine.
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/pulumi/run.go (getEnvInfo)
func variablesOf(request *pulumirpc.RunRequest) ([]string, error) {
	config, err := json.Marshal(request.GetConfig())
	if err != nil {
		return nil, fmt.Errorf("writing the configuration for the program: %w", err)
	}
	secret, err := json.Marshal(request.GetConfigSecretKeys())
	if err != nil {
		return nil, fmt.Errorf("writing the configuration for the program: %w", err)
	}
	// The address of the engine is the first argument, as for an inline program.
	engine := ""
	if len(request.GetArgs()) > 0 {
		engine = request.GetArgs()[0]
	}
	return []string{
		pulumi.EnvProject + "=" + request.GetProject(), pulumi.EnvStack + "=" + request.GetStack(),
		pulumi.EnvOrganization + "=" + request.GetOrganization(),
		pulumi.EnvConfig + "=" + string(config), pulumi.EnvConfigSecretKeys + "=" + string(secret),
		pulumi.EnvDryRun + "=" + strconv.FormatBool(request.GetDryRun()),
		pulumi.EnvParallel + "=" + strconv.Itoa(int(request.GetParallel())),
		pulumi.EnvMonitor + "=" + request.GetMonitorAddress(), pulumi.EnvEngine + "=" + engine,
	}, nil
}

// hosted is a CLI that finds the program at a language host.
type hosted struct {
	answered
	address string
}

// runsProgram are the CLI's commands that may want to run the program.
var runsProgram = []string{"preview", "up", "refresh", "destroy"}

// Run runs the CLI.
func (h hosted) Run(ctx context.Context, dir string, stdin io.Reader, outputs, errorOutputs []io.Writer, environment []string, args ...string) (stdout, stderr string, code int, err error) {
	if len(args) > 0 && slices.Contains(runsProgram, args[0]) {
		args = append(slices.Clone(args), "--client="+h.address)
	}
	return h.answered.Run(ctx, dir, stdin, outputs, errorOutputs, environment, args...)
}
