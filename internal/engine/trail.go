package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"groundwork/internal/localcloud"
)

// trailFile is where the home's cloud notes who changed it.
func (h Home) trailFile() string { return filepath.Join(h.Cloud(), localcloud.TrailName) }

// forgetTrail removes what was noted.
func (h Home) forgetTrail() error {
	if err := os.Remove(h.trailFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting who changed the local cloud: %w", err)
	}
	return nil
}

// Trail is who changed the home's cloud, as CloudTrail's lookup-events prints it.
func (h Home) Trail() ([]byte, error) {
	events, err := localcloud.Trail(h.Cloud())
	if err != nil {
		return nil, err
	}
	if events == nil {
		events = []localcloud.TrailEvent{}
	}
	return json.MarshalIndent(map[string]any{"Events": events}, "", "  ")
}

// Trail is who changed the session's cloud.
func (s *Session) Trail(context.Context) ([]byte, error) { return s.home.Trail() }
