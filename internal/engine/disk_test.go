package engine

import (
	"fmt"
	"syscall"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
)

// After a write that failed for want of room, whoever set the limit, an operation ends.
func TestADiskThatTakesNoMoreEndsAnOperation(t *testing.T) {
	for cause, ends := range map[syscall.Errno]bool{
		syscall.ENOSPC: true, syscall.EDQUOT: true, syscall.EFBIG: true, syscall.EROFS: true, syscall.EACCES: false, syscall.ENOENT: false,
	} {
		ended := false
		watch := newWatcher(mute{}, func() { ended = true })
		watch.diagnostic(apitype.DiagnosticEvent{Severity: "error", Message: fmt.Sprintf("creating: write cloud.jsonl: %v", cause)})
		assert.Equal(t, ends, ended, cause)
		assert.Len(t, watch.problems, 1)
	}
}
