// Package saved keeps sets of files under names, and puts them back. What two
// sets have in common lies on the disk once: files are cut into chunks by their
// content, chunks are known by their hashes, and a save writes those that no
// earlier one has.
//
//	store := saved.Open(dir)
//	entry, err := store.Save("base", files, about)
//	entry, err = store.Stage("base", home, "state", "ahead") // all of it, or nothing
//	err = saved.Settle(home)                                 // the rest, also after a kill
//
// Everything is safe against a kill at any moment, and against other processes
// that work with the same store.
package saved

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// File is one file of a set.
type File struct {
	// Path is where it lies in its folder, with slashes: "state/shop/dev.json".
	Path string
	// Content is all of it.
	Content []byte
}

// Entry is a set as it is listed.
type Entry struct {
	// Name is what the set was saved as.
	Name string `json:"name"`
	// Saved is when, in real time.
	Saved time.Time `json:"saved"`
	// Size is what the files hold together, in bytes.
	Size int64 `json:"size"`
	// Added is what saving it added to the store, in bytes on the disk; of a set
	// that is listed, what it added at its time.
	Added int64 `json:"added"`
	// About is what the saver noted of it.
	About json.RawMessage `json:"about,omitempty"`
	// Damage says why the set can't be restored, as far as looking at its manifest
	// tells; "" is nothing wrong.
	Damage string `json:"damage,omitempty"`
}

// Store is a folder of sets. Several homes and processes may share one.
type Store struct{ dir string }

// Open gives the store in a folder, which need not be there yet.
func Open(dir string) Store { return Store{dir: dir} }

const longestName = 100

var names = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// CheckName says what is wrong with a name: it becomes a file's.
func CheckName(name string) error {
	if len(name) > longestName || !names.MatchString(name) {
		return fmt.Errorf("%.120q is no name for a save: write small letters, digits, dots, dashes and underscores, a letter or digit first, %d at most", name, longestName)
	}
	return nil
}

// checkPaths refuses files that would lie outside of the folder that they are
// restored into, or on each other.
func checkPaths(files []File) error {
	seen := map[string]bool{}
	for _, file := range files {
		if !filepath.IsLocal(filepath.FromSlash(file.Path)) || seen[file.Path] {
			return fmt.Errorf("the path %q leads out of its folder, or is there twice", file.Path)
		}
		seen[file.Path] = true
	}
	return nil
}

// Save keeps files under a name, in place of what had the name before. About is
// noted in the listing, as JSON. A save that is cut off leaves what was there.
func (s Store) Save(name string, files []File, about any) (Entry, error) {
	if err := CheckName(name); err != nil {
		return Entry{}, err
	}
	entry, err := s.save(name, files, about)
	if err != nil {
		return Entry{}, fmt.Errorf("saving %q: %w", name, err)
	}
	return entry, nil
}

func (s Store) save(name string, files []File, about any) (Entry, error) {
	if err := checkPaths(files); err != nil {
		return Entry{}, err
	}
	note, err := json.Marshal(about)
	if err != nil {
		return Entry{}, err
	}
	lock, err := s.lock(alone)
	if err != nil {
		return Entry{}, err
	}
	defer lock.release()
	files = slices.SortedFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	m := manifest{Format: format, Entry: Entry{Name: name, Saved: time.Now().UTC().Truncate(time.Second), About: note}}
	of, chunks := chunked(files)
	// Chunks before the manifest: whoever reads a manifest finds its chunks.
	var places map[digest]place
	if m.Packs, places, m.Added, err = s.gather(chunks); err != nil {
		return Entry{}, err
	}
	for i, file := range files {
		m.Files = append(m.Files, keptFile{file.Path, runs(of[i], places)})
		m.Size += int64(len(file.Content))
	}
	if err := s.writeManifest(m); err != nil {
		return Entry{}, err
	}
	return m.Entry, s.sweep()
}

// chunked gives the chunks of each file, and those of all files, each once.
func chunked(files []File) (of [][][]byte, chunks [][]byte) {
	seen := map[digest]bool{}
	for _, file := range files {
		cuts := cut(file.Content)
		of = append(of, cuts)
		for _, chunk := range cuts {
			if known := digestOf(chunk); !seen[known] {
				seen[known] = true
				chunks = append(chunks, chunk)
			}
		}
	}
	return of, chunks
}
