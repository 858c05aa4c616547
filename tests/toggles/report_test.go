package toggles

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// report is a file that names each toggle with its outcome, as soon as it is known. A
// run that was ended before its end is gone on with by the next one of the same code.
type report struct {
	lock  sync.Mutex
	file  *os.File
	known map[string]string
}

// openReport opens the report: GROUNDWORK_TOGGLES_REPORT, or the last one of this
// code in the project's home.
func openReport(t *testing.T, project engine.Project) *report {
	t.Helper()
	path := os.Getenv("GROUNDWORK_TOGGLES_REPORT")
	if path == "" {
		path = reportOf(t, project)
	}
	r := &report{known: map[string]string{}}
	if content, err := os.ReadFile(path); err == nil {
		lines := bufio.NewScanner(strings.NewReader(string(content)))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if parts := strings.SplitN(lines.Text(), "\t", 3); len(parts) == 3 {
				r.known[parts[0]+"\t"+parts[1]] = parts[2]
			}
		}
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	var err error
	r.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	t.Cleanup(func() { r.end(t, path) })
	t.Logf("%d outcomes are known; the report is %s", len(r.known), path)
	return r
}

// end writes the page beside the report, and says what came of all.
func (r *report) end(t *testing.T, path string) {
	page := strings.TrimSuffix(path, ".txt") + ".md"
	if len(r.known) > 0 {
		require.NoError(t, os.WriteFile(page, []byte(r.page(time.Now())), 0o600))
	}
	t.Logf("%d toggles: %v; the report is %s", len(r.known), countsOf(r.known, ""), page)
	var self, children syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &self) == nil && syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children) == nil {
		t.Logf("%d CPU seconds", self.Utime.Sec+self.Stime.Sec+children.Utime.Sec+children.Stime.Sec)
	}
	require.NoError(t, r.file.Close())
}

// reportOf is the report's file for this code: the last one there is, or today's.
func reportOf(t *testing.T, project engine.Project) string {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	file, err := os.Open(binary)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	require.NoError(t, err)
	code := hex.EncodeToString(hash.Sum(nil))[:12]
	home, err := project.Home()
	require.NoError(t, err)
	dir := filepath.Join(home.Dir, "toggles")
	earlier, err := filepath.Glob(filepath.Join(dir, "*-"+code+".txt"))
	require.NoError(t, err)
	if len(earlier) > 0 {
		return earlier[len(earlier)-1]
	}
	return filepath.Join(dir, fmt.Sprintf("%s-%s.txt", time.Now().Format(time.DateOnly), code))
}

func (r *report) outcome(base Base, one Toggle) (string, bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	outcome, known := r.known[base.String()+"\t"+one.String()]
	return outcome, known
}

func (r *report) record(base Base, one Toggle, outcome string) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.known[base.String()+"\t"+one.String()] = outcome
	fmt.Fprintf(r.file, "%s\t%s\t%s\n", base, one, outcome)
}
