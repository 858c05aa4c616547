package saved

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Settle puts in place what was staged in a folder, if anything was, and removes
// what a killed Stage left. The caller sees to it that nobody else works with the
// folder. It may be called at any time, and again after any kill or error.
func Settle(dir string) error {
	stage, done := filepath.Join(dir, staging), filepath.Join(dir, committed)
	if err := removeIfThere(stage); err != nil {
		return fmt.Errorf("removing a restore that was cut off: %w", err)
	}
	content, err := os.ReadFile(filepath.Join(done, "plan.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var p plan
	if err == nil {
		err = json.Unmarshal(content, &p)
	}
	if err == nil {
		err = p.carryOut(dir, done)
	}
	if err != nil {
		return fmt.Errorf("putting in place what was restored into %q: %w; mend that and run any command again, "+
			"or restore again after: rm -r %q", dir, err, done)
	}
	// From here on it is done; the rest is rubbish.
	if err := rename(done, stage); err != nil {
		return fmt.Errorf("ending a restore: %w", err)
	}
	if err := removeIfThere(stage); err != nil {
		return fmt.Errorf("removing what a restore needed: %w", err)
	}
	return nil
}

// carryOut does what is still to be done: a root that is no longer among the
// files was put in its place before.
func (p plan) carryOut(dir, done string) error {
	for _, root := range p.Remove {
		if err := removeIfThere(filepath.Join(dir, filepath.FromSlash(root))); err != nil {
			return err
		}
	}
	for _, root := range p.Replace {
		from := filepath.Join(done, "files", filepath.FromSlash(root))
		if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		to := filepath.Join(dir, filepath.FromSlash(root))
		if err := removeIfThere(to); err != nil {
			return err
		}
		if err := makeFolder(filepath.Dir(to)); err != nil {
			return err
		}
		if err := rename(from, to); err != nil {
			return err
		}
	}
	return nil
}

// Pending tells whether Settle has anything to do in a folder.
func Pending(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, committed))
	return err == nil
}
