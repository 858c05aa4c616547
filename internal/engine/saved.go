package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"groundwork/internal/localcloud"
	"groundwork/internal/saved"
)

// Saved is a cloud that is kept under a name, with the states of its stacks and
// its time.
type Saved struct {
	// Name is what it was saved as, Saved when.
	Name  string    `json:"name"`
	Saved time.Time `json:"saved"`
	// Objects is how many things exist in the cloud, Stacks which stacks have a
	// state: "stockindicator/prod".
	Objects int      `json:"objects"`
	Stacks  []string `json:"stacks"`
	// Bytes is what its files hold, Added what saving it added to the disk.
	Bytes int64 `json:"bytes"`
	Added int64 `json:"added"`
	// Damage says why it can't be restored, as far as a look tells.
	Damage string `json:"damage,omitempty"`
}

// about is what the store notes of a save.
type about struct {
	Objects int      `json:"objects"`
	Stacks  []string `json:"stacks"`
}

// What a save holds, by its path in the home.
const (
	savedCloud = "cloud/" + localcloud.JournalName
	savedState = "state"
	savedAhead = "ahead"
)

// Store is where the home keeps its saves.
func (h Home) Store() saved.Store { return saved.Open(filepath.Join(h.Dir, "saved")) }

// Save keeps the cloud under a name, in place of what had the name before. It
// refuses while another process works with the cloud.
func (h Home) Save(name string) (Saved, error) { return h.SaveTo(h.Store(), name) }

// Restore makes the cloud, its time and the states of its stacks what was saved;
// what they are now is lost. It refuses as Save does. After a kill it is done
// wholly, at the next opening of the home, or not at all.
func (h Home) Restore(name string) (Saved, error) { return h.RestoreFrom(h.Store(), name) }

// SaveTo does what Save does, in a store that homes may share.
func (h Home) SaveTo(store saved.Store, name string) (_ Saved, err error) {
	if err := saved.CheckName(name); err != nil {
		return Saved{}, err
	}
	lock, err := h.hold()
	if err != nil {
		return Saved{}, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	files, about, err := h.files()
	if err != nil {
		return Saved{}, fmt.Errorf("saving %q: %w", name, err)
	}
	entry, err := store.Save(name, files, about)
	return savedOf(entry), err
}

// RestoreFrom does what Restore does, from a store that homes may share.
func (h Home) RestoreFrom(store saved.Store, name string) (_ Saved, err error) {
	if err := saved.CheckName(name); err != nil {
		return Saved{}, err
	}
	lock, err := h.hold()
	if err != nil {
		return Saved{}, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	entry, err := store.Stage(name, h.Dir, savedCloud, savedState, savedAhead)
	if err != nil {
		return Saved{}, err
	}
	if err := h.settle(); err != nil {
		return Saved{}, err
	}
	return savedOf(entry), h.forgetTrail() // it tells of another cloud
}

// Saved lists what the home keeps, by names.
func (h Home) Saved() ([]Saved, error) {
	entries, err := h.Store().List()
	list := make([]Saved, 0, len(entries))
	for _, entry := range entries {
		list = append(list, savedOf(entry))
	}
	return list, err
}

// DeleteSaved forgets what was saved under a name.
func (h Home) DeleteSaved(name string) error { return h.Store().Delete(name) }

// Settle finishes a restore that was cut off, for those who read the cloud without
// opening it. While another process works with the cloud there is nothing to do.
func (h Home) Settle() error {
	if !saved.Pending(h.Dir) {
		return nil
	}
	lock, err := h.hold()
	if errors.Is(err, localcloud.ErrBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	return lock.Release()
}

func (h Home) settle() error {
	if err := saved.Settle(h.Dir); err != nil {
		return err
	}
	return h.Make() // a save may have had no state
}

// hold takes the cloud for this process, in a home in which nothing is unfinished.
func (h Home) hold() (*localcloud.Lock, error) {
	lock, err := localcloud.LockFolder(h.Cloud())
	if err != nil {
		return nil, h.notOpened(err)
	}
	if err := errors.Join(h.checkSpace(), h.settle()); err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	return lock, nil
}

func savedOf(entry saved.Entry) Saved {
	kept := Saved{Name: entry.Name, Saved: entry.Saved, Bytes: entry.Size, Added: entry.Added, Damage: entry.Damage, Stacks: []string{}}
	var note about
	if json.Unmarshal(entry.About, &note) == nil {
		kept.Objects, kept.Stacks = note.Objects, append(kept.Stacks, note.Stacks...)
	}
	return kept
}
