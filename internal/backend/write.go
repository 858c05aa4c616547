package backend

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"groundwork/internal/summed"
)

// earlier is what the name of the file that was last replaced ends in. After an
// update that is the one with its journal: it says the same in other words.
const earlier = ".bak"

// unfinished is what the name of a file that is being written ends in.
const unfinished = ".new"

// append writes entries to the journal. When it fails, the file holds what it held
// before. The caller holds the lock.
func (s *Stack) append(entries []json.RawMessage) error {
	var decoded []apitype.JournalEntry
	var text bytes.Buffer
	for _, raw := range entries {
		var entry apitype.JournalEntry
		err := strictly(raw, &entry)
		if err == nil {
			err = sensible(entry)
		}
		if err != nil {
			return &refusal{code: unreadable, message: fmt.Sprintf("a journal entry of stack %q cannot be kept: %v; this Pulumi CLI is newer than what the local cloud knows: use .bin/pulumi of the checkout", s.name, err)}
		}
		decoded = append(decoded, entry)
		next, err := entryLine(raw)
		if err != nil {
			return fmt.Errorf("writing the journal of stack %q: %w", s.name, err)
		}
		text.Write(next)
	}
	if err := s.openFile(); err != nil {
		return err
	}
	if _, err := s.file.Write(text.Bytes()); err != nil {
		return errors.Join(fmt.Errorf("writing the journal of stack %q: %w", s.name, err), s.rewind())
	}
	s.size += int64(text.Len())
	s.entries = append(s.entries, decoded...)
	return nil
}

// entryLine is a line of the journal, with its end.
func entryLine(raw json.RawMessage) ([]byte, error) {
	object := bytes.NewBufferString(`{"entry":`)
	if err := json.Compact(object, raw); err != nil {
		return nil, err
	}
	object.WriteByte('}')
	return append(summed.Line(object.Bytes()), '\n'), nil
}

// sensible refuses an entry that lacks what its kind is about.
func sensible(entry apitype.JournalEntry) error {
	switch kind := entry.Kind; {
	case kind < apitype.JournalEntryKindBegin || kind > apitype.JournalEntryKindSnippets:
		return fmt.Errorf("journal entry %d is of a kind that is not known here: %d", entry.SequenceID, kind)
	case kind == apitype.JournalEntryKindWrite && entry.NewSnapshot == nil:
		return fmt.Errorf("journal entry %d: a new base without what it holds", entry.SequenceID)
	case kind == apitype.JournalEntryKindExtensionParameterize && (entry.ExtensionRef == nil || entry.Extension == nil):
		return fmt.Errorf("journal entry %d: an extension without what it is", entry.SequenceID)
	}
	return nil
}

func (s *Stack) openFile() error {
	if s.file != nil {
		return nil
	}
	file, err := os.OpenFile(s.path, os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("opening the state of stack %q: %w", s.name, err)
	}
	s.file = file
	return s.rewind()
}

// rewind cuts the file after its last whole line.
func (s *Stack) rewind() error {
	err := s.file.Truncate(s.size)
	if err == nil {
		_, err = s.file.Seek(s.size, io.SeekStart)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cutting the state of stack %q to its last whole line: %w", s.name, err), s.closeFile())
	}
	return nil
}

func (s *Stack) closeFile() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// rewrite replaces the file by one without a journal that holds next. The one
// before stays beside it, and in place until the new one is whole on the disk.
// The caller holds the lock.
func (s *Stack) rewrite(next *content) error {
	text, err := next.lines()
	if err != nil {
		return fmt.Errorf("writing the state of stack %q: %w", s.name, err)
	}
	dir := filepath.Dir(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the folder of stack %q: %w", s.name, err)
	}
	// The same name each time: what a kill leaves is written over, not left for ever.
	fresh, err := os.OpenFile(s.path+unfinished, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("writing the state of stack %q: %w", s.name, err)
	}
	defer os.Remove(fresh.Name())
	_, err = fresh.Write(text)
	if err = errors.Join(err, fresh.Sync(), fresh.Close(), s.closeFile()); err != nil {
		return fmt.Errorf("writing the state of stack %q: %w", s.name, err)
	}
	s.keepEarlier()
	if err := os.Rename(fresh.Name(), s.path); err != nil {
		return fmt.Errorf("writing the state of stack %q: %w", s.name, err)
	}
	s.base, s.entries, s.journaled, s.size = next, nil, false, int64(len(text))
	return nil
}

// keepEarlier gives the present file a second name. Some file systems have no
// second names: then there is no copy.
func (s *Stack) keepEarlier() {
	if exists(s.path) {
		_ = os.Remove(s.path + earlier)
		_ = os.Link(s.path, s.path+earlier)
	}
}

// lines is the state as the lines of a file.
func (c *content) lines() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	whole := header{Format: format, Serial: c.Serial, Tags: c.Tags, ByteString: c.ByteString, Deployment: c.Deployment}
	whole.Deployment.Resources, whole.Deployment.PendingOperations = nil, nil
	whole.Lines = len(c.Deployment.Resources) + len(c.Deployment.PendingOperations)
	err := encoder.Encode(line{Stack: &whole})
	var one bytes.Buffer
	each := json.NewEncoder(&one)
	each.SetEscapeHTML(false)
	add := func(l line) {
		one.Reset()
		err = errors.Join(err, each.Encode(l))
		text.Write(summed.Line(bytes.TrimSuffix(one.Bytes(), []byte("\n"))))
		text.WriteByte('\n')
	}
	for i := range c.Deployment.Resources {
		add(line{Resource: &c.Deployment.Resources[i]})
	}
	for i := range c.Deployment.PendingOperations {
		add(line{Operation: &c.Deployment.PendingOperations[i]})
	}
	return text.Bytes(), err
}
