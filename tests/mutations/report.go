package mutations

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Report is a file with the verdict on each mutant as soon as it is known: a run that
// was ended before its end is gone on with by the next one.
type Report struct {
	lock  sync.Mutex
	file  *os.File
	known map[int]Verdict
}

// OpenReport opens a report, and reads what it has.
func OpenReport(path string) (*Report, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the report's folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the report: %w", err)
	}
	r := &Report{file: file, known: map[int]Verdict{}}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		number, verdict, whole := strings.Cut(lines.Text(), "\t")
		if n, err := strconv.Atoi(number); whole && err == nil {
			r.known[n] = Verdict(verdict)
		}
	}
	return r, lines.Err()
}

// Known is the verdict on a mutant that an earlier run came to.
func (r *Report) Known(number int) (Verdict, bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	verdict, known := r.known[number]
	return verdict, known
}

// Add writes a verdict down.
func (r *Report) Add(number int, verdict Verdict) error {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.known[number] = verdict
	_, err := fmt.Fprintf(r.file, "%d\t%s\n", number, verdict)
	return err
}

// Note writes lines into the report that are no verdicts.
func (r *Report) Note(lines ...string) error {
	r.lock.Lock()
	defer r.lock.Unlock()
	_, err := fmt.Fprintln(r.file, "# "+strings.Join(lines, "\n# "))
	return err
}

// Close ends the report.
func (r *Report) Close() error { return r.file.Close() }

// Count is how many verdicts there are of each kind.
func (r *Report) Count() (refused, planned, bugs int) {
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, verdict := range r.known {
		switch {
		case verdict.Bug():
			bugs++
		case verdict == Refused:
			refused++
		default:
			planned++
		}
	}
	return refused, planned, bugs
}

// mostShown is how much of a bug is told.
const mostShown = 700

// Bugs are the kinds of bugs, each with its first mutants; the most frequent come first.
func (r *Report) Bugs() []string {
	r.lock.Lock()
	defer r.lock.Unlock()
	kinds := map[string][]int{}
	for _, number := range slices.Sorted(maps.Keys(r.known)) {
		if verdict := r.known[number]; verdict.Bug() {
			kind := kindOf(verdict)
			kinds[kind] = append(kinds[kind], number)
		}
	}
	told := slices.SortedFunc(maps.Keys(kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(kinds[b]), len(kinds[a])), cmp.Compare(a, b))
	})
	for i, kind := range told {
		numbers := kinds[kind]
		text := string(r.known[numbers[0]])
		told[i] = fmt.Sprintf("%d times, numbers %v: %s", len(numbers), numbers[:min(len(numbers), 5)], text[:min(len(text), mostShown)])
	}
	return told
}

var particulars = regexp.MustCompile(`"[^"]*"|[0-9]+|stack \S+`)

// kindOf is a verdict without names and numbers.
func kindOf(verdict Verdict) string {
	text := particulars.ReplaceAllString(string(verdict), "_")
	return text[:min(len(text), 160)]
}
