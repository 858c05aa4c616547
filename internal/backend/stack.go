package backend

import (
	"bytes"
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

const format = 1

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

// load reads the file.
func (s *Stack) load() error {
	text, err := os.ReadFile(s.path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("stack %q: %w", s.name, ErrNoStack)
	}
	if err != nil {
		return fmt.Errorf("reading the state of stack %q: %w", s.name, err)
	}
	s.base, s.entries, s.size, s.lines = &content{}, nil, 0, 0
	number := 1
	for ; len(text) > 0; number++ {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			break // cut short by a kill or a full disk: it was never acknowledged
		}
		if err := s.read(number, text[:end]); err != nil {
			return s.damaged(number, err)
		}
		s.size += int64(end + 1)
		text = text[end+1:]
	}
	if s.size == 0 {
		return s.damaged(1, errors.New("it is empty"))
	}
	if there := len(s.base.Deployment.Resources) + len(s.base.Deployment.PendingOperations); s.lines > 0 && there != s.lines {
		return s.damaged(number, fmt.Errorf("%d of its %d resources and operations are there", there, s.lines))
	}
	return s.takeOver()
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

// read takes in a line.
func (s *Stack) read(number int, text []byte) error {
	var l line
	if err := strictly(text, &l); err != nil {
		return err
	}
	if (l.Stack != nil) != (number == 1) {
		return errors.New("the first line, and no other, says what belongs to the whole")
	}
	switch {
	case l.Stack != nil:
		if l.Stack.Format != format {
			return fmt.Errorf("it has the form %d, this program reads %d: use the groundwork that wrote it", l.Stack.Format, format)
		}
		s.lines = l.Stack.Lines
		s.base = &content{Deployment: l.Stack.Deployment, Serial: l.Stack.Serial, Tags: l.Stack.Tags, ByteString: l.Stack.ByteString}
	case l.Resource != nil:
		s.base.Deployment.Resources = append(s.base.Deployment.Resources, *l.Resource)
	case l.Operation != nil:
		s.base.Deployment.PendingOperations = append(s.base.Deployment.PendingOperations, *l.Operation)
	case l.Entry != nil:
		s.entries = append(s.entries, *l.Entry)
	default:
		return errors.New("it says nothing")
	}
	return nil
}

// strictly decodes what must not be misunderstood: a field that is not known
// would be lost at the next write.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func (s *Stack) damaged(number int, cause error) error {
	way := fmt.Sprintf("remove it and run up again, which takes over what the local cloud still holds: rm %q", s.path)
	if exists(s.path + earlier) {
		way = fmt.Sprintf("what it was before it was last written is beside it; to go on from there: cp %q %q, then run up again", s.path+earlier, s.path)
	}
	return fmt.Errorf("the state file %s is damaged at line %d (%w); nothing in the cloud was touched; %s", s.path, number, cause, way)
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
