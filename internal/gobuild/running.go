package gobuild

import (
	"context"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// running asks the system which packages are compiled below the process root, and
// whether it links. Where the system cannot say there are none.
func running(ctx context.Context, root int) []string {
	// Options that Linux and macOS have in common: all processes, each column without
	// a title and named by an option of its own, as POSIX wants it, and lines that are
	// not cut (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ps.html).
	listed, err := exec.CommandContext(ctx, "ps", "-A", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "args=").Output()
	if err != nil {
		return nil
	}
	return compiling(string(listed), root)
}

var (
	process = regexp.MustCompile(`^\s*(\d+)\s+(\d+)\s+(.*)$`)
	// compiler and linker as the go command calls them.
	compiler = regexp.MustCompile(`/compile(?:\.exe)? .*?-p (\S+)`)
	linker   = regexp.MustCompile(`/link(?:\.exe)? -o `)
)

// compiling reads a list of processes, each with its number, its parent's and its
// command.
func compiling(listed string, root int) []string {
	parents, commands := map[int]int{}, map[int]string{}
	var order []int
	for line := range strings.Lines(listed) {
		found := process.FindStringSubmatch(strings.TrimSpace(line))
		if found == nil {
			continue
		}
		id, _ := strconv.Atoi(found[1])
		parents[id], _ = strconv.Atoi(found[2])
		commands[id] = found[3]
		order = append(order, id)
	}
	var names []string
	for _, id := range order {
		if !below(parents, id, root) {
			continue
		}
		if found := compiler.FindStringSubmatch(commands[id]); found != nil {
			names = append(names, found[1])
		} else if linker.MatchString(commands[id]) {
			names = append(names, "linking")
		}
	}
	return names
}

// below says whether a process is root's child, or a child's.
func below(parents map[int]int, id, root int) bool {
	for range len(parents) {
		if id = parents[id]; id == root {
			return true
		}
	}
	return false
}
