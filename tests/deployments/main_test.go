package deployments

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"groundwork/internal/cli"
)

// TestMain makes the test binary be the commands of a job, by the name that it is
// called by.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "pulumi":
		if err := runFakePulumi(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(255)
		}
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
