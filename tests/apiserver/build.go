package apiserver

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
)

// Build builds the programs of the checkout at root where they are missing and
// returns where they and the definitions are. What takes time is told to progress.
func Build(root string, progress io.Writer) (bin, tools string, err error) {
	build := exec.Command(filepath.Join(root, "scripts", "apiserver"))
	build.Stdout, build.Stderr = progress, progress
	if err := build.Run(); err != nil {
		return "", "", fmt.Errorf("building the API server with %s: %w", build.Path, err)
	}
	return filepath.Join(root, ".bin"), filepath.Join(root, "tools", "definitions"), nil
}
