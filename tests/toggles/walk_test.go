package toggles

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/spec"
)

// bases are the stacks of the checkout's systems, and what their files write.
func bases(t *testing.T) ([]Base, Known) {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	systems, err := project.Systems()
	require.NoError(t, err)
	var all []Base
	known := Known{}
	for _, system := range systems {
		for _, stack := range system.Stacks() {
			base, err := OpenBase(system.StackFile(stack), system.Name, stack, t.TempDir())
			require.NoError(t, err)
			known.Add(base)
			all = append(all, base)
		}
	}
	return all, known
}

// keysOf are the keys of a type and of the sections in it, by the section's type.
// Sections that are always there are only their keys.
func keysOf(t reflect.Type, seen []string) []string {
	for _, field := range reflect.VisibleFields(t) {
		name := field.Tag.Get("json")
		if name == "" || name == "-" {
			continue
		}
		key, inner := t.Name()+"."+name, field.Type
		if slices.Contains(seen, key) {
			continue
		}
		if inner.Kind() != reflect.Struct || isUnit(inner) {
			seen = append(seen, key)
		}
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Map {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && !isUnit(inner) {
			seen = keysOf(inner, seen)
		}
	}
	return seen
}

// A key that can't be set to anything else on any stack has never been tried: it
// lacks an example, or another one (the tag also) where stack files write the first.
func TestEveryKeyHasASecondLegalValue(t *testing.T) {
	t.Parallel()
	all, known := bases(t)
	legal := map[string]bool{}
	var lock sync.Mutex
	t.Run("each", func(t *testing.T) {
		for _, base := range all {
			t.Run(base.String(), func(t *testing.T) {
				t.Parallel()
				found, err := Walk(base, known)
				require.NoError(t, err)
				lock.Lock()
				defer lock.Unlock()
				for _, one := range found {
					legal[one.Key] = legal[one.Key] || one.Refused == nil
				}
			})
		}
	})
	for _, key := range keysOf(reflect.TypeFor[spec.System](), nil) {
		assert.True(t, legal[key], "no stack may have another value at %s", key)
	}
}

func TestPathsAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]path{
		"groundwork:services.api.cpu":          {"groundwork:services", "api", "cpu"},
		`groundwork:tags["a.b"]`:               {"groundwork:tags", "a.b"},
		`groundwork:services.api.env["x.y"].z`: {"groundwork:services", "api", "env", "x.y", "z"},
		"groundwork:services.api.uses[0]":      {"groundwork:services", "api", "uses"},
		"groundwork:cache":                     {"groundwork:cache"},
		"Pulumi.yaml":                          nil,
	} {
		assert.Equal(t, want, parsePath(text), text)
	}
}

func TestWhatTheCheckSaysToWriteIsFollowed(t *testing.T) {
	about := path{"groundwork:services", "api", "tag"}
	own := edit{at: path{"groundwork:services", "api", "kind"}, value: "worker"}
	for instead, want := range map[string]string{
		`tag: "1.4.2", or release: {blue: "1.4.2"}`: `groundwork:services.api.tag: "1.4.2"`,
		"nothing: leave the key out":                "groundwork:services.api.tag taken out",
		"groundwork:cache: {} for one":              "groundwork:services.api.tag taken out",
		"groundwork:cache: {}":                      "groundwork:cache: {}",
		"kind: web or worker":                       "groundwork:services.api.tag taken out",
		`schedule: "0 2 * * *", every day`:          "groundwork:services.api.tag taken out",
	} {
		edits := follow([]edit{own}, spec.Problem{Path: about.String(), Instead: instead}, tree{})
		require.Greater(t, len(edits), 1, instead)
		assert.Equal(t, want, edits[1].String(), instead)
	}
}

func TestAnAddedSectionIsOneEdit(t *testing.T) {
	at := path{"groundwork:jobs", "extra"}
	edits := folded([]edit{
		{at: at, value: tree{}}, {at: at.below("kind"), value: "a"}, {at: path{"groundwork:cache"}, value: tree{}},
		{at: at.below("kind"), value: "b"}, {at: path{"groundwork:cache"}, remove: true},
	})
	assert.Equal(t, `groundwork:jobs.extra: {"kind":"b"} (with groundwork:cache taken out)`, Toggle{edits: edits}.String())
}
