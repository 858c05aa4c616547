package languagehost

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The CLI kills its hosts: what they leave must not grow.
func TestOneProgramIsLeftForEachFolder(t *testing.T) {
	cache, folder := t.TempDir(), t.TempDir()
	// Go's own cache stays where it is.
	goCache, err := os.UserCacheDir()
	require.NoError(t, err)
	if os.Getenv("GOCACHE") == "" {
		t.Setenv("GOCACHE", filepath.Join(goCache, "go-build"))
	}
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache) // where there is no XDG
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module program\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o600))
	var first string
	for range 3 {
		host := &Host{built: map[string]string{}}
		path, err := host.program(context.Background(), &pulumirpc.ProgramInfo{ProgramDirectory: folder, EntryPoint: "."})
		require.NoError(t, err)
		if first == "" {
			first = path
		}
		assert.Equal(t, first, path)
	}
	left, err := os.ReadDir(filepath.Dir(first))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}
