package localcloud

import (
	"bytes"
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
	reader := lineReader{seal: seal}
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			break
		}
		b, err := reader.read(data[:end])
		if err != nil {
			return 0, 0, damaged(path, lines+1, err)
		}
		apply(b)
		size += int64(end + 1)
		lines++
		data = data[end+1:]
	}
	return size, lines, nil
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
	line, err := lineOf(b, j.seal)
	if err != nil {
		return fmt.Errorf("writing the local cloud: %w", err)
	}
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

// unfinished is what the name of a file ends in that is being written. It is the same
// each time: what a kill leaves is written over.
const unfinished = ".new"

// rewrite replaces the file by one that holds only the live objects. The old
// file stays until the new one is whole on the disk, and when it fails.
func (j *journal) rewrite(live *batch) error {
	text, lines, err := textOf(live, j.seal)
	if err != nil {
		return fmt.Errorf("compacting the local cloud: %w", err)
	}
	fresh, err := os.OpenFile(j.path+unfinished, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("compacting the local cloud: %w", err)
	}
	_, err = fresh.Write(text)
	if err == nil {
		err = fresh.Sync()
	}
	if err == nil {
		err = os.Rename(fresh.Name(), j.path)
	}
	if err != nil {
		return fmt.Errorf("compacting the local cloud: %w", errors.Join(err, fresh.Close(), os.Remove(fresh.Name())))
	}
	syncFolder(filepath.Dir(j.path))
	old := j.file
	j.file, j.size, j.lines, j.broken = fresh, int64(len(text)), lines, nil
	_ = old.Close() // nothing is written there any more
	return nil
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
