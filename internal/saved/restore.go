package saved

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A restore has two halves. Stage writes everything beside what is there, into
// the folder `restoring`, and then names that `restored`: until then nothing was
// touched, from then on all of it is certain. Settle puts it in place, and goes on
// with that after a kill.
const (
	staging   = "restoring"
	committed = "restored"
)

// plan is plan.json in the folder of a restore.
type plan struct {
	// Replace are the roots that are in the folder's files/, Remove those that
	// were not there when the set was saved.
	Replace []string `json:"replace"`
	Remove  []string `json:"remove"`
}

// Stage makes ready to replace roots of a folder, which are files or folders by
// their paths, by what was saved of them under a name. The next Settle of the
// folder does it, whatever happens in between; after an error nothing will
// happen. The caller sees to it that nobody else works with the folder.
func (s Store) Stage(name, dir string, roots ...string) (Entry, error) {
	if err := CheckName(name); err != nil {
		return Entry{}, err
	}
	if err := Settle(dir); err != nil {
		return Entry{}, err
	}
	lock, err := s.lock(beside)
	if err != nil {
		return Entry{}, fmt.Errorf("restoring %q: %w", name, err)
	}
	defer lock.release()
	m, err := s.readManifest(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Entry{}, s.absent(name)
	}
	if err == nil {
		err = s.stage(m, dir, roots)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("restoring %q: %w; nothing was touched", name, err)
	}
	return m.Entry, nil
}

func (s Store) stage(m manifest, dir string, roots []string) error {
	plan, err := m.plan(roots)
	if err != nil {
		return err
	}
	stage := filepath.Join(dir, staging)
	if err := s.fill(m, plan, stage); err != nil {
		_ = os.RemoveAll(stage)
		return err
	}
	return rename(stage, filepath.Join(dir, committed))
}

// plan says what becomes of the roots.
func (m manifest) plan(roots []string) (plan, error) {
	var p plan
	of := func(path string) int {
		return slices.IndexFunc(roots, func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") })
	}
	has := make([]bool, len(roots))
	for _, file := range m.Files {
		at := of(file.Path)
		if at < 0 || !filepath.IsLocal(filepath.FromSlash(file.Path)) {
			return p, fmt.Errorf("it holds the file %q, which has no place there", file.Path)
		}
		has[at] = true
	}
	for i, root := range roots {
		if has[i] {
			p.Replace = append(p.Replace, root)
		} else {
			p.Remove = append(p.Remove, root)
		}
	}
	return p, nil
}

// fill writes a set's files and the plan into a folder.
func (s Store) fill(m manifest, plan plan, stage string) error {
	folders := map[string]bool{stage: true}
	packs, err := s.load(m)
	if err != nil {
		return err
	}
	for _, file := range m.Files {
		content, err := file.content(packs)
		if err != nil {
			return err
		}
		path := filepath.Join(stage, "files", filepath.FromSlash(file.Path))
		if err := makeFolder(filepath.Dir(path)); err != nil {
			return err
		}
		for folder := filepath.Dir(path); folder != stage; folder = filepath.Dir(folder) {
			folders[folder] = true
		}
		if err := writeFile(path, content); err != nil {
			return err
		}
	}
	content, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	if err := errors.Join(makeFolder(stage), writeFile(filepath.Join(stage, "plan.json"), content)); err != nil {
		return err
	}
	for folder := range folders {
		syncFolder(folder)
	}
	return nil
}

// content puts a file together again from the manifest's packs.
func (f keptFile) content(packs []*pack) ([]byte, error) {
	var content []byte
	for _, run := range f.Runs {
		if run[0] < 0 || run[0] >= len(packs) || run[1] < 0 || run[2] < 0 || run[1]+run[2] > len(packs[run[0]].chunks) {
			return nil, fmt.Errorf("a part of %s is in no pack", f.Path)
		}
		for _, chunk := range packs[run[0]].chunks[run[1] : run[1]+run[2]] {
			content = append(content, chunk...)
		}
	}
	return content, nil
}

// load reads the manifest's packs.
func (s Store) load(m manifest) ([]*pack, error) {
	packs := make([]*pack, 0, len(m.Packs))
	for _, name := range m.Packs {
		p, err := s.openPack(name)
		if err == nil {
			err = p.load()
		}
		if err != nil {
			return nil, fmt.Errorf("a part of it can't be read (%s: %w); bring the store %q back from a copy, "+
				"or give this save up: groundwork local saved --delete %s", s.packPath(name), err, s.dir, m.Name)
		}
		packs = append(packs, p)
	}
	return packs, nil
}
