package toggles

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/tests/ledger"
)

// openReport opens what is known of toggles: GROUNDWORK_TOGGLES_REPORT, or the last
// ledger of this code in the project's home.
func openReport(t *testing.T, project engine.Project) *ledger.Ledger {
	t.Helper()
	path := os.Getenv("GROUNDWORK_TOGGLES_REPORT")
	if path == "" {
		path = reportOf(t, project)
	}
	report, err := ledger.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { end(t, report) })
	t.Logf("%d outcomes are known; the report is %s", len(report.All()), path)
	return report
}

// end writes the page beside the report, and says what came of all.
func end(t *testing.T, report *ledger.Ledger) {
	known := report.All()
	path := strings.TrimSuffix(report.Path, ".txt") + ".md"
	if len(known) > 0 {
		require.NoError(t, os.WriteFile(path, []byte(page(known, time.Now())), 0o600))
	}
	t.Logf("%d toggles: %v; the report is %s", len(known), countsOf(known, ""), path)
	var self, children syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &self) == nil && syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children) == nil {
		t.Logf("%d CPU seconds", self.Utime.Sec+self.Stime.Sec+children.Utime.Sec+children.Stime.Sec)
	}
	require.NoError(t, report.Close())
}

// reportOf is the report's file for this code.
func reportOf(t *testing.T, project engine.Project) string {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	code, err := ledger.CodeOf(binary)
	require.NoError(t, err)
	home, err := project.Home()
	require.NoError(t, err)
	path, err := ledger.Dated(filepath.Join(home.Dir, "toggles"), code)
	require.NoError(t, err)
	return path
}

// keyOf names a toggle of a stack in the report.
func keyOf(base Base, one Toggle) string { return base.String() + "\t" + one.String() }
