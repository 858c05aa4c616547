package engine

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"gopkg.in/yaml.v3"
)

// Config is a stack file as its program gets it in the local cloud.
type Config struct {
	// Values are by namespace:key; what is no string is JSON.
	Values map[string]string
	// Secrets are the keys whose value holds a secret, a made-up one; sorted.
	Secrets []string
}

// Config reads the stack file of one stack of the system.
func (s System) Config(stack string) (Config, error) {
	source, err := os.ReadFile(s.StackFile(stack))
	if errors.Is(err, os.ErrNotExist) {
		return Config{}, s.NoStack(stack)
	}
	if err != nil {
		return Config{}, fmt.Errorf("reading the stack file: %w", err)
	}
	read, err := ReadConfig(source, s.Name)
	if err != nil {
		return Config{}, fmt.Errorf("reading %s: %w", s.StackFile(stack), err)
	}
	return read, nil
}

// ReadConfig reads the content of a stack file of a project. It needs no key:
// secrets are replaced as in a run, but encrypted by nobody.
func ReadConfig(source []byte, project string) (Config, error) {
	var file struct {
		Config map[string]any `yaml:"config"`
	}
	if err := yaml.Unmarshal(source, &file); err != nil {
		return Config{}, err
	}
	named := make(map[string]any, len(file.Config))
	for key, value := range file.Config {
		if !strings.Contains(key, ":") {
			key = project + ":" + key
		}
		named[key] = standIn(key, value, madeUp)
	}
	content, err := yaml.Marshal(named)
	if err != nil {
		return Config{}, err
	}
	return decrypted(content)
}

// decrypted reads configuration as the CLI does.
func decrypted(content []byte) (Config, error) {
	var stored config.Map
	if err := yaml.Unmarshal(content, &stored); err != nil {
		return Config{}, err
	}
	plain, err := stored.Decrypt(inPlain)
	if err != nil {
		return Config{}, err
	}
	read := Config{Values: make(map[string]string, len(plain))}
	for key, value := range plain {
		read.Values[key.String()] = value
	}
	for _, key := range stored.SecureKeys() {
		read.Secrets = append(read.Secrets, key.String())
	}
	slices.Sort(read.Secrets)
	return read, nil
}

// inPlain decrypts what nobody encrypted. It is a type of its own: for
// config.NopDecrypter itself, the SDK leaves the marks of secrets inside objects.
var inPlain = struct{ config.Decrypter }{config.NopDecrypter}
