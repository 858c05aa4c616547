package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"groundwork/tests/bench/cost"
)

// coldBuild builds the Pulumi program, as `pulumi up` does, with an empty build
// cache, and tells the most memory that the compilers held together.
func coldBuild() error {
	dir, err := os.MkdirTemp("", "groundwork-build-")
	if err != nil {
		return fmt.Errorf("making a build cache: %w", err)
	}
	defer os.RemoveAll(dir)
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "program"), ".")
	build.Env = append(os.Environ(), "GOCACHE="+filepath.Join(dir, "cache"))
	build.Stdout, build.Stderr = os.Stdout, os.Stderr
	started := time.Now()
	if err := build.Start(); err != nil {
		return fmt.Errorf("starting the build: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- build.Wait() }()
	var peak int64
	for {
		select {
		case err := <-ended:
			if err != nil {
				return fmt.Errorf("building: %w", err)
			}
			fmt.Printf("%-28s %.0f s\n", "cold build", time.Since(started).Seconds())
			fmt.Printf("%-28s %.2f GB\n", "cold build: peak memory", float64(peak)/1e9)
			return nil
		case <-time.After(100 * time.Millisecond):
			peak = max(peak, cost.MemoryBelow(build.Process.Pid))
		}
	}
}
