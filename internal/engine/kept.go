package engine

import (
	"fmt"
	"strings"

	"groundwork/internal/localcloud"
)

// kept names the final snapshots that a destroy took: those that were not there
// before it.
func kept(before, after []localcloud.Listed) []string {
	old := map[string]bool{}
	for _, object := range before {
		old[object.Type+object.ID] = true
	}
	var names []string
	for _, object := range after {
		if strings.HasSuffix(object.Type, "/snapshot:Snapshot") && !old[object.Type+object.ID] {
			names = append(names, fmt.Sprintf("final snapshot %s (%s)", object.Name, object.Type))
		}
	}
	return names
}
