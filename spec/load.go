package spec

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// source is what was found of one stack's configuration, before any of it is
// understood.
type source struct {
	// file is the stack file's name for messages.
	file, project, stack, region string
	// root holds the keys of the namespace, without it.
	root *node
	// strays are configuration keys that lack the namespace, with theirs.
	strays []field
	// today decides which versions are still supported.
	today time.Time
	// siblings are the system's other stacks, where their files can be read.
	siblings []sibling
}

// Load reads the configuration of the running program. The system's name is the
// project's, its environment by default the stack's name, its region
// `aws:region`. The error is a Problems when the stack file is at fault.
func Load(ctx *pulumi.Context) (*System, error) { return LoadAt(ctx, time.Now()) }

// LoadAt is Load on a given day: which versions are supported depends on it.
func LoadAt(ctx *pulumi.Context, today time.Time) (*System, error) {
	region, _ := ctx.GetConfig("aws:region")
	src := source{
		file:    "Pulumi." + ctx.Stack() + ".yaml",
		project: ctx.Project(), stack: ctx.Stack(), region: region,
		root: &node{kind: object}, today: today,
	}
	c := newCollector(src.file)
	all := configKeys()
	for _, key := range slices.Compact(slices.Sorted(slices.Values(append(all, knownKeys()...)))) {
		if value, ok := ctx.GetConfig(key); ok {
			src.take(key, func() (*node, error) { return parseText(value, ctx.IsConfigSecret(key)) }, c)
		}
	}
	return src.system(c)
}

// configKeys are all configuration keys of the stack, where the language host
// tells them (an inline program's host does not): GetConfig answers only for
// keys one asks for, and a mistyped one must be found too.
func configKeys() []string {
	var config map[string]string
	if err := json.Unmarshal([]byte(os.Getenv(pulumi.EnvConfig)), &config); err != nil {
		return nil
	}
	keys := make([]string, 0, len(config))
	for key := range config {
		keys = append(keys, key)
	}
	return keys
}

func knownKeys() []string {
	keys := slices.Clone(fieldsOf(reflect.TypeFor[System]()).keys)
	for i, key := range keys {
		keys[i] = namespace + ":" + key
	}
	return keys
}

// LoadFile reads a stack file directly, without an engine, and knows more than
// the program can: lines, and which single values are encrypted. It cannot
// decrypt them: secrets are empty.
func LoadFile(path, project, stack string) (*System, error) {
	return LoadFileAt(path, project, stack, time.Now())
}

// LoadFileAt is LoadFile on a given day.
func LoadFileAt(path, project, stack string, today time.Time) (*System, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the stack file: %w", err)
	}
	return parseFile(content, filepath.Base(path), project, stack, today, siblings(path, project, today)...)
}

func parseFile(content []byte, name, project, stack string, today time.Time, others ...sibling) (*System, error) {
	c := newCollector(name)
	src := source{file: name, project: project, stack: stack, root: &node{kind: object}, today: today, siblings: others}
	file, broken := parseYAML(content)
	for _, why := range broken {
		c.lines[why.key] = why.line
		c.add(why.key, why.value, why.rule, why.write)
	}
	if file == nil {
		return nil, c.result()
	}
	src.takeFile(file, c)
	return src.system(c)
}

// takeFile sorts out what a stack file holds.
func (s *source) takeFile(file *node, c *collector) {
	for _, field := range file.fields {
		if strings.HasPrefix(field.key, namespace+":") || strings.HasPrefix(field.key, "aws:") {
			c.lines[field.key] = field.value.line
			c.add(field.key, field.value.found(), "configuration stands under config:, anything beside it is not read", "the key under config:, indented")
		}
	}
	for _, field := range file.twice {
		c.twice(field.key, field.value)
	}
	for _, field := range file.fields {
		if field.key != "config" {
			c.doubled(field.key, field.value)
		}
	}
	config := file.get("config")
	if config == nil || config.kind == null {
		return
	}
	if config.kind != object {
		c.lines["config"] = config.line
		c.add("config", config.found(), "this is "+config.kind.String()+"; wanted is a section with its own keys", "config: {aws:region: us-east-1}")
		return
	}
	for _, field := range config.twice {
		if space, _, spaced := strings.Cut(field.key, ":"); !spaced || space != namespace {
			c.twice(field.key, field.value)
		}
	}
	for _, field := range append(slices.Clone(config.fields), config.twice...) {
		if space, _, spaced := strings.Cut(field.key, ":"); spaced && space != namespace {
			c.doubled(field.key, field.value)
		}
		if field.key == "aws:region" {
			s.region = field.value.text
			c.lines[field.key] = field.value.line
			continue
		}
		s.take(field.key, func() (*node, error) { return field.value, nil }, c)
	}
}

// take files one configuration key where it belongs.
func (s *source) take(key string, value func() (*node, error), c *collector) {
	space, name, spaced := strings.Cut(key, ":")
	if !spaced {
		space, name = s.project, key
	}
	n, err := value()
	switch {
	case err != nil:
		c.unreadable(key, raw(hidden), err.Error(), "a section with its own keys")
	case !isShaped(key) && space != namespace:
		s.misshapen(key, n, c)
	case space != namespace && space != s.project && !slices.Contains(namespaces, space):
		s.foreign(key, n, c)
	case space != namespace && space != s.project:
		s.provider(key, n, c)
	case space != namespace:
		s.strays = append(s.strays, field{key, n})
	case s.root.has(name):
		s.root.twice = append(s.root.twice, field{name, n})
	default:
		s.root.fields = append(s.root.fields, field{name, n})
	}
}
