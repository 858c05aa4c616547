package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/blang/semver"

	"groundwork/internal/gobuild"
	"groundwork/internal/languagehost"
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

// Setup makes sure that there is a Pulumi CLI, with a language host for Go beside the
// project's own, and gives its version.
func (p Project) Setup(ctx context.Context, progress io.Writer) (string, error) {
	found, err := p.local(ctx, progress)
	if err == nil && found.path == p.own().path {
		err = p.buildHost(ctx, progress)
	}
	return found.version.String(), err
}

// OwnOnPath is the folder to put on PATH, for who has no Pulumi CLI of the right release
// there; "" for who has.
func (p Project) OwnOnPath(ctx context.Context, progress io.Writer) (string, error) {
	if found, err := pulumiOnPath(); err == nil && found.version.GTE(semver.MustParse(Version)) {
		return "", nil
	}
	_, err := p.Setup(ctx, progress)
	return p.CommandDir(), err
}

// buildHost builds the language host where it is missing or older than its source.
func (p Project) buildHost(ctx context.Context, progress io.Writer) error {
	binary, source := filepath.Join(p.CommandDir(), languagehost.Name), filepath.Join(p.Root, "internal", "languagehost")
	if fresh(binary, source) {
		return nil
	}
	build := gobuild.Build{Dir: p.Root, Package: "./internal/languagehost/cmd", Flags: []string{"-ldflags=-s -w"}}
	if err := buildInto(ctx, binary, build, progress); err != nil {
		return fmt.Errorf("building the language host for Go: %w", err)
	}
	return nil
}

// buildInto builds a program beside its place, and puts it there when it is whole: two
// who build it at once don't meet.
func buildInto(ctx context.Context, binary string, build gobuild.Build, progress io.Writer) error {
	folder := filepath.Dir(binary)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("making its folder: %w", err)
	}
	unfinished, err := os.MkdirTemp(folder, ".new-")
	if err != nil {
		return fmt.Errorf("making a folder to build in: %w", err)
	}
	defer os.RemoveAll(unfinished)
	made := filepath.Join(unfinished, filepath.Base(binary))
	build.Flags = append(slices.Clone(build.Flags), "-o", made)
	if err := build.Run(ctx, progress); err != nil {
		return err
	}
	if err := os.Rename(made, binary); err != nil {
		return fmt.Errorf("putting it in place: %w", err)
	}
	return nil
}

// fresh tells whether a file was made after the sources in a folder were changed; where
// there are none, that it is there.
func fresh(binary, folder string) bool {
	made, err := os.Stat(binary)
	if err != nil {
		return false
	}
	sources, _ := filesIn(folder, "*.go")
	return !slices.ContainsFunc(sources, func(path string) bool {
		source, err := os.Stat(path)
		return err == nil && source.ModTime().After(made.ModTime())
	})
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
		Flags:   []string{"-ldflags", stamp},
	}
	if err := buildInto(ctx, binary, build, progress); err != nil {
		return err
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
