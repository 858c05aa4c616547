package backend

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// suffix is what the files of stacks end in: each holds JSON values, a line each.
const suffix = ".jsonl"

// Stack is the state of one stack.
//
// Its file begins with a line of what belongs to the whole, then there is a line for
// each resource and each operation that was under way, then one for each entry of
// the journal of an update that is going on or was cut off. When an update ends,
// the file is written anew without a journal; the one before stays beside it.
type Stack struct {
	name Name
	path string
	seal seal

	mu      sync.Mutex
	base    *content
	entries []apitype.JournalEntry // of the update that is going on
	// journaled is true when the file no longer says just what base does.
	journaled bool
	file      *os.File // open while an update writes
	size      int64
	lines     int // that the file says to have of base; 0 when it does not say
	format    int // of the file
	update    *update
}

// line is one line of a stack's file.
type line struct {
	Stack     *header               `json:"stack,omitempty"`
	Resource  *apitype.ResourceV3   `json:"resource,omitempty"`
	Operation *apitype.OperationV2  `json:"operation,omitempty"`
	Entry     *apitype.JournalEntry `json:"entry,omitempty"`
}

// header is the first line.
type header struct {
	// Format is the version of the file's form.
	Format     int                  `json:"format"`
	Serial     int                  `json:"serial"`
	Tags       map[string]string    `json:"tags,omitempty"`
	ByteString bool                 `json:"byteString,omitempty"`
	Deployment apitype.DeploymentV3 `json:"deployment"` // without resources and operations
	// Lines is how many resources and operations follow, so that a file which lost
	// some is told from one that has few; 0 in files that do not say.
	Lines int `json:"lines,omitempty"`
}

// format is the form of the files that are written. In the first one no line had a
// checksum, in this all have but the first line, which an earlier groundwork must be
// able to read: it says there that it can't read the rest.
const (
	format      = 2
	firstFormat = 1
)

// State is the stack's deployment as it is now, also in the middle of an update.
// It is to be read only.
func (s *Stack) State() (apitype.DeploymentV3, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, err := s.now()
	if err != nil {
		return apitype.DeploymentV3{}, err
	}
	return now.Deployment, nil
}

// now is the state with what the journal says so far. To replay a journal changes
// what it is made of, so that is done on copies.
func (s *Stack) now() (*content, error) {
	if len(s.entries) == 0 {
		return s.base, nil
	}
	var base content
	var entries []apitype.JournalEntry
	if err := errors.Join(duplicate(s.base, &base), duplicate(s.entries, &entries)); err != nil {
		return nil, fmt.Errorf("looking at stack %q: %w", s.name, err)
	}
	return replayed(&base, entries)
}

func duplicate(value, twin any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, twin)
}

// takeOver ends an update that was cut off: what its journal says has happened.
// The file keeps the journal until the next update begins, so that to look at a
// stack changes nothing on the disk.
func (s *Stack) takeOver() error {
	if len(s.entries) == 0 {
		return nil
	}
	base, err := replayed(s.base, s.entries)
	if err != nil {
		return s.damaged(1, err)
	}
	s.base, s.entries, s.journaled = base, nil, true
	return nil
}

func (s *Stack) remove() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.takeTurn(time.Now()); err != nil {
		return err
	}
	err := s.closeFile()
	for _, path := range []string{s.path, s.path + earlier} {
		if gone := os.Remove(path); gone != nil && !errors.Is(gone, os.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	_ = os.Remove(filepath.Dir(s.path)) // of the last stack of its project
	return err
}
