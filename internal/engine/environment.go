package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"groundwork/internal/backend"
)

// Served is where a Pulumi CLI finds the local cloud and the states.
type Served struct {
	// Providers is the value of PULUMI_DEBUG_PROVIDERS.
	Providers string `json:"providers"`
	// States is the backend.
	States backend.Address `json:"states"`
}

// Environment holds the variables with which a Pulumi CLI works with the local
// cloud that is served.
func (h Home) Environment(at Served) map[string]string {
	return map[string]string{
		"PULUMI_ACCESS_TOKEN":    at.States.Token,
		"PULUMI_BACKEND_URL":     at.States.URL,
		"PULUMI_DEBUG_PROVIDERS": at.Providers,
		// States of homes that a file backend wrote, and stack files that say so
		// themselves, are encrypted with a passphrase.
		"PULUMI_CONFIG_PASSPHRASE":      Passphrase,
		"PULUMI_CONFIG_PASSPHRASE_FILE": "",
		// The token is no secret worth a key of the operating system.
		"PULUMI_CREDENTIAL_STORE": "plaintext",
		// Every provider is attached: without this the engine still asks the
		// internet for plugins, and offline waits seconds for no answer.
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		"PULUMI_HOME": h.pulumiHome(),
		// A journal goes to the disk of this machine: it need not be gathered for
		// fifty milliseconds first, at each of the steps that wait for each other.
		"PULUMI_JOURNALING_BATCH_PERIOD": "1",
		"PULUMI_SKIP_UPDATE_CHECK":       "true",
	}
}

// prepare makes the folder in which the CLI keeps its own things.
func (h Home) prepare(at Served) error {
	if err := h.signIn(at.States); err != nil {
		return err
	}
	return h.silence()
}

// signIn writes what the CLI knows of a backend that it was signed in to, so that
// it neither asks nor says so, and forgets those of earlier runs.
func (h Home) signIn(at backend.Address) error {
	type account struct {
		AccessToken     string    `json:"accessToken"`
		Username        string    `json:"username"`
		Organizations   []string  `json:"organizations"`
		LastValidatedAt time.Time `json:"lastValidatedAt"`
	}
	content, err := json.Marshal(map[string]any{
		"current":      at.URL,
		"accessTokens": map[string]string{at.URL: at.Token},
		"accounts":     map[string]account{at.URL: {at.Token, backend.Owner, []string{backend.Owner}, time.Now()}},
	})
	if err != nil {
		return fmt.Errorf("signing in to the local cloud: %w", err)
	}
	if err := os.WriteFile(h.credentials(), content, 0o600); err != nil {
		return fmt.Errorf("signing in to the local cloud: %w", err)
	}
	return nil
}

// lastPort is where the home's states were served last, 0 when that is not known. A
// state that was exported names the address at which its secrets are opened, so it
// should stay the same.
func (h Home) lastPort() int {
	content, err := os.ReadFile(h.credentials())
	var known struct {
		Current string `json:"current"`
	}
	if err != nil || json.Unmarshal(content, &known) != nil {
		return 0
	}
	last, err := url.Parse(known.Current)
	if err != nil || last.Hostname() != "127.0.0.1" {
		return 0
	}
	port, err := strconv.ParseUint(last.Port(), 10, 16)
	if err != nil {
		return 0
	}
	return int(port)
}

func (h Home) credentials() string { return filepath.Join(h.pulumiHome(), "credentials.json") }

// silence puts a file where the CLI wants a folder for the log that it writes of
// each run, at the level of debugging: a fifth of what an unchanged up costs. There
// is no switch for it; without a folder the CLI goes on without a log.
func (h Home) silence() error {
	path := filepath.Join(h.pulumiHome(), "logs")
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		return nil
	}
	err := os.RemoveAll(path)
	const why = "This file keeps the Pulumi CLI from writing a log of each run, which takes a fifth of its time.\nRemove it and make a folder of this name to have the logs of the next run.\n"
	if err = errors.Join(err, os.WriteFile(path, []byte(why), 0o600)); err != nil {
		return fmt.Errorf("preparing the CLI's folder: %w", err)
	}
	return nil
}
