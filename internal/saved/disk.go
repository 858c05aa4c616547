package saved

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// step is told of each change of the disk before it is made. Tests end the
// process there.
var step = func(what string) {}

// unfinished ends the names of files that are being written.
const unfinished = ".new"

// writeFile writes a file that is there as a whole or not at all, also after a
// power cut. Its folder is still to be synced.
func writeFile(path string, content []byte) error {
	step("create " + path)
	file, err := os.OpenFile(path+unfinished, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := fill(file, content); err != nil {
		_ = os.Remove(path + unfinished)
		return err
	}
	step("rename " + path)
	return os.Rename(path+unfinished, path)
}

// fill writes a new file's content and closes it.
func fill(file *os.File, content []byte) error {
	half := len(content) / 2
	for _, part := range [][]byte{content[:half], content[half:]} {
		step("write " + file.Name())
		if _, err := file.Write(part); err != nil {
			_ = file.Close()
			return err
		}
	}
	if err := file.Sync(); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}

func makeFolder(path string) error {
	step("make " + path)
	return os.MkdirAll(path, 0o700)
}

// removeIfThere removes a file, or a folder with all in it.
func removeIfThere(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	step("remove " + path)
	return os.RemoveAll(path)
}

// rename puts something in another place of the same disk.
func rename(from, to string) error {
	step("rename " + to)
	if err := os.Rename(from, to); err != nil {
		return err
	}
	syncFolder(filepath.Dir(to))
	return nil
}

// syncFolder makes what was renamed in a folder last through a power cut, where
// the system can.
func syncFolder(path string) {
	if folder, err := os.Open(path); err == nil {
		_ = folder.Sync() // some file systems refuse; the rename itself stands
		_ = folder.Close()
	}
}
