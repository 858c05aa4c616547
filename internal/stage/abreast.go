package stage

import (
	"bufio"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// Needed is the memory that one rehearsal takes at most, in bytes: the engine with its
// plugin host, and the cloud in this process. StockIndicator's production, 228
// resources, takes 0.41 GB with all of this process; make bench measures it and holds
// it against this.
const Needed = 512 << 20

// Each does something for each of n stacks, as many of them side by side as there are
// processors and memory for.
func Each(n int, do func(i int)) {
	var group sync.WaitGroup
	places := make(chan struct{}, abreast(runtime.NumCPU(), available()))
	for i := range n {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			do(i)
		})
	}
	group.Wait()
}

// abreast is how many rehearsals go side by side. Where nobody says what memory there
// is, it is one.
func abreast(processors int, memory uint64) int {
	return max(1, min(processors, int(memory/Needed)))
}

// available is the memory that can be had without swapping, in bytes; 0 where the
// system does not say.
// https://docs.kernel.org/filesystems/proc.html#meminfo
func available() uint64 {
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if rest, is := strings.CutPrefix(lines.Text(), "MemAvailable:"); is {
			kilobytes, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				return 0
			}
			return kilobytes << 10
		}
	}
	return 0
}
