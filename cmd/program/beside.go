package program

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/preflight"
	"groundwork/naming"
	"groundwork/spec"
	"groundwork/workload"
)

// beside is what of a stack file no resource carries.
func beside(path, project, stack string) (string, []preflight.Image, error) {
	system, err := spec.LoadFile(path, project, stack)
	if err != nil {
		return "", nil, err
	}
	return string(system.Domain.Plan), ownImages(system), nil
}

// ownImages are those of the system that its services and jobs run, each once, sorted.
func ownImages(system *spec.System) []preflight.Image {
	images := map[preflight.Image]bool{}
	repositories := naming.Scope{System: system.Name, Environment: system.Stack}.Prefix()
	if !system.StartWorkloads {
		return nil
	}
	for _, one := range workload.Of(system) {
		for _, version := range one.Versions {
			if image := version.Image; !spec.Foreign(image.Name) {
				images[preflight.Image{Repository: repositories + "/" + image.Name, Tag: image.Tag}] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(images), func(a, b preflight.Image) int { return strings.Compare(a.String(), b.String()) })
}
