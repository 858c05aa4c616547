package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"groundwork/internal/gobuild"
)

// Asker is the program that asks AWS for groundwork preflight. It is built where it is
// missing or older than its source: AWS' SDK takes longer to compile than all of the
// command, and nothing else needs it.
func (p Project) Asker(ctx context.Context, progress io.Writer) (string, error) {
	binary, source := filepath.Join(p.Root, ".bin", "ask-aws"), filepath.Join(p.Root, "tools", "preflight")
	if fresh(binary, source) && !newer(filepath.Join(source, "go.mod"), binary) {
		return binary, nil
	}
	fmt.Fprintln(progress, "building what asks AWS (once; one to two minutes on two cores)")
	build := gobuild.Build{Dir: source, Package: ".", Flags: []string{"-ldflags=-s -w"}}
	if err := buildInto(ctx, binary, build, progress); err != nil {
		return "", fmt.Errorf("building what asks AWS: %w", err)
	}
	return binary, nil
}

// newer tells whether a file was changed after another.
func newer(path, than string) bool {
	changed, err := os.Stat(path)
	if err != nil {
		return false
	}
	other, err := os.Stat(than)
	return err == nil && changed.ModTime().After(other.ModTime())
}
