package deployments

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"groundwork/internal/cli"
)

// TestMain makes the test binary be the command, where it is called by its name.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "groundwork":
		program := cli.Program{
			Check: func(string, string, string) error { return nil },
			LeftOut: func(root, stack string) bool {
				_, err := os.Stat(filepath.Join(root, "left-out", stack))
				return err == nil
			},
		}
		os.Exit(cli.Run(context.Background(), program, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	default:
		os.Exit(m.Run())
	}
}
