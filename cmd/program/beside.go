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

// ownImages are those of the system that its services and jobs run, as repository and
// tag, in the order of their names.
func ownImages(system *spec.System) []preflight.Image {
	var images []preflight.Image
	add := func(image, tag string) {
		if own := !strings.Contains(image, "/"); own && tag != "" && system.StartWorkloads {
			images = append(images, preflight.Image{Repository: naming.Scope{System: system.Name, Environment: system.Stack}.Prefix() + "/" + image, Tag: tag})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(system.Services)) {
		service := system.Services[name]
		add(service.Image, service.Tag)
		if service.Release != nil {
			add(service.Image, service.Release.Blue)
			add(service.Image, service.Release.Green)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(system.Jobs)) {
		add(system.Jobs[name].Image, system.Jobs[name].Tag)
	}
	return slices.Compact(images)
}
