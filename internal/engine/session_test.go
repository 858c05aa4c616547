package engine

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAFailedCLIIsToldInItsOwnWords(t *testing.T) {
	for name, test := range map[string]struct{ said, want string }{
		"it says why":      {"failed to run update: exit status 255\ncode: 255\nstdout: Updating (dev)\n\nstderr: error: no such stack\n", "no such stack"},
		"it was killed":    {"failed to run update: signal: killed\ncode: -1\nstdout: Updating (dev)\n +  a creating\nstderr: \n", "failed to run update: signal: killed\ncode: -1"},
		"it did not start": {"opening the workspace: no such folder", "opening the workspace: no such folder"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, describe(t.Context(), errors.New(test.said)))
		})
	}
}
