package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A checkout's path is the user's: what a pattern would take for something else is there too.
func TestSystemsAreFoundWhateverTheCheckoutIsCalled(t *testing.T) {
	for _, folder := range []string{"plain", "work [old]", "50% off? 'yes' #1"} {
		t.Run(folder, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), folder)
			for path, content := range map[string]string{
				"Pulumi.yaml": "name: first\n", "systems/shop/Pulumi.yaml": "name: shop\n",
				"systems/shop/Pulumi.dev.yaml": "", "systems/shop/Pulumi.prod.yaml": "",
			} {
				path = filepath.Join(root, path)
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
			}
			shop, err := Project{Root: root}.System("shop")
			require.NoError(t, err)
			assert.Equal(t, []string{"dev", "prod"}, shop.Stacks())
		})
	}
}
