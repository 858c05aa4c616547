package saved

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// format is the version of manifests and chunks.
const format = 1

// manifest is what NAME.json holds: all of a set but the content.
type manifest struct {
	Format int `json:"format"`
	Entry
	// Packs are the names of the packs that the set's chunks are in.
	Packs []string   `json:"packs"`
	Files []keptFile `json:"files"`
	// Checksum is over the manifest without it.
	Checksum string `json:"checksum"`
}

// keptFile is one file of a set.
type keptFile struct {
	Path string `json:"path"`
	// Runs are the file's chunks, in their order.
	Runs []run `json:"runs"`
}

// run is chunks that follow each other in a pack: which of the manifest's packs,
// the first chunk there, and how many.
type run [3]int

// runs are the places of chunks, in their order.
func runs(chunks [][]byte, places map[digest]place) []run {
	list := []run{}
	for _, chunk := range chunks {
		at := places[digestOf(chunk)]
		if last := len(list) - 1; last >= 0 && list[last][0] == at.pack && list[last][1]+list[last][2] == at.slot {
			list[last][2]++
			continue
		}
		list = append(list, run{at.pack, at.slot, 1})
	}
	return list
}

func (s Store) manifestPath(name string) string { return filepath.Join(s.dir, name+".json") }

// sum is the checksum that the manifest should have.
func (m manifest) sum() (string, error) {
	m.Checksum = ""
	content, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}

// writeManifest is the moment at which a save is there.
func (s Store) writeManifest(m manifest) error {
	var err error
	if m.Checksum, err = m.sum(); err != nil {
		return err
	}
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := writeFile(s.manifestPath(m.Name), append(content, '\n')); err != nil {
		return err
	}
	syncFolder(s.dir)
	return nil
}

// readManifest reads a set's manifest and holds it against its checksum.
func (s Store) readManifest(name string) (manifest, error) {
	var m manifest
	content, err := os.ReadFile(s.manifestPath(name))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(content, &m); err != nil {
		return m, fmt.Errorf("the manifest %q is damaged: %w", s.manifestPath(name), err)
	}
	if m.Format > format {
		return m, fmt.Errorf("the manifest %q is of format %d, from a newer version; this one reads up to %d", s.manifestPath(name), m.Format, format)
	}
	sum, err := m.sum()
	if err != nil {
		return m, err
	}
	if sum != m.Checksum || m.Name != name {
		return m, fmt.Errorf("the manifest %q is damaged: its checksum does not fit", s.manifestPath(name))
	}
	return m, nil
}

// names lists the names that are taken, sorted.
func (s Store) names() ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []string
	for _, entry := range entries {
		if name, is := strings.CutSuffix(entry.Name(), ".json"); is && CheckName(name) == nil {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found, nil
}

// List lists the store's sets by their names, damaged ones too.
func (s Store) List() ([]Entry, error) {
	names, err := s.names()
	if err != nil {
		return nil, fmt.Errorf("listing what is saved in %q: %w", s.dir, err)
	}
	list := []Entry{}
	for _, name := range names {
		m, err := s.readManifest(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted meanwhile
		}
		if err != nil {
			m.Entry = Entry{Name: name, Damage: err.Error()}
		}
		list = append(list, m.Entry)
	}
	return list, nil
}

// absent says that there is no such set, and which there are.
func (s Store) absent(name string) error {
	there := "none is saved yet"
	if names, err := s.names(); err == nil && len(names) > 0 {
		there = "there are: " + strings.Join(names, ", ")
	}
	return fmt.Errorf("%w %q; %s", ErrAbsent, name, there)
}

// ErrAbsent is the cause of the error when there is no set of a name.
var ErrAbsent = errors.New("nothing is saved as")
