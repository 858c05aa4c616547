package apiserver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"gopkg.in/yaml.v3"
)

// carriers are the modules that carry definitions, with the files that hold those
// in use. tools/definitions pins their versions.
var carriers = map[string][]string{
	"github.com/cert-manager/cert-manager": {"deploy/crds/*.yaml"},
	"github.com/kedacore/keda/v2":          {"config/crd/bases/keda.sh_*.yaml"},
	"github.com/prometheus-operator/prometheus-operator": {
		"example/prometheus-operator-crd/*_servicemonitors.yaml",
		"example/prometheus-operator-crd/*_podmonitors.yaml",
		"example/prometheus-operator-crd/*_prometheusrules.yaml",
	},
	"sigs.k8s.io/aws-load-balancer-controller": {"config/crd/bases/*.yaml"},
}

// define installs the definitions and waits until the server serves them.
func (c client) define(ctx context.Context, tools string) error {
	definitions, err := definitions(ctx, tools)
	if err != nil {
		return err
	}
	for _, definition := range definitions {
		if _, err := c.apply(ctx, definition); err != nil {
			return fmt.Errorf("installing %s: %w", definition, err)
		}
	}
	for _, definition := range definitions {
		if err := c.established(ctx, definition); err != nil {
			return err
		}
	}
	return nil
}

// established waits for a definition's condition of that name.
func (c client) established(ctx context.Context, definition Object) error {
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	for {
		got, err := c.get(waiting, definition)
		if err != nil {
			return fmt.Errorf("waiting for %s: %w", definition, err)
		}
		conditions, _ := got.At("status", "conditions").([]any)
		for _, item := range conditions {
			condition, _ := item.(map[string]any)
			if condition["type"] == "Established" && condition["status"] == "True" {
				return nil
			}
		}
		select {
		case <-waiting.Done():
			return fmt.Errorf("waiting for %s: %w", definition, waiting.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// definitions reads the carriers' files from the module cache.
func definitions(ctx context.Context, tools string) ([]Object, error) {
	var found []Object
	folders, err := folders(ctx, tools)
	if err != nil {
		return nil, err
	}
	for module, patterns := range carriers {
		for _, pattern := range patterns {
			files, err := filepath.Glob(filepath.Join(folders[module], pattern))
			if err != nil || folders[module] == "" || len(files) == 0 {
				return nil, fmt.Errorf("module %q has no %q (%w)", module, pattern, errors.Join(err, os.ErrNotExist))
			}
			for _, file := range files {
				read, err := readDefinitions(file)
				if err != nil {
					return nil, err
				}
				found = append(found, read...)
			}
		}
	}
	return found, nil
}

func readDefinitions(file string) ([]Object, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading a definition: %w", err)
	}
	var found []Object
	for _, text := range bytes.Split(source, []byte("\n---\n")) {
		var content map[string]any
		if err := yaml.Unmarshal(text, &content); err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		if object := Object(content); object.Kind() == "CustomResourceDefinition" {
			delete(object, "status") // some generators leave an empty one
			found = append(found, object)
		}
	}
	return found, nil
}

// folders are where the module cache has the carriers.
func folders(ctx context.Context, tools string) (map[string]string, error) {
	versions, err := pinned(ctx, tools)
	if err != nil {
		return nil, err
	}
	download := exec.CommandContext(ctx, "go", append([]string{"mod", "download", "-json"}, versions...)...)
	download.Dir = tools
	output, err := download.Output()
	if err != nil {
		return nil, fmt.Errorf("fetching the definitions' modules: %w: %s", err, output)
	}
	found := map[string]string{}
	decoder := json.NewDecoder(bytes.NewReader(output))
	for decoder.More() {
		var module struct{ Path, Dir string }
		if err := decoder.Decode(&module); err != nil {
			return nil, fmt.Errorf("reading where the definitions' modules are: %w", err)
		}
		found[module.Path] = module.Dir
	}
	return found, nil
}

// pinned are the modules with the versions that go.mod names.
func pinned(ctx context.Context, tools string) ([]string, error) {
	edit := exec.CommandContext(ctx, "go", "mod", "edit", "-json")
	edit.Dir = tools
	output, err := edit.Output()
	if err != nil {
		return nil, fmt.Errorf("reading the definitions' versions: %w", err)
	}
	var file struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(output, &file); err != nil {
		return nil, fmt.Errorf("reading the definitions' versions: %w", err)
	}
	var versions []string
	for _, required := range file.Require {
		versions = append(versions, required.Path+"@"+required.Version)
	}
	return versions, nil
}
