package engine

import (
	"fmt"
	"os"
	"path/filepath"
)

// Home is the folder that holds the local cloud and the state of its stacks:
// .groundwork/ in the checkout, or where GROUNDWORK_HOME points.
type Home struct {
	// Dir is the folder's absolute path.
	Dir string
}

// Passphrase encrypts the secrets of local stacks. It protects nothing: what is
// in the local cloud is made up.
const Passphrase = "groundwork-local"

// localSalt belongs to Passphrase; with a fixed one the CLI has nothing to
// write into a stack file.
const localSalt = "v1:1whsEHEqBDg=:v1:/fsv3oLDbY33yvOp:2vAUGcRSWPX6YZ6KNMrYfOvC1Clacw=="

// Home gives the project's home, made when it is missing.
func (p Project) Home() (Home, error) {
	dir := os.Getenv("GROUNDWORK_HOME")
	if dir == "" {
		dir = filepath.Join(p.Root, ".groundwork")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Home{}, fmt.Errorf("finding the home %q: %w", dir, err)
	}
	home := Home{Dir: dir}
	return home, home.Make()
}

// Make makes the home's folders where they are missing.
func (h Home) Make() error {
	for _, needed := range []string{h.Cloud(), h.State(), h.pulumiHome()} {
		if err := os.MkdirAll(needed, 0o755); err != nil {
			return fmt.Errorf("making the home (set GROUNDWORK_HOME to put it elsewhere): %w", err)
		}
	}
	return nil
}

// Cloud is the folder of the local cloud.
func (h Home) Cloud() string { return filepath.Join(h.Dir, "cloud") }

// State is the folder of Pulumi's file backend.
func (h Home) State() string { return filepath.Join(h.Dir, "state") }

func (h Home) pulumiHome() string { return filepath.Join(h.Dir, "pulumi") }

func (h Home) workDir(system, stack string) string {
	return filepath.Join(h.work(), system, stack)
}

func (h Home) work() string { return filepath.Join(h.Dir, "work") }

// Environment holds the variables with which a Pulumi CLI talks to the local
// cloud whose providers listen as providers says (PULUMI_DEBUG_PROVIDERS).
func (h Home) Environment(providers string) map[string]string {
	return map[string]string{
		"PULUMI_BACKEND_URL":            "file://" + filepath.ToSlash(h.State()),
		"PULUMI_CONFIG_PASSPHRASE":      Passphrase,
		"PULUMI_CONFIG_PASSPHRASE_FILE": "",
		"PULUMI_DEBUG_PROVIDERS":        providers,
		// Every provider is attached: without this the engine still asks the
		// internet for plugins, and offline waits seconds for no answer.
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		"PULUMI_HOME":              h.pulumiHome(),
		"PULUMI_SKIP_UPDATE_CHECK": "true",
	}
}
