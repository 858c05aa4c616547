package specgen

import (
	"fmt"
	"os"
	"path/filepath"
)

// Files are the generated files by their path from the root of the repository.
func Files() (map[string][]byte, error) {
	schema, err := Schema()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{MarkdownFile: Markdown(), SchemaFile: schema}, nil
}

// Write rewrites the generated files of the repository at root.
func Write(root string) error {
	files, err := Files()
	if err != nil {
		return err
	}
	for path, content := range files {
		if err := os.WriteFile(filepath.Join(root, path), content, 0o644); err != nil { //nolint:gosec // documentation is for everyone
			return fmt.Errorf("writing %q: %w", path, err)
		}
	}
	return nil
}
