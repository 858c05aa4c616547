package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blang/semver"

	"groundwork/internal/gobuild"
)

// Version is the Pulumi release that this program is tested with, and the
// oldest that it uses.
const Version = "3.259.0"

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"

// local finds the Pulumi CLI for the local cloud: the project's own in .bin/, which
// is the release that this program is tested with and whose version need not be
// asked; otherwise the installed one; otherwise its own is built (two to six
// minutes, told to progress).
func (p Project) local(ctx context.Context, progress io.Writer) (pulumiCLI, error) {
	if info, err := os.Stat(p.own().path); err == nil && info.Mode().IsRegular() {
		return p.own(), nil
	}
	return p.installed(ctx, progress)
}

// installed finds the Pulumi CLI for an account: the one on PATH, with which its
// stacks are deployed, when it is at least Version; otherwise the project's own.
func (p Project) installed(ctx context.Context, progress io.Writer) (pulumiCLI, error) {
	if found, err := pulumiOnPath(); err == nil && found.version.GTE(semver.MustParse(Version)) {
		return found, nil
	}
	if _, err := os.Stat(p.own().path); err == nil {
		return p.own(), nil
	}
	if err := p.buildCommand(ctx, progress); err != nil {
		return pulumiCLI{}, fmt.Errorf("building the pulumi CLI %s: %w", Version, err)
	}
	return p.own(), nil
}

// own is the project's own CLI, built or not.
func (p Project) own() pulumiCLI {
	return pulumiCLI{path: filepath.Join(p.CommandDir(), "pulumi"), version: semver.MustParse(Version)}
}

// Setup makes sure that there is a Pulumi CLI, and gives its version.
func (p Project) Setup(ctx context.Context, progress io.Writer) (string, error) {
	found, err := p.local(ctx, progress)
	return found.version.String(), err
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

// BuildProgram builds a system's Pulumi program into the file output.
func (p Project) BuildProgram(ctx context.Context, progress io.Writer, system System, output string) error {
	return gobuild.Build{Dir: p.Root, Package: system.Dir, Flags: []string{"-o", output}}.Run(ctx, progress)
}

// CommandDir is the folder of the project's own Pulumi CLI, which another
// checkout can have on its PATH.
func (p Project) CommandDir() string { return filepath.Join(p.commandRoot(), "bin") }
