package stage

import (
	"bytes"
	"context"
	"fmt"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"groundwork/internal/engine"
)

// code is what the base's program of a system is made of.
type code struct {
	// same is true where the checkout's is made of the same, otherwise id tells it.
	same bool
	id   string
}

// baseProgram finds the program that the base runs, and builds it where it is another
// than the checkout's.
func (s *scene) baseProgram(ctx context.Context) (code, error) {
	code, err := s.baseCode(ctx)
	if err == nil && !code.same {
		s.base.executable, err = s.built(ctx, s.builder(), code.id)
	}
	return code, err
}

// baseCode is what the base's program is made of.
func (s *scene) baseCode(ctx context.Context) (code, error) {
	own, err := filepath.Rel(s.worktree.Dir, s.base.system.Dir)
	if err != nil {
		return code{}, fmt.Errorf("finding the base's program: %w", err)
	}
	built, err := filepath.Rel(s.worktree.Dir, s.builder().Dir)
	if err != nil {
		return code{}, fmt.Errorf("finding the base's program: %w", err)
	}
	return s.code(ctx, own, built)
}

// builder is the system of whose folder the base's program is built: the first one
// where both have the same program, so that a commit is built once for all of them.
func (s *scene) builder() engine.System {
	systems, err := engine.Project{Root: s.worktree.Dir}.Systems()
	if err == nil && len(systems) > 0 && sameProgram(systems[0].Dir, s.base.system.Dir) {
		return systems[0]
	}
	return s.base.system
}

// code tells what the base's program is that is built in a folder, and whether it is
// the checkout's in the system's own folder.
func (s *Stage) code(ctx context.Context, own, built string) (found code, err error) {
	s.building.Lock()
	defer s.building.Unlock()
	if known, there := s.codes[own]; there {
		return known, nil
	}
	folders := []string{own}
	if built != own {
		folders = append(folders, built)
	}
	if found.same, err = s.worktree.SameCode(ctx, folders...); err == nil && !found.same {
		found.id, err = s.worktree.Code(ctx, built)
	}
	if err == nil {
		s.codes[own] = found
	}
	return found, err
}

// sameProgram tells whether two folders hold the same program in one file each, but for
// its comments.
func sameProgram(one, other string) bool {
	first, is := bare(one)
	second, too := bare(other)
	return is && too && bytes.Equal(first, second)
}

// bare is the only source file in a folder without its comments; none where one tells
// the compiler something.
func bare(dir string) (source []byte, only bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, false
	}
	var written bytes.Buffer
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".go" || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil || bytes.Contains(source, []byte("//go:")) || written.Len() > 0 {
			return nil, false
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, "", source, parser.SkipObjectResolution)
		if err != nil || printer.Fprint(&written, token.NewFileSet(), file) != nil {
			return nil, false
		}
	}
	return written.Bytes(), written.Len() > 0
}
