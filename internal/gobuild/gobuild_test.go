package gobuild

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowGo puts a go on PATH whose build says one package and then compiles it in a
// process of its own, until the file "go on" is there.
func slowGo(t *testing.T, build string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text), 0o755))
	}
	write("compile", "while [ ! -e '"+dir+"/go on' ]; do sleep 0.05; done\n")
	write("go", `case "$1" in
list) echo errors; echo example.com/large; exit ;;
esac
`+strings.ReplaceAll(build, "COMPILE", "'"+dir+"/compile' -o x -p example.com/large"))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	quiet := longestQuiet
	longestQuiet = 100 * time.Millisecond
	t.Cleanup(func() { longestQuiet = quiet })
	return dir
}

// told is a writer that calls seen with all it was told so far.
type told struct {
	mu   sync.Mutex
	text bytes.Buffer
	seen func(text string)
}

func (w *told) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.text.Write(p)
	if w.seen != nil {
		w.seen(w.text.String())
	}
	return n, err
}

func (w *told) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func TestProgressIsToldWhileTheLargestPackageCompiles(t *testing.T) {
	dir := slowGo(t, "echo example.com/large >&2\nCOMPILE\necho done >\"$5\"\n")
	output := filepath.Join(dir, "program")
	out := &told{seen: func(text string) {
		if strings.Count(text, "still compiling example.com/large (for ") >= 2 {
			_ = os.WriteFile(filepath.Join(dir, "go on"), nil, 0o644)
		}
	}}
	require.NoError(t, Build{Dir: dir, Package: "./cmd", Flags: []string{"-o", output}}.Run(t.Context(), out))
	assert.Contains(t, out.String(), "  1 of at most 2 packages after ")
	assert.FileExists(t, output)
}

func TestWithoutPsNothingIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	assert.Empty(t, running(t.Context(), os.Getpid()))
}

func TestABuildWithNothingToCompileSaysNothing(t *testing.T) {
	slowGo(t, "exit 0\n")
	out := &told{}
	require.NoError(t, Build{Dir: ".", Package: "."}.Run(t.Context(), out))
	assert.Empty(t, out.String())
}

func TestAFailedBuildTellsWhatTheCompilerSaid(t *testing.T) {
	slowGo(t, "echo example.com/large >&2\necho '# example.com/large' >&2\necho 'a.go:1:2: undefined: x' >&2\nexit 1\n")
	out := &told{}
	err := Build{Dir: ".", Package: "./cmd"}.Run(t.Context(), out)
	assert.EqualError(t, err, `go build ./cmd in ".": exit status 1; its last words: a.go:1:2: undefined: x`)
	assert.Equal(t, "# example.com/large\na.go:1:2: undefined: x\n", out.String())
}

func TestAnEndedBuildLeavesNoCompilerBehind(t *testing.T) {
	dir := slowGo(t, "echo $$ >\"$5\"\necho example.com/large >&2\nCOMPILE\n")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &told{seen: func(text string) {
		if strings.Contains(text, "still compiling example.com/large") {
			stop()
		}
	}}
	group := filepath.Join(dir, "group")
	require.Error(t, Build{Dir: dir, Package: "./cmd", Flags: []string{"-o", group}}.Run(ctx, out))
	text, err := os.ReadFile(group)
	require.NoError(t, err)
	id, err := strconv.Atoi(strings.TrimSpace(string(text)))
	require.NoError(t, err)
	assert.Eventually(t, func() bool { return syscall.Kill(-id, 0) != nil }, 5*time.Second, 20*time.Millisecond, "the build's processes live on")
}
