package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"gopkg.in/yaml.v3"

	"groundwork/naming"
)

// namespace is the one of the systems' stack files, so that what works on all
// stacks, such as lifting the protection, works on this one too.
const namespace = "groundwork:"

// Problems are all problems of a stack file. As an error it tells them all.
type Problems []string

// Error is one paragraph with a line for each problem.
func (p Problems) Error() string {
	return fmt.Sprintf("the account's stack file cannot be used, nothing was created:\n  %s", strings.Join(p, "\n  "))
}

// Lines are the problems by themselves, for reports.
func (p Problems) Lines() []string { return p }

// Load reads the configuration of the running program. The error is Problems
// when the stack file is at fault.
func Load(ctx *pulumi.Context) (Config, error) {
	values := map[string]any{}
	for _, key := range append(configKeys(), append(knownKeys(), "aws:region")...) {
		if text, ok := ctx.GetConfig(key); ok {
			values[key] = plain(text)
		}
	}
	return decode(values)
}

// configKeys are all keys of the stack, where the language host tells them:
// GetConfig answers only for keys one asks for, and a mistyped one must be found.
func configKeys() []string {
	var config map[string]string
	if json.Unmarshal([]byte(os.Getenv(pulumi.EnvConfig)), &config) != nil {
		return nil
	}
	return slices.Collect(maps.Keys(config))
}

// plain is a value as it stands in the stack file: the engine hands sections,
// lists, numbers and truths over as JSON, and text as it is.
func plain(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}

// Check reads a stack file without an engine.
func Check(path, _, _ string) error {
	_, err := readFile(path)
	return err
}

func readFile(path string) (Config, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("reading the stack file: %w", err)
	}
	var file struct {
		Config map[string]any `yaml:"config"`
	}
	if err := yaml.Unmarshal(content, &file); err != nil {
		return Config{}, Problems{"the file must be YAML: " + err.Error()}
	}
	return decode(file.Config)
}

// decode turns keys with plain values into a complete configuration that keeps
// every rule, or tells all that is wrong with it.
func decode(values map[string]any) (Config, error) {
	config := defaults()
	var problems Problems
	config.Region, _ = values["aws:region"].(string)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		name, ours := strings.CutPrefix(key, namespace)
		if !ours {
			continue
		}
		if err := set(&config, name, values[key]); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", key, err))
		}
	}
	if len(problems) > 0 {
		return config, problems
	}
	config.complete()
	if problems = config.problems(); len(problems) > 0 {
		return config, problems
	}
	return config, nil
}

// set decodes the value of one key into its field.
func set(config *Config, name string, value any) error {
	if !slices.Contains(knownKeys(), namespace+name) {
		return fmt.Errorf("there is no such key; there are: %s", strings.Join(names(), ", "))
	}
	text, err := json.Marshal(map[string]any{name: value})
	if err != nil {
		return fmt.Errorf("wanted are plain values: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(config)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("wanted is %s, found is %s", kindName(kind.Type), kind.Value)
	}
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Struct, reflect.Pointer, reflect.Map:
		return "a section with its own keys"
	default:
		return "text"
	}
}

// names are the keys without their namespace, in the order of Config.
func names() []string {
	var names []string
	config := reflect.TypeFor[Config]()
	for i := range config.NumField() {
		if name := config.Field(i).Tag.Get("json"); name != "-" {
			names = append(names, name)
		}
	}
	return names
}

func knownKeys() []string {
	keys := names()
	for i, name := range keys {
		keys[i] = namespace + name
	}
	return keys
}

// Marks are the tags of everything that the account's stack has.
func Marks(path, _, _ string) (map[string]string, error) {
	config, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return naming.Scope{System: config.Name, Environment: own}.Marks(), nil
}

// LeftOut tells whether pull requests may not look into the stacks of an environment: an
// account, whose stack files lie in the folder, has it and leaves it out of its previews.
// The account's own stack they may never look into: whoever reads its state knows who
// may do what. A stack file that can't be used leaves nothing out: whoever deploys it
// will be told.
func LeftOut(folder, environment string) bool {
	if environment == own {
		return true
	}
	files, _ := filepath.Glob(filepath.Join(folder, "Pulumi.*.yaml")) // the pattern is right
	return slices.ContainsFunc(files, func(file string) bool {
		config, err := readFile(file)
		return err == nil && slices.Contains(config.Environments, environment) && !slices.Contains(config.Previews, environment)
	})
}
