package programs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/languagehost"
	"groundwork/internal/localcloud"
)

// asCommand makes the test binary be the groundwork command.
const asCommand = "GROUNDWORK_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == languagehost.Name {
		if err := serveLanguageHost(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if os.Getenv(asCommand) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, program.Systems(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// built builds every program, once, also the bootstrap and the reference system's,
// which is called groundwork. What is up to date is not linked again.
var built = sync.OnceValues(func() (string, error) {
	checkout, err := engine.FindProject(".")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(checkout.Root, ".bin", "programs")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if output, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", dir, "./...", "groundwork", "groundwork/bootstrap").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, output)
	}
	return dir, nil
})

// project is a copy of a program's folder, as a user has it, beside a local
// cloud of its own.
type project struct {
	t    *testing.T
	home string
	dir  string
	env  []string
}

func newProject(t *testing.T, program string) *project {
	t.Helper()
	binaries, err := built()
	require.NoError(t, err)
	p := newFolder(t, program, filepath.Join(binaries, program))
	p.pulumi("stack", "select", "dev", "--create")
	return p
}

// newFolder is a copy of a program's folder, built into binary, without a stack.
func newFolder(t *testing.T, folder, binary string) *project {
	t.Helper()
	p := &project{t: t, home: t.TempDir(), dir: t.TempDir()}
	// Reading the sources also makes the test's result depend on them.
	require.NoError(t, os.CopyFS(p.dir, os.DirFS(folder)))
	p.runs(binary)
	tools := t.TempDir()
	test, err := os.Executable()
	require.NoError(t, err)
	for _, name := range []string{"groundwork", languagehost.Name} {
		require.NoError(t, os.Symlink(test, filepath.Join(tools, name)))
	}
	p.env = []string{
		"PATH=" + strings.Join([]string{tools, commandFolder(t), os.Getenv("PATH")}, string(os.PathListSeparator)),
		"HOME=" + t.TempDir(),
		"GROUNDWORK_HOME=" + p.home,
		asCommand + "=1",
		"GOGC=400", // what lives for a second need not collect garbage often
	}
	variables, err := p.run(".", "sh", "-ec", `eval "$(groundwork local env)"; env -0`)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := p.run(".", "groundwork", "local", "stop")
		require.NoError(t, err)
	})
	p.env = strings.Split(strings.TrimRight(variables, "\x00"), "\x00")
	return p
}

// runs has the language host find its program built.
func (p *project) runs(binary string) {
	p.t.Helper()
	file := filepath.Join(p.dir, "Pulumi.yaml")
	content, err := os.ReadFile(file)
	require.NoError(p.t, err)
	require.Contains(p.t, string(content), "runtime: go\n")
	built := fmt.Sprintf("runtime: {name: go, options: {binary: %q}}\n", binary)
	require.NoError(p.t, os.WriteFile(file, []byte(strings.Replace(string(content), "runtime: go\n", built, 1)), 0o600))
}

// commandFolder is where the Pulumi CLI lies.
func commandFolder(t *testing.T) string {
	t.Helper()
	checkout, err := engine.FindProject(".")
	require.NoError(t, err)
	_, err = checkout.Setup(t.Context(), os.Stderr)
	require.NoError(t, err)
	return filepath.Join(checkout.Root, ".bin")
}

// pulumi runs a command that must succeed, and gives what it printed.
func (p *project) pulumi(args ...string) string {
	p.t.Helper()
	output, err := p.run(p.dir, "pulumi", args...)
	require.NoError(p.t, err, "pulumi %s", strings.Join(args, " "))
	return output
}

// local runs a groundwork local command that must succeed.
func (p *project) local(args ...string) string {
	p.t.Helper()
	output, err := p.run(".", "groundwork", append([]string{"local"}, args...)...)
	require.NoError(p.t, err, "groundwork local %s", strings.Join(args, " "))
	return output
}

// run runs a program of PATH; its error tells everything that was printed.
func (p *project) run(dir, name string, args ...string) (string, error) {
	// sh finds the program on the project's PATH, not on the test's.
	command := exec.Command("/bin/sh", append([]string{"-c", `exec "$0" "$@"`, name}, args...)...)
	command.Dir, command.Env = dir, p.env
	var printed, problems bytes.Buffer
	command.Stdout, command.Stderr = &printed, &problems
	if err := command.Run(); err != nil {
		return printed.String(), errors.Join(err, errors.New(printed.String()+problems.String()))
	}
	return printed.String(), nil
}

// addLine changes a file of the program.
func (p *project) addLine(file string) {
	p.t.Helper()
	file = filepath.Join(p.dir, file)
	content, err := os.ReadFile(file)
	require.NoError(p.t, err)
	require.NoError(p.t, os.WriteFile(file, append(content, "<p>One line more.\n"...), 0o600))
}

// outputs are the stack's outputs; secrets are hidden.
func (p *project) outputs() map[string]any {
	p.t.Helper()
	var outputs map[string]any
	require.NoError(p.t, json.Unmarshal([]byte(p.pulumi("stack", "output", "--json")), &outputs))
	return outputs
}

// list is what the cloud holds.
func (p *project) list() []localcloud.Listed {
	p.t.Helper()
	var list []localcloud.Listed
	require.NoError(p.t, json.Unmarshal([]byte(p.local("list", "--json")), &list))
	return list
}
