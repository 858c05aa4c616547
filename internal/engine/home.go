package engine

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"groundwork/internal/backend"
)

// Home is the folder that holds the local cloud and the state of its stacks:
// .groundwork/ in the checkout, or where GROUNDWORK_HOME points.
type Home struct {
	// Dir is the folder's absolute path.
	Dir string
	// Secret seals everything that is written there of a cloud and its stacks; "" is
	// the Passphrase, and a cloud that anybody can read.
	Secret string
}

// homeName is what the home of a checkout is called.
const homeName = ".groundwork"

// Passphrase is what the secrets of local stacks are sealed with. It protects
// nothing: what is in the local cloud is made up.
const Passphrase = "groundwork-local"

// Home gives the project's home, made when it is missing.
func (p Project) Home() (Home, error) {
	dir := os.Getenv("GROUNDWORK_HOME")
	if dir == "" {
		dir = filepath.Join(p.Root, homeName)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Home{}, fmt.Errorf("finding the home %q: %w", dir, err)
	}
	home := Home{Dir: dir}
	return home, home.Make()
}

// key seals the cloud's file, nil leaves it open.
func (h Home) key() []byte {
	if h.Secret == "" {
		return nil
	}
	hash := sha256.Sum256([]byte(h.Secret))
	return hash[:]
}

// Make makes the home's folders where they are missing, for their owner alone.
func (h Home) Make() error {
	for _, needed := range []string{h.Cloud(), h.State(), h.pulumiHome()} {
		if err := os.MkdirAll(needed, private); err != nil {
			return fmt.Errorf("making the home (set GROUNDWORK_HOME to put it elsewhere): %w", err)
		}
		keepPrivate(needed)
	}
	if filepath.Base(h.Dir) == homeName || h.isOnlyOurs() {
		keepPrivate(h.Dir)
	}
	return nil
}

// private is the mode of the home's folders. What is in a cloud and its states is made
// up, but for what somebody wrote into a stack file or set by hand.
const private = 0o700

// keepPrivate closes a folder to others: an earlier groundwork left some open. Where
// it can't be closed, on a disk that is read-only, it can still be read.
func keepPrivate(folder string) {
	if info, err := os.Stat(folder); err == nil && info.Mode().Perm()&^private != 0 {
		_ = os.Chmod(folder, private)
	}
}

// parts are what a home has in it.
var parts = []string{"cloud", "state", "pulumi", "work", "saved", "rehearsals", "ahead", "server.json", "server.log", "restoring", "restored"}

// isOnlyOurs tells whether the home has its folder for itself. A folder that has other
// things in it too, which GROUNDWORK_HOME may point at, is not ours to close.
func (h Home) isOnlyOurs() bool {
	entries, err := os.ReadDir(h.Dir)
	return err == nil && !slices.ContainsFunc(entries, func(entry os.DirEntry) bool { return !slices.Contains(parts, entry.Name()) })
}

// Cloud is the folder of the local cloud.
func (h Home) Cloud() string { return filepath.Join(h.Dir, "cloud") }

// State is the folder of the stacks' states.
func (h Home) State() string { return filepath.Join(h.Dir, "state") }

// States opens the stacks' states. Whoever does holds the cloud's lock.
func (h Home) States() *backend.Backend { return backend.Open(h.State(), cmp.Or(h.Secret, Passphrase)) }

func (h Home) pulumiHome() string { return filepath.Join(h.Dir, "pulumi") }

func (h Home) workDir(system, stack string) string {
	return filepath.Join(h.work(), system, stack)
}

func (h Home) work() string { return filepath.Join(h.Dir, "work") }
