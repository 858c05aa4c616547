package localcloud

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// JournalName is the file in the cloud's folder. Each line is one batch of
// changes that happened together; reading all lines in order gives the cloud.
// Whoever replaces it holds the folder's lock.
const JournalName = "cloud.jsonl"

// batch is one line of the journal.
type batch struct {
	Put  []*Object `json:"put,omitempty"`
	Drop []key     `json:"drop,omitempty"`
	// Draws counts how often dice were thrown for a key; see Tx.Dice.
	Draws map[string]int `json:"draws,omitempty"`
}

func (b *batch) empty() bool { return len(b.Put) == 0 && len(b.Drop) == 0 && len(b.Draws) == 0 }

// journal appends batches to the file.
type journal struct {
	path  string
	file  *os.File
	seal  *lineSeal
	size  int64
	lines int
	// broken is set when the file could not be brought back to its last whole
	// line after a failed write.
	broken error
}

// readJournal calls apply for every batch and returns the length of the whole
// lines and their number. The last line may be cut short by a kill or a full
// disk: it was never acknowledged, so it is left out.
func readJournal(path string, seal *lineSeal, apply func(*batch)) (size int64, lines int, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("reading the local cloud: %w", err)
	}
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			break
		}
		var b batch
		line, err := seal.open(data[:end])
		if err == nil {
			err = json.Unmarshal(line, &b)
		}
		if err != nil {
			return 0, 0, damaged(path, lines+1, err)
		}
		apply(&b)
		size += int64(end + 1)
		lines++
		data = data[end+1:]
	}
	return size, lines, nil
}

// damaged says where the file is broken and what to do.
func damaged(path string, line int, err error) error {
	return fmt.Errorf("the local cloud's file %q is damaged at line %d: %w; "+
		"restore it from a copy, or delete line %d to lose only what it holds, "+
		"or start with an empty cloud (groundwork local reset --yes)", path, line, err, line)
}

// openJournal opens the file for appending after its last whole line.
func openJournal(path string, seal *lineSeal, size int64, lines int) (*journal, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the local cloud: %w", err)
	}
	j := &journal{path: path, file: file, seal: seal, size: size, lines: lines}
	if err := j.rewind(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// rewind cuts the file after its last whole line.
func (j *journal) rewind() error {
	if err := j.file.Truncate(j.size); err != nil {
		return fmt.Errorf("cutting the local cloud's file %q to its last whole line: %w", j.path, err)
	}
	if _, err := j.file.Seek(j.size, 0); err != nil {
		return fmt.Errorf("cutting the local cloud's file %q to its last whole line: %w", j.path, err)
	}
	return nil
}

// append writes a batch. When it fails the file holds what it held before.
func (j *journal) append(b *batch) error {
	if j.broken != nil {
		return j.broken
	}
	line, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("writing the local cloud: %w", err)
	}
	line = append(j.seal.close(line), '\n')
	if _, err := j.file.Write(line); err != nil {
		err = fmt.Errorf("writing the local cloud's file %q: %w; nothing of this operation was recorded: "+
			"make room or mend the folder and run the command again", j.path, err)
		if undo := j.rewind(); undo != nil {
			j.broken = errors.Join(err, undo)
		}
		return err
	}
	j.size += int64(len(line))
	j.lines++
	return nil
}

// rewrite replaces the file by one that holds only the live objects. The old
// file stays until the new one is whole on the disk.
func (j *journal) rewrite(live *batch) error {
	folder := filepath.Dir(j.path)
	fresh, err := os.CreateTemp(folder, JournalName+".*")
	if err != nil {
		return fmt.Errorf("compacting the local cloud: %w", err)
	}
	defer os.Remove(fresh.Name())
	size, lines, err := writeBatches(fresh, j.seal, live)
	if err = errors.Join(err, fresh.Sync(), fresh.Close()); err != nil {
		return fmt.Errorf("compacting the local cloud: %w", err)
	}
	if err := os.Rename(fresh.Name(), j.path); err != nil {
		return fmt.Errorf("compacting the local cloud: %w", err)
	}
	syncFolder(folder)
	next, err := openJournal(j.path, j.seal, size, lines)
	if err != nil {
		return err
	}
	old := j.file
	*j = *next
	return old.Close()
}

// writeBatches writes what textOf gives.
func writeBatches(file *os.File, seal *lineSeal, live *batch) (size int64, lines int, err error) {
	text, lines, err := textOf(live, seal)
	if err == nil {
		_, err = file.Write(text)
	}
	return int64(len(text)), lines, err
}

// textOf is one line an object, so that damage costs one object, in their order,
// so that two clouds that hold the same are the same text.
func textOf(live *batch, seal *lineSeal) (content []byte, lines int, err error) {
	var text bytes.Buffer
	write := func(b *batch) error {
		line, err := json.Marshal(b)
		if err != nil {
			return err
		}
		text.Write(append(seal.close(line), '\n'))
		lines++
		return nil
	}
	for _, object := range live.Put {
		if err := write(&batch{Put: []*Object{object}}); err != nil {
			return nil, 0, err
		}
	}
	if len(live.Draws) > 0 {
		if err := write(&batch{Draws: live.Draws}); err != nil {
			return nil, 0, err
		}
	}
	return text.Bytes(), lines, nil
}

// syncFolder makes a rename last through a power cut, where the system can.
func syncFolder(folder string) {
	if dir, err := os.Open(folder); err == nil {
		_ = dir.Sync() // some file systems refuse; the rename itself stands
		_ = dir.Close()
	}
}

func (j *journal) close() error {
	if err := errors.Join(j.file.Sync(), j.file.Close()); err != nil {
		return fmt.Errorf("closing the local cloud: %w", err)
	}
	return nil
}
