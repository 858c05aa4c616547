package stage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"groundwork/internal/engine"
	"groundwork/internal/lookout"
	"groundwork/internal/saved"
)

// What is kept of bases: clouds share most of what they hold, programs nothing.
const (
	mostClouds   = 24
	mostPrograms = 3
)

// prepare makes the cloud what the base is: restored from an earlier rehearsal, or
// brought up.
func (s *scene) prepare(ctx context.Context) error {
	if !s.base.has {
		return nil
	}
	code, err := s.baseProgram(ctx)
	if err != nil {
		return err
	}
	key, err := s.key(code.id) // "" is this command's own
	if err != nil {
		return err
	}
	store := saved.Open(filepath.Join(s.kept.Dir, "rehearsals", "clouds"))
	if _, err := s.home.RestoreFrom(store, key); err == nil {
		s.say("the base is as an earlier rehearsal left it")
		return nil
	}
	s.say(fmt.Sprintf("bringing up the base, %.12s", s.worktree.Commit))
	if err := s.bringUp(ctx); err != nil {
		return err
	}
	if err := s.keep(store, key); err != nil {
		s.say("the base is not kept for the next time: " + err.Error())
	}
	return nil
}

func (s *scene) bringUp(ctx context.Context) error {
	var result engine.Result
	err := s.with(ctx, s.base, func(session *engine.Session) {
		result = session.Run(ctx, s.base.request(engine.Up))
	})
	if err == nil && result.Result == engine.Failed {
		err = fmt.Errorf("the base, %.12s, does not come up, so nothing can be rehearsed on it: %s", s.worktree.Commit, strings.Join(lookout.Problems(result), "\n"))
	}
	return err
}

// keep saves the cloud, and forgets the oldest ones.
func (s *scene) keep(store saved.Store, key string) error {
	if _, err := s.home.SaveTo(store, key); err != nil {
		return err
	}
	entries, err := store.List()
	if err != nil || len(entries) <= mostClouds {
		return err
	}
	slices.SortFunc(entries, func(a, b saved.Entry) int { return b.Saved.Compare(a.Saved) })
	for _, old := range entries[mostClouds:] {
		err = errors.Join(err, store.Delete(old.Name))
	}
	return err
}

// key names the base's cloud by all that makes it: this command, in which the
// engine, the cloud and perhaps the program are, the base's code where it is
// another, and its files.
func (s *scene) key(code string) (string, error) {
	command, err := s.command()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n%s\n%s\n%s\n", engine.Version, command, code, s.ref)
	for _, path := range []string{filepath.Join(s.base.system.Dir, "Pulumi.yaml"), s.base.file()} {
		file, err := os.Open(path)
		if err != nil {
			return "", fmt.Errorf("telling what the base is: %w", err)
		}
		size, err := io.Copy(hash, file)
		fmt.Fprintln(hash, size)
		if err := errors.Join(err, file.Close()); err != nil {
			return "", fmt.Errorf("telling what the base is: %w", err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))[:40], nil
}

// built is the base's program, built of a system's folder unless an earlier rehearsal
// did.
func (s *scene) built(ctx context.Context, of engine.System, code string) (string, error) {
	s.building.Lock()
	defer s.building.Unlock()
	dir := filepath.Join(s.kept.Dir, "rehearsals", "programs")
	path := filepath.Join(dir, of.Name+"-"+code[:40])
	now := time.Now()
	if err := os.Chtimes(path, now, now); err == nil { // it is there, and in use
		return path, nil
	}
	s.say(fmt.Sprintf("building the program as %.12s has it", s.worktree.Commit))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for the base's program: %w", err)
	}
	fresh := fmt.Sprintf("%s.new-%d", path, os.Getpid())
	project := engine.Project{Root: s.worktree.Dir}
	if err := project.BuildProgram(ctx, s.messages, of, fresh); err != nil {
		return "", fmt.Errorf("building the program as %s has it: %w", s.worktree.Commit, err)
	}
	if err := os.Rename(fresh, path); err != nil {
		return "", fmt.Errorf("keeping the base's program: %w", err)
	}
	return path, forgetOldest(dir, mostPrograms)
}

// forgetOldest leaves only the newest files of a folder.
func forgetOldest(dir string, most int) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking for old programs: %w", err)
	}
	var files []os.FileInfo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, old := range files[min(most, len(files)):] {
		if err := os.Remove(filepath.Join(dir, old.Name())); err != nil {
			return fmt.Errorf("removing an old program: %w", err)
		}
	}
	return nil
}
