package backend

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"groundwork/internal/summed"
)

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
	number, sums := 1, summed.Reader{}
	for ; len(text) > 0; number++ {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			break // cut short by a kill or a full disk: it was never acknowledged
		}
		object, err := sums.Open(text[:end])
		if err == nil {
			err = s.read(number, object)
		}
		if err != nil {
			return s.damaged(number, err)
		}
		if s.format == format {
			sums.Demand()
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
		if l.Stack.Format != format && l.Stack.Format != firstFormat {
			return fmt.Errorf("it has the form %d, this program reads %d: use the groundwork that wrote it", l.Stack.Format, format)
		}
		s.lines, s.format = l.Stack.Lines, l.Stack.Format
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
	if s.copyIsWhole() {
		way = fmt.Sprintf("what it was before it was last written is beside it; to go on from there: cp %q %q, then run up again", s.path+earlier, s.path)
	}
	return fmt.Errorf("the state file %s is damaged at line %d (%w); nothing in the cloud was touched; %s", s.path, number, cause, way)
}

// copyIsWhole tells whether the copy beside the file is there, and can be read.
func (s *Stack) copyIsWhole() bool {
	if strings.HasSuffix(s.path, earlier) {
		return false // a copy has none
	}
	copied := Stack{name: s.name, path: s.path + earlier, seal: s.seal}
	return copied.load() == nil
}
