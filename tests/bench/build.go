package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
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
			peak = max(peak, memoryBelow(build.Process.Pid))
		}
	}
}

// memoryBelow is the resident memory of a process and all below it, in bytes.
func memoryBelow(root int) int64 {
	parents, memory := map[int]int{}, map[int]int64{}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0
	}
	for _, path := range stats {
		content, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		pid, _ := strconv.Atoi(strings.TrimPrefix(filepath.Dir(path), "/proc/"))
		// The name, in brackets, may hold spaces; what follows does not. Field 2
		// after it is the parent, field 22 the resident pages.
		fields := strings.Fields(string(content[strings.LastIndexByte(string(content), ')')+1:]))
		if len(fields) < 22 {
			continue
		}
		parents[pid], _ = strconv.Atoi(fields[1])
		pages, _ := strconv.ParseInt(fields[21], 10, 64)
		memory[pid] = pages * int64(os.Getpagesize())
	}
	var total int64
	for pid := range memory {
		for at := pid; at > 1; at = parents[at] {
			if at == root {
				total += memory[pid]
				break
			}
		}
	}
	return total
}
