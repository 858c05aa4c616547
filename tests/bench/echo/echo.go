// Package echo is the yardstick of make bench: a program under the real engine
// with providers that only give back what they are given. It drives the engine as
// the product did at commit 1c3c551 and stays so, whatever the product does since
// (decision 29): it must not be made faster, and uses nothing of internal/engine.
package echo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"gopkg.in/yaml.v3"
)

// Stack is a stack that the echoing providers hold.
type Stack struct {
	// Name is the stack's, Dir the folder of its Pulumi.yaml and stack file.
	Name, Dir string
	// Home is the folder that keeps the state between operations.
	Home string
	// Program is the Pulumi program.
	Program pulumi.RunFunc
	// Version is the oldest CLI to use of those on PATH.
	Version string
}

const (
	passphrase = "groundwork-local"
	// salt belongs to passphrase: with one in the stack file the CLI has none to
	// write.
	salt = "v1:1whsEHEqBDg=:v1:/fsv3oLDbY33yvOp:2vAUGcRSWPX6YZ6KNMrYfOvC1Clacw=="
)

// packages are those of the program's providers.
var packages = []string{"aws", "kubernetes", "cloudflare", "random"}

// Run carries out preview, up, refresh (a preview of one) or destroy, and gives
// the engine's counts by operation, such as create: 228.
func (s Stack) Run(ctx context.Context, operation string) (map[string]int, error) {
	if operation == "destroy" && s.protected() {
		// As the product does, protection is lifted in an update of its own.
		if _, err := s.run(ctx, "up", map[string]string{"groundwork:protection": "false"}); err != nil {
			return nil, err
		}
	}
	return s.run(ctx, operation, nil)
}

// protected tells whether the state has protected resources.
func (s Stack) protected() bool {
	files, err := filepath.Glob(filepath.Join(s.Home, "state", ".pulumi", "stacks", "*", s.Name+".json"))
	if err != nil || len(files) != 1 {
		return false
	}
	state, err := os.ReadFile(files[0])
	return err == nil && bytes.Contains(state, []byte(`"protect": true`))
}

func (s Stack) run(ctx context.Context, operation string, overrides map[string]string) (map[string]int, error) {
	providers, stop, err := serve(packages)
	if err != nil {
		return nil, err
	}
	defer stop()
	stack, err := s.open(ctx, operation, providers, overrides)
	if err != nil {
		return nil, fmt.Errorf("opening stack %q of the echo: %w", s.Name, err)
	}
	changes, channel := map[string]int{}, make(chan events.EngineEvent)
	read := make(chan struct{})
	go func() {
		defer close(read)
		for event := range channel {
			if event.SummaryEvent != nil {
				for operation, count := range event.SummaryEvent.ResourceChanges {
					changes[string(operation)] += count
				}
			}
		}
	}()
	if err := operate(ctx, stack, operation, channel); err != nil {
		return nil, fmt.Errorf("%s of the echo: %w", operation, err)
	}
	<-read // the Automation API closes the channel of a CLI that came to its end
	return changes, nil
}

// open does what comes before every operation: the CLI's version is asked, the
// stack file copied, the stack selected or made.
func (s Stack) open(ctx context.Context, operation, providers string, overrides map[string]string) (auto.Stack, error) {
	command, err := s.command()
	if err != nil {
		return auto.Stack{}, err
	}
	dir, err := s.copyFiles(overrides)
	if err != nil {
		return auto.Stack{}, err
	}
	state, home := filepath.Join(s.Home, "state"), filepath.Join(s.Home, "pulumi")
	for _, needed := range []string{state, home} {
		if err := os.MkdirAll(needed, 0o755); err != nil {
			return auto.Stack{}, fmt.Errorf("making a home: %w", err)
		}
	}
	workspace, err := auto.NewLocalWorkspace(ctx, auto.WorkDir(dir), auto.Program(s.Program), auto.Pulumi(command), auto.EnvVars(map[string]string{
		"PULUMI_BACKEND_URL":                          "file://" + filepath.ToSlash(state),
		"PULUMI_CONFIG_PASSPHRASE":                    passphrase,
		"PULUMI_CONFIG_PASSPHRASE_FILE":               "",
		"PULUMI_DEBUG_PROVIDERS":                      providers,
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		"PULUMI_HOME":                                 home,
		"PULUMI_SKIP_UPDATE_CHECK":                    "true",
	}))
	if err != nil {
		return auto.Stack{}, fmt.Errorf("opening the workspace: %w", err)
	}
	if operation == "refresh" {
		return auto.SelectStack(ctx, s.Name, workspace)
	}
	return auto.UpsertStack(ctx, s.Name, workspace)
}

func (s Stack) command() (auto.PulumiCommand, error) {
	wanted, err := semver.Parse(s.Version)
	if err != nil {
		return nil, fmt.Errorf("reading the version %q: %w", s.Version, err)
	}
	return auto.NewPulumiCommand(&auto.PulumiCommandOptions{Version: wanted})
}

// copyFiles writes the project and the stack file, with overrides, into a folder
// of the home. A stack file with secrets is refused by the engine: their key is
// not here.
func (s Stack) copyFiles(overrides map[string]string) (string, error) {
	project, err := os.ReadFile(filepath.Join(s.Dir, "Pulumi.yaml"))
	if err != nil {
		return "", fmt.Errorf("reading the project file: %w", err)
	}
	name := "Pulumi." + s.Name + ".yaml"
	source, err := os.ReadFile(filepath.Join(s.Dir, name))
	if err != nil {
		return "", fmt.Errorf("reading the stack file: %w", err)
	}
	var file struct {
		Salt   string         `yaml:"encryptionsalt"`
		Config map[string]any `yaml:"config"`
	}
	if err := yaml.Unmarshal(source, &file); err != nil {
		return "", fmt.Errorf("reading the stack file: %w", err)
	}
	file.Salt = salt
	for key, value := range overrides {
		file.Config[key] = value
	}
	changed, err := yaml.Marshal(file)
	if err != nil {
		return "", fmt.Errorf("writing the stack file: %w", err)
	}
	dir := filepath.Join(s.Home, "work")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("making the working folder: %w", err)
	}
	for name, content := range map[string][]byte{"Pulumi.yaml": project, name: changed} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return "", fmt.Errorf("writing the working copy: %w", err)
		}
	}
	return dir, nil
}
