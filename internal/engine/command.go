package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"

	"groundwork/internal/gobuild"
)

// Version is the Pulumi release that this program is tested with, and the
// oldest that it uses.
const Version = "3.259.0"

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"

// Command finds the Pulumi CLI: the one on PATH when it is at least Version,
// otherwise the project's own in .bin/, which is built when it is missing (two
// to six minutes, told to progress).
func (p Project) Command(ctx context.Context, progress io.Writer) (auto.PulumiCommand, error) {
	wanted := semver.MustParse(Version)
	if command, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{Version: wanted}); err == nil {
		return command, nil
	}
	own := &auto.PulumiCommandOptions{Version: wanted, Root: p.commandRoot()}
	if command, err := auto.NewPulumiCommand(own); err == nil {
		return command, nil
	}
	if err := p.buildCommand(ctx, progress); err != nil {
		return nil, fmt.Errorf("building the pulumi CLI %s: %w", Version, err)
	}
	command, err := auto.NewPulumiCommand(own)
	if err != nil {
		return nil, fmt.Errorf("running the pulumi CLI just built: %w", err)
	}
	return command, nil
}

// commandRoot is keyed by version, so that a newer pin is a new build.
func (p Project) commandRoot() string {
	return filepath.Join(p.Root, ".bin", "pulumi-"+Version)
}

// buildCommand builds the CLI from its Go module. The version must be stamped:
// the Automation API reads it.
func (p Project) buildCommand(ctx context.Context, progress io.Writer) error {
	binary := filepath.Join(p.commandRoot(), "bin", "pulumi")
	stamp := "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v" + Version
	fmt.Fprintf(progress, "building the pulumi CLI %s (once; two to six minutes on two cores)\n", Version)
	build := gobuild.Build{
		Dir:     filepath.Join(p.Root, "tools", "pulumi"),
		Package: cliPackage,
		Flags:   []string{"-ldflags", stamp, "-o", binary + ".new"},
	}
	if err := build.Run(ctx, progress); err != nil {
		return err
	}
	if err := os.Rename(binary+".new", binary); err != nil {
		return fmt.Errorf("putting the CLI in place: %w", err)
	}
	link := filepath.Join(p.Root, ".bin", "pulumi")
	_ = os.Remove(link) // a link of an earlier version; absent the first time
	if err := os.Symlink(filepath.Join("pulumi-"+Version, "bin", "pulumi"), link); err != nil {
		return fmt.Errorf("linking the CLI: %w", err)
	}
	return nil
}

// BuildGroundwork builds the project's own command into the file output.
func (p Project) BuildGroundwork(ctx context.Context, progress io.Writer, output string) error {
	return gobuild.Build{Dir: p.Root, Package: "./cmd/groundwork", Flags: []string{"-o", output}}.Run(ctx, progress)
}

// CommandDir is the folder of the project's own Pulumi CLI, which another
// checkout can have on its PATH.
func (p Project) CommandDir() string { return filepath.Join(p.commandRoot(), "bin") }
