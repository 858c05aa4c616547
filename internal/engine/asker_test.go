package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatAsksIsBuiltOnceAndWhenItChanged(t *testing.T) {
	project := Project{Root: t.TempDir()}
	source := filepath.Join(project.Root, "tools", "preflight")
	require.NoError(t, os.MkdirAll(source, 0o755))
	past := time.Now().Add(-time.Hour)
	for name, text := range map[string]string{"go.mod": "module asker\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() {}\n"} {
		path := filepath.Join(source, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		require.NoError(t, os.Chtimes(path, past, past))
	}
	builds := func() bool {
		var told bytes.Buffer
		program, err := project.Asker(t.Context(), &told)
		require.NoError(t, err)
		assert.FileExists(t, program)
		return told.Len() > 0
	}
	assert.True(t, builds())
	assert.False(t, builds())
	for _, name := range []string{"go.mod", "main.go"} {
		later := time.Now().Add(time.Hour)
		require.NoError(t, os.Chtimes(filepath.Join(source, name), later, later))
		assert.True(t, builds(), name)
		require.NoError(t, os.Chtimes(filepath.Join(source, name), past, past))
		assert.False(t, builds(), name)
	}
}
