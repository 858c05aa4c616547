// Package ledger is what a long run finds out, a line each as soon as it is known, in a
// dated file of the code that found it: a run that was ended before its end is gone on
// with by the next one of the same code.
package ledger

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// codeDigits is how many digits of a hash tell one code from others.
const codeDigits = 12

// CodeOf tells a code by its built program, and by what else decides what is found,
// such as a seed.
func CodeOf(program string, more ...string) (string, error) {
	file, err := os.Open(program)
	if err != nil {
		return "", fmt.Errorf("reading the program: %w", err)
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("reading the program: %w", err)
	}
	for _, one := range more {
		fmt.Fprint(hash, "\x00", one)
	}
	return hex.EncodeToString(hash.Sum(nil))[:codeDigits], nil
}

// Dated is the path of the last ledger of a code in a folder, or of today's.
func Dated(dir, code string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("looking for an earlier ledger: %w", err)
	}
	name := time.Now().Format(time.DateOnly) + "-" + code + ".txt"
	for _, entry := range entries { // sorted by date
		if strings.HasSuffix(entry.Name(), "-"+code+".txt") {
			name = entry.Name()
		}
	}
	return filepath.Join(dir, name), nil
}

// Ledger is an open one. Many may write into it at once.
type Ledger struct {
	// Path is where it is.
	Path string

	lock  sync.Mutex
	file  *os.File
	known map[string]string
}

// Open opens a ledger, or begins it, and reads what it has. A line that was cut off
// goes.
func Open(path string) (*Ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the ledger's folder: %w", err)
	}
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", err)
	}
	whole := content[:bytes.LastIndexByte(content, '\n')+1]
	if err := file.Truncate(int64(len(whole))); err != nil {
		return nil, fmt.Errorf("taking a cut-off line out of the ledger: %w", err)
	}
	l := &Ledger{Path: path, file: file, known: map[string]string{}}
	for line := range strings.Lines(string(whole)) {
		line = strings.TrimSuffix(line, "\n")
		if tab := strings.LastIndexByte(line, '\t'); tab >= 0 && !strings.HasPrefix(line, "#") {
			l.known[line[:tab]] = line[tab+1:]
		}
	}
	return l, nil
}

// Known is what came of a key, where that was recorded.
func (l *Ledger) Known(key string) (came string, known bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	came, known = l.known[key]
	return came, known
}

// All is what came of each key.
func (l *Ledger) All() map[string]string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return maps.Clone(l.known)
}

// Record writes down what came of a key. Keys may have tabs, and no line's end; of what
// came, white space is told as one space.
func (l *Ledger) Record(key, came string) error {
	came = strings.Join(strings.Fields(came), " ")
	l.lock.Lock()
	defer l.lock.Unlock()
	l.known[key] = came
	if _, err := fmt.Fprintf(l.file, "%s\t%s\n", key, came); err != nil {
		return fmt.Errorf("writing the ledger: %w", err)
	}
	return nil
}

// Note writes lines that record nothing.
func (l *Ledger) Note(text ...string) error {
	l.lock.Lock()
	defer l.lock.Unlock()
	out := bufio.NewWriter(l.file)
	for line := range strings.Lines(strings.Join(text, "\n")) {
		fmt.Fprintf(out, "# %s\n", strings.TrimSuffix(line, "\n"))
	}
	return out.Flush()
}

// Close ends the ledger.
func (l *Ledger) Close() error { return l.file.Close() }
