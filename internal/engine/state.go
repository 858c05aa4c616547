package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// checkpoint is the part of Pulumi's state file that is read here. Pulumi
// alone writes it, but for Settle.
type checkpoint struct {
	path      string
	Resources []stateResource
	Pending   []string
}

type stateResource struct {
	URN     string `json:"urn"`
	Type    string `json:"type"`
	ID      string `json:"id"`
	Custom  bool   `json:"custom"`
	Protect bool   `json:"protect"`
	// Parent, Provider (URN::id), Dependencies and DeletedWith are what the
	// resource waits for.
	Parent       string   `json:"parent"`
	Provider     string   `json:"provider"`
	Dependencies []string `json:"dependencies"`
	DeletedWith  string   `json:"deletedWith"`
	// PropertyDependencies are those of Dependencies that an input is made of, by
	// the input's name.
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
}

// statePath is where Pulumi's file backend keeps a stack.
func (h Home) statePath(system, stack string) string {
	return filepath.Join(h.State(), ".pulumi", "stacks", system, stack+".json")
}

// readState reads a stack's state; one that does not exist is empty.
func (h Home) readState(system, stack string) (checkpoint, error) {
	path := h.statePath(system, stack)
	state := checkpoint{path: path}
	source, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, fmt.Errorf("reading the stack's state: %w", err)
	}
	var file struct {
		Checkpoint struct {
			Latest *struct {
				Resources []stateResource `json:"resources"`
				Pending   []struct {
					Resource stateResource `json:"resource"`
					Type     string        `json:"type"`
				} `json:"pending_operations"`
			} `json:"latest"`
		} `json:"checkpoint"`
	}
	if err := json.Unmarshal(source, &file); err != nil {
		return state, damaged(path, err)
	}
	if latest := file.Checkpoint.Latest; latest != nil {
		state.Resources = latest.Resources
		for _, operation := range latest.Pending {
			state.Pending = append(state.Pending, operation.Type+" "+operation.Resource.URN)
		}
	}
	return state, nil
}

// mendSidecars removes the attribute files that a killed CLI left empty beside
// the state. The file backend writes them in place, takes an empty one for
// damage and does without one that is missing:
// https://pkg.go.dev/gocloud.dev/blob/fileblob
func (h Home) mendSidecars(system, stack string) error {
	root := filepath.Join(h.State(), ".pulumi")
	for _, pattern := range []string{
		filepath.Join(root, "*.attrs"),
		filepath.Join(root, "stacks", system, stack+".*.attrs"),
	} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			return fmt.Errorf("looking for attribute files: %w", err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return fmt.Errorf("reading an attribute file: %w", err)
			}
			if json.Valid(content) {
				continue
			}
			if err := os.Remove(file); err != nil {
				return fmt.Errorf("removing a damaged attribute file: %w", err)
			}
		}
	}
	return nil
}

func damaged(path string, cause error) error {
	way := "no earlier copy is beside it: remove the file and run up again, which takes over what the local cloud still holds"
	if _, err := os.Stat(path + ".bak"); err == nil {
		way = fmt.Sprintf("the copy before the last change is beside it; to go on from there: cp %q %q, then run up again", path+".bak", path)
	}
	return fmt.Errorf("the state file %s is damaged (%w); nothing in the cloud was touched; %s", path, cause, way)
}

// protected lists the URNs that Pulumi refuses to delete.
func (c checkpoint) protected() []string {
	var urns []string
	for _, resource := range c.Resources {
		if resource.Protect {
			urns = append(urns, resource.URN)
		}
	}
	return urns
}

// ids holds the ids of the stack's resources by URN.
func (c checkpoint) ids() map[string][]string {
	ids := make(map[string][]string, len(c.Resources))
	for _, resource := range c.Resources {
		if resource.Custom {
			ids[resource.URN] = append(ids[resource.URN], resource.ID)
		}
	}
	return ids
}

// needs holds for each URN those that must be there before it.
func (c checkpoint) needs() map[string][]string {
	needs := make(map[string][]string, len(c.Resources))
	for _, resource := range c.Resources {
		all := append([]string{}, resource.Dependencies...)
		if at := strings.LastIndex(resource.Provider, "::"); at > 0 {
			all = append(all, resource.Provider[:at])
		}
		for _, urn := range []string{resource.Parent, resource.DeletedWith} {
			if urn != "" {
				all = append(all, urn)
			}
		}
		needs[resource.URN] = all
	}
	return needs
}

// settle drops the pending operations that a killed engine left. Pulumi keeps
// them because it can't know whether the cloud finished them; the local cloud
// knows: what it did create is handed over at the next create.
func (c checkpoint) settle() error {
	if len(c.Pending) == 0 {
		return nil
	}
	source, err := os.ReadFile(c.path)
	if err != nil {
		return fmt.Errorf("reading the stack's state: %w", err)
	}
	var file map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(source)))
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil {
		return damaged(c.path, err)
	}
	holder, _ := file["checkpoint"].(map[string]any)
	latest, _ := holder["latest"].(map[string]any)
	delete(latest, "pending_operations")
	settled, err := json.Marshal(file)
	if err != nil {
		return fmt.Errorf("writing the stack's state: %w", err)
	}
	if err := os.WriteFile(c.path+".settled", settled, 0o600); err != nil {
		return fmt.Errorf("writing the stack's state: %w", err)
	}
	return os.Rename(c.path+".settled", c.path)
}
