// Package languagehost runs Go programs for the Pulumi CLI, so that the one which is
// built from its Go module runs them too: Pulumi's own pulumi-language-go is in its
// installation and not to be had as a module.
package languagehost

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/constant"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Name is what the CLI looks for when a project's runtime is go: on PATH, then beside
// itself.
const Name = "pulumi-language-go"

// Host answers the CLI.
type Host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string

	mu sync.Mutex
	// built are the programs that were built, by their folder.
	built map[string]string
}

// Serve serves the host until the CLI has gone. Arguments are the command's: the last
// one is the engine's address; the port is written to out. What as makes of the host
// answers in its place; nil is the host itself.
func Serve(ctx context.Context, arguments []string, out io.Writer, as func(*Host) pulumirpc.LanguageRuntimeServer) error {
	if len(arguments) == 0 {
		return errors.New("the Pulumi CLI starts this; it has no use by itself")
	}
	host := &Host{engine: arguments[len(arguments)-1], built: map[string]string{}}
	var serving pulumirpc.LanguageRuntimeServer = host
	if as != nil {
		serving = as(host)
	}
	cancel := make(chan bool)
	context.AfterFunc(ctx, func() { close(cancel) })
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, serving)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("serving the language host: %w", err)
	}
	fmt.Fprintln(out, server.Port)
	return <-server.Done
}

// GetPluginInfo says that there is a host.
func (h *Host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "3.0.0"}, nil
}

// program gives the built program of a request: what the project's option binary names,
// or what go build makes of its folder.
func (h *Host) program(ctx context.Context, info *pulumirpc.ProgramInfo) (string, error) {
	folder := filepath.Join(info.GetProgramDirectory(), info.GetEntryPoint())
	if binary := info.GetOptions().GetFields()["binary"].GetStringValue(); binary != "" {
		if !filepath.IsAbs(binary) {
			binary = filepath.Join(info.GetRootDirectory(), binary)
		}
		return binary, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if done, is := h.built[folder]; is {
		return done, nil
	}
	path, err := build(ctx, folder)
	if err != nil {
		return "", err
	}
	h.built[folder] = path
	return path, nil
}

// build builds the program of a folder into the user's cache, where the next build takes
// its place: the CLI kills a host that is no longer needed, so it can't clear up.
func build(ctx context.Context, folder string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "groundwork", "programs")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for the program: %w", err)
	}
	path := filepath.Join(dir, fmt.Sprintf("%.12x", sha256.Sum256([]byte(folder))))
	// Another host may run what lies there.
	unfinished := fmt.Sprintf("%s-%d", path, os.Getpid())
	building := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", unfinished, ".")
	building.Dir = folder
	if said, err := building.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program in %q: %w\n%s", folder, err, bytes.TrimSpace(said))
	}
	return path, os.Rename(unfinished, path)
}

// GetRequiredPackages gives the SDKs that the program is linked with.
func (h *Host) GetRequiredPackages(ctx context.Context, request *pulumirpc.GetRequiredPackagesRequest) (*pulumirpc.GetRequiredPackagesResponse, error) {
	path, err := h.program(ctx, request.GetInfo())
	if err != nil {
		return nil, err
	}
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading what %q is built of: %w", path, err)
	}
	response := &pulumirpc.GetRequiredPackagesResponse{}
	for _, module := range info.Deps {
		if name, is := strings.CutPrefix(module.Path, "github.com/pulumi/pulumi-"); is {
			name, _, _ = strings.Cut(name, "/")
			response.Packages = append(response.Packages, &pulumirpc.PackageDependency{Name: name, Kind: "resource", Version: module.Version})
		}
	}
	return response, nil
}

// InstallDependencies downloads the program's modules.
func (h *Host) InstallDependencies(request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer) error {
	download := exec.CommandContext(stream.Context(), "go", "mod", "download")
	download.Dir = request.GetInfo().GetProgramDirectory()
	said, err := download.CombinedOutput()
	if sent := stream.Send(&pulumirpc.InstallDependenciesResponse{Stderr: said}); sent != nil {
		return sent
	}
	if err != nil {
		return fmt.Errorf("go mod download: %w", err)
	}
	return nil
}

// GenerateProgram is asked by an import for the code of what it took over.
func (h *Host) GenerateProgram(context.Context, *pulumirpc.GenerateProgramRequest) (*pulumirpc.GenerateProgramResponse, error) {
	return nil, status.Error(codes.Unimplemented, "this language host writes no code: add --generate-code=false, or install Pulumi")
}

// Run runs the program to its end.
func (h *Host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	path, err := h.program(ctx, request.GetInfo())
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	variables, err := variables(request, h.engine)
	if err != nil {
		return nil, err
	}
	program := exec.CommandContext(ctx, path)
	program.Dir = request.GetPwd()
	program.Env = append(os.Environ(), variables...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	err = program.Run()
	var exited *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exited) && exited.ExitCode() == constant.ExitStatusLoggedError:
		return &pulumirpc.RunResponse{Bail: true}, nil // it told the engine why
	}
	return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %v", err)}, nil
}
