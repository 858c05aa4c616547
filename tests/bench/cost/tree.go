package cost

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// process is one that runs, as /proc tells it. Where there is no /proc there is
// none, and memory and CLIs are told as 0.
type process struct {
	pid, parent int
	name        string
	// memory is what is resident, in bytes; what processes share counts for each.
	memory int64
}

// processesBelow are a process and all below it.
func processesBelow(root int) []process {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	all := map[int]process{}
	for _, path := range stats {
		content, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		if found, ok := parseStat(string(content)); ok {
			all[found.pid] = found
		}
	}
	var below []process
	for _, found := range all {
		for at := found.pid; at > 1; at = all[at].parent {
			if at == root {
				below = append(below, found)
				break
			}
		}
	}
	return below
}

// parseStat reads /proc/PID/stat. The name, in brackets, may hold spaces; what
// follows does not. Field 2 after it is the parent, field 22 the resident pages:
// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
func parseStat(line string) (process, bool) {
	opens, closes := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if opens < 1 || closes < opens {
		return process{}, false
	}
	fields := strings.Fields(line[closes+1:])
	if len(fields) < 22 {
		return process{}, false
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line[:opens]))
	if err != nil {
		return process{}, false
	}
	parent, err := strconv.Atoi(fields[1])
	if err != nil {
		return process{}, false
	}
	pages, err := strconv.ParseInt(fields[21], 10, 64)
	return process{pid: pid, parent: parent, name: line[opens+1 : closes], memory: pages * int64(os.Getpagesize())}, err == nil
}

// MemoryBelow is the resident memory of a process and all below it, in bytes.
func MemoryBelow(root int) int64 {
	var total int64
	for _, found := range processesBelow(root) {
		total += found.memory
	}
	return total
}

// killBelow ends a process and all below it, at once.
func killBelow(root int) {
	for _, found := range processesBelow(root) {
		_ = syscall.Kill(found.pid, syscall.SIGKILL) // it may have ended
	}
}
