package kubernetes

import (
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/rules"
)

// diffObject compares what the object shows, as far as it was asked for, with
// what is asked for now. That is how the provider finds drift; see
// https://github.com/pulumi/pulumi-kubernetes/blob/v4.30.0/provider/pkg/provider/provider.go (Diff)
func diffObject(d *localcloud.Diff) {
	t, ok := parseToken(d.Type)
	if !ok {
		return
	}
	shown, asked := live(d.OldOutputs), plainFields(d.OldOutputs.Map("__inputs"))
	if len(asked) == 0 {
		asked = plainFields(d.OldInputs)
	}
	news := plainFields(d.News)
	old := prune(shown, asked)
	if at(news, "metadata", "name") != nil {
		put(old, textAt(shown, "metadata", "name"), "metadata", "name")
	}
	c := &comparison{force: splitAll(replacers(t, news, func(name string) bool { return setting(d.Tx.Config(), name) == "true" }))}
	if _, patch := patched(d.Type); patch {
		c.force = splitAll([]string{"metadata.name", "metadata.namespace"})
	}
	c.maps(nil, old, news)
	d.Verdict = c.verdict(d.Ignore)
	named := textAt(news, "metadata", "annotations", autonamed) != "true"
	d.Verdict.DeleteFirst = len(d.Verdict.Replaces) > 0 && named &&
		textAt(news, "metadata", "name") == textAt(shown, "metadata", "name") &&
		textAt(news, "metadata", "namespace") == textAt(shown, "metadata", "namespace")
}

// comparison collects the edits between two objects.
type comparison struct {
	force [][]string
	edits []edit
}

type edit struct {
	path []string
	rules.Edit
}

func splitAll(paths []string) [][]string {
	var list [][]string
	for _, path := range paths {
		list = append(list, strings.Split(path, "."))
	}
	return list
}

func (c *comparison) add(path []string, kind rules.EditKind, news any) {
	replace := slices.ContainsFunc(c.force, func(pattern []string) bool { return matches(pattern, path, news) })
	if kind == rules.Delete && len(path) == 1 && path[0] == "metadata" {
		replace = true
	}
	c.edits = append(c.edits, edit{slices.Clone(path), rules.Edit{Kind: kind, Replace: replace}})
}

// matches reports whether a change at a path concerns a field: it is at or
// below it, or above it and brings it along.
func matches(pattern, path []string, news any) bool {
	for i := range min(len(pattern), len(path)) {
		if pattern[i] != "*" && pattern[i] != path[i] {
			return false
		}
	}
	return len(path) >= len(pattern) || at(news, pattern[len(path):]...) != nil
}

func (c *comparison) maps(path []string, old, news fields) {
	for name, value := range news {
		before, ok := old[name]
		here := append(slices.Clone(path), name)
		switch {
		case value == nil && before == nil:
		case value == nil:
			c.add(here, rules.Delete, nil)
		case !ok:
			c.add(here, rules.Add, value)
		default:
			c.values(here, before, value)
		}
	}
	for name := range old {
		if _, ok := news[name]; !ok {
			c.add(append(slices.Clone(path), name), rules.Delete, nil)
		}
	}
}

// values compares what was with what is asked. A whole map that is not known
// yet counts as without entries: so does the provider, which replaces every
// object whose replacing fields hang on it.
func (c *comparison) values(path []string, old, news any) {
	if _, hidden := news.(unknown); hidden {
		if before, ok := old.(fields); ok {
			c.maps(path, before, nil)
			return
		}
		c.add(path, rules.Update, nil)
		return
	}
	switch v := news.(type) {
	case fields:
		if before, ok := old.(fields); ok {
			c.maps(path, before, v)
			return
		}
	case []any:
		if before, ok := old.([]any); ok {
			c.lists(path, before, v)
			return
		}
	}
	if !reflect.DeepEqual(old, news) {
		c.add(path, rules.Update, news)
	}
}

func (c *comparison) lists(path []string, old, news []any) {
	for i := range max(len(old), len(news)) {
		here := append(slices.Clone(path), "["+strconv.Itoa(i)+"]")
		switch {
		case i >= len(old):
			c.add(here, rules.Add, news[i])
		case i >= len(news):
			c.add(here, rules.Delete, nil)
		default:
			c.values(here, old[i], news[i])
		}
	}
}

// verdict writes the edits down, without those that are to be ignored.
func (c *comparison) verdict(ignore []string) rules.Verdict {
	var out rules.Verdict
	for _, e := range c.edits {
		path := propertyPath(e.path)
		if slices.ContainsFunc(ignore, func(ignored string) bool { return ignores(ignored, path) }) {
			continue
		}
		if out.Edits == nil {
			out.Edits = map[string]rules.Edit{}
		}
		out.Edits[path] = e.Edit
		out.Diffs = append(out.Diffs, path)
		if e.Replace {
			out.Replaces = append(out.Replaces, path)
		}
	}
	sort.Strings(out.Diffs)
	sort.Strings(out.Replaces)
	return out
}

// propertyPath writes a path as Pulumi does; a step into a list is written
// already.
func propertyPath(path []string) string {
	var out strings.Builder
	for i, step := range path {
		switch {
		case strings.HasPrefix(step, "["):
			out.WriteString(step)
		case strings.ContainsAny(step, `."[]`):
			out.WriteString(`["` + strings.ReplaceAll(step, `"`, `\"`) + `"]`)
		default:
			if i > 0 {
				out.WriteByte('.')
			}
			out.WriteString(step)
		}
	}
	return out.String()
}

// ignores reports whether a path is at or below one of ignoreChanges.
func ignores(ignored, path string) bool {
	rule, err := resource.ParsePropertyPath(ignored)
	if err != nil {
		return false
	}
	at, err := resource.ParsePropertyPath(path)
	return err == nil && rule.Contains(at)
}
