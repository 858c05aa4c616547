package saved

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Delete removes a set, damaged or not, with the packs that no other one needs.
func (s Store) Delete(name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	lock, err := s.lock(alone)
	if err != nil {
		return fmt.Errorf("deleting the save %q: %w", name, err)
	}
	defer lock.release()
	if _, err := os.Stat(s.manifestPath(name)); errors.Is(err, fs.ErrNotExist) {
		return s.absent(name)
	}
	if err := removeIfThere(s.manifestPath(name)); err != nil {
		return fmt.Errorf("deleting the save %q: %w", name, err)
	}
	syncFolder(s.dir)
	return s.sweep()
}

// sweep removes the packs that no set needs, and what killed processes left. The
// caller works with the store alone, so nothing that is being saved is lost.
func (s Store) sweep() error {
	if err := s.removeUnneeded(); err != nil {
		return fmt.Errorf("removing what no save needs any more: %w", err)
	}
	return nil
}

func (s Store) removeUnneeded() error {
	needed, known, err := s.needed()
	if err != nil || !known {
		return err
	}
	for _, folder := range []string{s.dir, s.packs()} {
		files, err := os.ReadDir(folder)
		if ignore(err) != nil {
			return err
		}
		for _, file := range files {
			name, is := strings.CutSuffix(file.Name(), packSuffix)
			if !strings.HasSuffix(name, unfinished) && (!is || needed[name]) {
				continue
			}
			if err := removeIfThere(filepath.Join(folder, file.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// needed are the names of the packs of all sets. They are not known when a manifest
// can't be read: what it needs may be good, and it is perhaps brought back from a
// copy.
func (s Store) needed() (packs map[string]bool, known bool, err error) {
	names, err := s.names()
	if err != nil {
		return nil, false, err
	}
	packs = map[string]bool{}
	for _, name := range names {
		m, err := s.readManifest(name)
		if err != nil {
			return nil, false, nil
		}
		for _, pack := range m.Packs {
			packs[pack] = true
		}
	}
	return packs, true, nil
}

// Size is how many bytes the store takes on the disk.
func (s Store) Size() (int64, error) {
	var size int64
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignore(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignore(err)
		}
		if !strings.HasSuffix(path, unfinished) {
			size += info.Size()
		}
		return nil
	})
	return size, err
}

// ignore lets what is not there, or is gone meanwhile, be.
func ignore(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
