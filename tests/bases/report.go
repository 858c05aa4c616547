package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// report is a file of lines: the base, the stack, and what came of it.
type report struct {
	path  string
	file  *os.File
	known map[string]outcome
}

// openReport opens the last report of this command, or begins today's.
func openReport(dir, command string) (*report, error) {
	code, err := hashOf(command)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making a folder for the report: %w", err)
	}
	path := filepath.Join(dir, time.Now().Format(time.DateOnly)+"-"+code+".txt")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("looking for an earlier report: %w", err)
	}
	for _, entry := range entries { // sorted by date
		if strings.HasSuffix(entry.Name(), "-"+code+".txt") {
			path = filepath.Join(dir, entry.Name())
		}
	}
	r := &report{path: path, known: map[string]outcome{}}
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	for line := range strings.Lines(string(content)) {
		// A line that was cut off has no end, and is not known.
		parts := strings.SplitN(line, "\t", 4)
		if len(parts) == 4 && strings.HasSuffix(line, "\n") {
			r.known[parts[0]+"\t"+parts[1]] = outcome{kind(parts[2]), strings.TrimSpace(parts[3])}
		}
	}
	if r.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return nil, fmt.Errorf("opening the report: %w", err)
	}
	if len(content) > 0 && content[len(content)-1] != '\n' {
		_, err = r.file.WriteString("\n")
	}
	return r, err
}

func hashOf(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("finding the command: %w; build it: make build", err)
	}
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:])[:12], nil
}

func (r *report) outcome(base commit, stack string) (outcome, bool) {
	came, known := r.known[base.id+"\t"+stack]
	return came, known
}

func (r *report) record(base commit, stack string, came outcome) error {
	r.known[base.id+"\t"+stack] = came
	fmt.Printf("%.12s %s %s: %s: %s\n", base.id, base.date, stack, came.kind, came.said)
	if _, err := fmt.Fprintf(r.file, "%s\t%s\t%s\t%s\n", base.id, stack, came.kind, came.said); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (r *report) close() error { return r.file.Close() }

// tell adds up. It is an error when something fails, and when nothing was passed: then
// nothing is known.
func (r *report) tell(out io.Writer, bases []commit, stacks []string) error {
	if len(bases) == 0 {
		fmt.Fprintln(out, "there is no earlier program to rehearse this one on")
		return nil
	}
	count, passed := map[kind]int{}, 0
	for _, base := range bases {
		for _, stack := range stacks {
			if came, known := r.outcome(base, stack); known {
				count[came.kind]++
				if came.kind.passed() {
					passed++
				}
			}
		}
	}
	fmt.Fprintf(out, "%d of %d rehearsals on %d bases passed\n", passed, len(bases)*len(stacks), len(bases))
	for _, one := range []kind{works, oneWay, unchanged, refused, loses, unbuilt, wrong, down, fails, unknown} {
		if count[one] > 0 {
			fmt.Fprintf(out, "%4d %s\n", count[one], one)
		}
	}
	switch bad := count[fails] + count[unknown]; {
	case bad > 0:
		return fmt.Errorf("of the rehearsals on earlier programs, %d failed: %s", bad, r.path)
	case passed == 0:
		return fmt.Errorf("none of the bases could be passed: %s", r.path)
	}
	return nil
}
