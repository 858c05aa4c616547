package toggles

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/internal/rehearsal"
)

// holds is what the cloud and the state hold, by type and name, without what a cloud
// makes up. What has only a made-up name goes by all that it is.
func (w *world) holds() map[string]any {
	objects := w.session.Cloud().List()
	snapshot, err := w.session.Snapshot(w.t.Context(), engine.Request{System: w.system, Stack: w.base.Stack})
	require.NoError(w.t, err)
	names := namesFor(objects)
	found := map[string]any{}
	for _, one := range objects {
		is, name := plainly(names, one.Properties), names.Replace(one.Name)
		if madeUp(one) {
			name = fmt.Sprint(is)
		}
		put(found, one.Type+" "+name, is)
	}
	for _, one := range snapshot.Deployment.Resources {
		put(found, "the state's "+string(one.Type)+" "+one.URN.Name(), plainly(names, one.Inputs))
	}
	return found
}

// madeUp tells whether a thing's name is one of its ids.
func madeUp(one localcloud.Listed) bool { return one.Name == one.ID }

// put keeps what has the same name apart.
func put(found map[string]any, key string, value any) {
	of := key
	for number := 2; found[of] != nil; number++ {
		of = fmt.Sprintf("%s (%d)", key, number)
	}
	found[of] = value
}

// namesFor puts names in place of ids. An id that several things have goes by the
// first of them that has a name.
func namesFor(objects []localcloud.Listed) *strings.Replacer {
	names := map[string]string{}
	for _, unnamed := range []bool{false, true} {
		for _, one := range objects {
			if madeUp(one) != unnamed {
				continue
			}
			label := "<" + one.Type + " " + one.Name + ">"
			if unnamed {
				label = "<" + one.Type + ">"
			}
			for _, id := range []any{one.ID, one.Properties["id"], one.Properties["arn"], one.Properties["uniqueId"], one.Properties["uid"]} {
				text, is := id.(string)
				if _, named := names[text]; is && len(text) > 8 && !named {
					names[text] = label
				}
			}
		}
	}
	// The replacer takes the first that fits: ARNs hold ids.
	ids := slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	var pairs []string
	for _, id := range ids {
		pairs = append(pairs, id, names[id])
	}
	return strings.NewReplacer(pairs...)
}

// plainly are properties with names in place of ids, without what counts changes.
func plainly(names *strings.Replacer, properties map[string]any) any {
	var plain map[string]any
	text, err := json.Marshal(properties)
	if err != nil || json.Unmarshal([]byte(moment.ReplaceAllString(names.Replace(string(text)), "<a moment>")), &plain) != nil {
		return properties
	}
	forget(plain)
	return plain
}

var (
	moment = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z`)
	// counts are what a cloud counts up with each change.
	counts = []string{"resourceVersion", "generation", "observedGeneration", "uid", "uniqueId", "__fieldManager", "deployment.kubernetes.io/revision"}
)

func forget(value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range counts {
			delete(value, key)
		}
		for _, item := range value {
			forget(item)
		}
	case []any:
		for _, item := range value {
			forget(item)
		}
	}
}

// differences are what is otherwise than when the base came up.
func (w *world) differences() []rehearsal.Fault {
	is := w.holds()
	var faults []rehearsal.Fault
	for key, properties := range w.held {
		now, there := is[key]
		if !there {
			faults = append(faults, rehearsal.Fault{At: key, Reason: "it was there before, and is gone"})
		} else if differ := differing("", properties, now); len(differ) > 0 {
			faults = append(faults, rehearsal.Fault{At: key, Reason: "not as it was: " + strings.Join(differ, "; ")})
		}
	}
	for key := range is {
		if _, there := w.held[key]; !there {
			faults = append(faults, rehearsal.Fault{At: key, Reason: "it is left after going back"})
		}
	}
	slices.SortFunc(faults, func(a, b rehearsal.Fault) int { return strings.Compare(a.At, b.At) })
	return faults
}

// differing are the paths of what differs, with both values.
func differing(at string, before, after any) []string {
	was, both := before.(map[string]any)
	is, sections := after.(map[string]any)
	if !both || !sections {
		if fmt.Sprint(before) == fmt.Sprint(after) {
			return nil
		}
		return []string{fmt.Sprintf("%s was %v and is %v", at, before, after)}
	}
	var paths []string
	for key := range was {
		paths = append(paths, differing(at+"."+key, was[key], is[key])...)
	}
	for key := range is {
		if _, there := was[key]; !there {
			paths = append(paths, differing(at+"."+key, nil, is[key])...)
		}
	}
	slices.Sort(paths)
	return paths
}
