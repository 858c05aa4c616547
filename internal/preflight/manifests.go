package preflight

import (
	"encoding/json"
	"errors"
	"slices"
)

// manifestTypes are the forms of a manifest that are read here.
var manifestTypes = []string{
	"application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
}

// configurationOf is where a single image's configuration lies.
func configurationOf(manifest []byte) (string, error) {
	var single struct{ Config struct{ Digest string } }
	if err := json.Unmarshal(manifest, &single); err != nil || !imageReference.MatchString(single.Config.Digest) {
		return "", errors.New("the registry's answer is no manifest")
	}
	return single.Config.Digest, nil
}

// processorOf reads a single image's configuration.
func processorOf(content []byte) ([]string, error) {
	var config struct{ Architecture string }
	if err := json.Unmarshal(content, &config); err != nil || config.Architecture == "" {
		return nil, errors.New("the image's configuration names no processor")
	}
	return []string{config.Architecture}, nil
}

// processorsIn are those of a list of images; known is false for a single one.
func processorsIn(manifest []byte) (processors []string, known bool) {
	var index struct {
		Manifests []struct {
			Platform struct{ Architecture, OS string }
		}
	}
	if json.Unmarshal(manifest, &index) != nil || len(index.Manifests) == 0 {
		return nil, false
	}
	for _, one := range index.Manifests {
		if one.Platform.OS == "linux" && !slices.Contains(processors, one.Platform.Architecture) {
			processors = append(processors, one.Platform.Architecture)
		}
	}
	return processors, true
}
