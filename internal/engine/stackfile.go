package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"
)

// The user's own files are never written to: each run works on a copy of the
// Pulumi.yaml and the stack file in the home, in which every secret is
// replaced by a made-up one, since the key of the real ones is not here.

// materialise writes the copy and returns its folder. Overrides are
// configuration keys with plain values that win over the file's; seal encrypts the
// secret at a path.
func (h Home) materialise(system System, stack string, overrides map[string]string, seal func(path string) string) (string, error) {
	source, err := os.ReadFile(system.StackFile(stack))
	if errors.Is(err, os.ErrNotExist) {
		return "", system.NoStack(stack)
	}
	if err != nil {
		return "", fmt.Errorf("reading the stack file: %w", err)
	}
	local, err := localStackFile(source, overrides, seal)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", system.StackFile(stack), err)
	}
	project, err := os.ReadFile(filepath.Join(system.Dir, "Pulumi.yaml"))
	if err != nil {
		return "", fmt.Errorf("reading the project file: %w", err)
	}
	dir := h.workDir(system.Name, stack)
	if err := os.MkdirAll(dir, private); err != nil {
		return "", fmt.Errorf("making the working folder: %w", err)
	}
	for name, content := range map[string][]byte{"Pulumi.yaml": project, "Pulumi." + stack + ".yaml": local} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return "", fmt.Errorf("writing the working copy: %w", err)
		}
	}
	return dir, nil
}

// localStackFile is the stack file as the local cloud uses it.
func localStackFile(source []byte, overrides map[string]string, seal func(string) string) ([]byte, error) {
	var file map[string]any
	if err := yaml.Unmarshal(source, &file); err != nil {
		return nil, err
	}
	values, _ := file["config"].(map[string]any)
	if values == nil {
		values = map[string]any{}
	}
	for key, value := range values {
		values[key] = standIn(key, value, seal)
	}
	for key, value := range overrides {
		values[key] = value
	}
	return yaml.Marshal(map[string]any{"config": values})
}

// madeUp is the secret in place of one that is not known: it names where it stands.
func madeUp(path string) string { return "local-" + path }

// standIn replaces `secure:` leaves by made-up secrets that name where they are, and
// what the library would write wrongly.
func standIn(path string, value any, seal func(string) string) any {
	switch value := value.(type) {
	case map[string]any:
		if _, secret := value["secure"]; secret && len(value) == 1 {
			return map[string]any{"secure": seal(path)}
		}
		for key, item := range value {
			value[key] = standIn(path+"."+key, item, seal)
		}
	case []any:
		for i, item := range value {
			value[i] = standIn(fmt.Sprintf("%s[%d]", path, i), item, seal)
		}
	case string:
		if strings.Contains(value, "\n") {
			return inQuotes(value)
		}
	}
	return value
}

// inQuotes is a text that any reader of YAML reads. The library's writer gives some
// texts of several lines an indentation that its reader refuses: " a\nb" in a list.
func inQuotes(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: text}
}
