package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/cmd/program"
)

// The command asks the account's stack file of the checkout, as it is and with prod left
// out, which stacks pull requests may look into.
func TestTheCommandKnowsWhatTheAccountLeavesOutOfPreviews(t *testing.T) {
	t.Parallel()
	leftOut := program.Systems().LeftOut
	for _, stack := range []string{"dev", "staging", "prod"} {
		assert.False(t, leftOut("..", stack), stack)
	}
	source, err := os.ReadFile("../bootstrap/Pulumi.account.yaml")
	require.NoError(t, err)
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "bootstrap"), 0o755))
	narrow := strings.TrimRight(string(source), "\n") + "\n  groundwork:previews: [dev, staging]\n"
	require.NoError(t, os.WriteFile(filepath.Join(root, "bootstrap", "Pulumi.account.yaml"), []byte(narrow), 0o600))
	assert.True(t, leftOut(root, "prod"))
	assert.False(t, leftOut(root, "dev"))
}
