package spec

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"
)

// namespace is the configuration namespace of every key.
const namespace = "groundwork"

var plainKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// at is the path of a key: at("services", "api", "uses", 0) is
// "groundwork:services.api.uses[0]", the form `pulumi config --path` takes.
func at(parts ...any) string {
	path := ""
	for _, part := range parts {
		path = under(path, part)
	}
	return path
}

// under is the path of a key or an index below a path; "" is the top.
func under(path string, part any) string {
	if index, ok := part.(int); ok {
		return path + "[" + strconv.Itoa(index) + "]"
	}
	key := fmt.Sprint(part)
	switch {
	case path == "":
		return namespace + ":" + key
	case plainKey.MatchString(key):
		return path + "." + key
	}
	return path + "[" + strconv.Quote(key) + "]"
}

// keyOf is the last part of a path as it stands in the file: a key of the top has its
// namespace.
func keyOf(path string) string {
	parts := strings.LastIndexAny(path, ".[")
	switch {
	case parts < 0:
		return path
	case path[parts] == '.':
		return path[parts+1:]
	}
	key, err := strconv.Unquote(strings.TrimSuffix(path[parts+1:], "]"))
	if err != nil {
		return path[parts+1:]
	}
	return key
}

// within tells whether a path is another one or below it.
func within(path, above string) bool {
	rest, ok := strings.CutPrefix(path, above)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// above is the path cut before its last part, or inside it where that holds a
// dot or a bracket: never below another path, which is all that its users need.
func above(path string) string {
	return path[:max(strings.LastIndexAny(path, ".["), 0)]
}

// sortProblems puts problems in the order of lines where lines are known and of
// the sections otherwise; what stands on one line keeps its order.
func sortProblems(problems Problems) {
	sections := map[string]int{}
	for i := range reflect.TypeFor[System]().NumField() {
		key, _, _ := strings.Cut(reflect.TypeFor[System]().Field(i).Tag.Get("json"), ",")
		sections[key] = i
	}
	section := func(p Problem) int {
		key, _ := strings.CutPrefix(p.Path, namespace+":")
		end := strings.IndexAny(key, ".[")
		if end >= 0 {
			key = key[:end]
		}
		return sections[key]
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if a.Line > 0 && b.Line > 0 {
			return cmp.Compare(a.Line, b.Line)
		}
		// What has no line is a missing key: it comes first.
		return cmp.Or(cmp.Compare(min(a.Line, 1), min(b.Line, 1)), cmp.Compare(section(a), section(b)))
	})
}

// nearest is the candidate that is most like a mistyped name, "" when none is
// like it at all.
func nearest(name string, candidates []string) string {
	best, least := "", 1+len(name)/4
	for _, candidate := range candidates {
		if strings.EqualFold(name, candidate) || len(candidate) > 2 && strings.HasPrefix(name, candidate) {
			return candidate
		}
		if d := levenshtein.Distance(strings.ToLower(name), strings.ToLower(candidate), nil); d <= least && d < len(candidate) {
			best, least = candidate, d-1
		}
	}
	return best
}
