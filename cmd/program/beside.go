package program

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/preflight"
	"groundwork/naming"
	"groundwork/spec"
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
	add := func(image, tag string) {
		if own := !strings.Contains(image, "/"); own && tag != "" && system.StartWorkloads {
			images[preflight.Image{Repository: repositories + "/" + image, Tag: tag}] = true
		}
	}
	for _, service := range system.Services {
		add(service.Image, service.Tag)
		if service.Release != nil {
			add(service.Image, service.Release.Blue)
			add(service.Image, service.Release.Green)
		}
	}
	for _, job := range system.Jobs {
		add(job.Image, job.Tag)
	}
	return slices.SortedFunc(maps.Keys(images), func(a, b preflight.Image) int { return strings.Compare(a.String(), b.String()) })
}
