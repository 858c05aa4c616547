package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
	"groundwork/internal/saved"
)

// files reads what a save holds. The caller holds the cloud.
func (h Home) files() ([]saved.File, about, error) {
	store, err := localcloud.ReadStore(h.Cloud())
	if err != nil {
		return nil, about{}, err
	}
	text, objects, err := store.Text()
	if err != nil {
		return nil, about{}, err
	}
	files, err := h.stateFiles()
	if err != nil {
		return nil, about{}, fmt.Errorf("reading the stacks' states: %w", err)
	}
	note := about{Objects: objects, Stacks: stacksOf(files)}
	files = append(files, saved.File{Path: savedCloud, Content: text})
	switch ahead, err := os.ReadFile(h.aheadFile()); {
	case err == nil:
		files = append(files, saved.File{Path: savedAhead, Content: ahead})
	case !errors.Is(err, fs.ErrNotExist):
		return nil, about{}, fmt.Errorf("reading the local cloud's time: %w", err)
	}
	return files, note, nil
}

// passing are parts of the state's folder that say nothing of how the stacks are:
// who works with them, and how they were.
var passing = []string{".pulumi/locks", ".pulumi/backups", ".pulumi/history"}

// passed tells of a file whether it is how a stack was before, or a write that was
// cut off.
func passed(path string) bool {
	return strings.HasSuffix(path, ".bak") || strings.HasSuffix(path, ".jsonl.new") ||
		strings.Contains(path, ".jsonl.new-") && !strings.HasSuffix(path, ".jsonl") // until 30 November 2026
}

// stateFiles reads the files of the state's folder, whatever their format.
func (h Home) stateFiles() ([]saved.File, error) {
	var files []saved.File
	err := filepath.WalkDir(h.State(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(h.State(), path)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.IsDir() && slices.Contains(passing, relative) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() || passed(relative) {
			return nil
		}
		content, err := os.ReadFile(path)
		files = append(files, saved.File{Path: savedState + "/" + relative, Content: content})
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return files, err
}

// stacksOf names the stacks that have a state: by the files SYSTEM/STACK.jsonl, or
// .json.
func stacksOf(files []saved.File) []string {
	stacks := []string{}
	for _, file := range files {
		path := strings.TrimPrefix(strings.TrimPrefix(file.Path, savedState+"/"), ".pulumi/stacks/")
		system, stack, _ := strings.Cut(strings.TrimSuffix(path, "l"), "/")
		stack, is := strings.CutSuffix(stack, ".json")
		if is && !strings.HasPrefix(system, ".") && !strings.Contains(stack, "/") {
			stacks = append(stacks, system+"/"+stack)
		}
	}
	slices.Sort(stacks)
	return slices.Compact(stacks)
}
