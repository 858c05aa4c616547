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
func (w *world) holds() map[string]thing {
	objects := w.session.Cloud().List()
	snapshot, err := w.session.Snapshot(w.t.Context(), engine.Request{System: w.system, Stack: w.base.Stack})
	require.NoError(w.t, err)
	found := held(objects)
	names := namesFor(objects)
	for _, one := range snapshot.Deployment.Resources {
		put(found, "the state's "+string(one.Type)+" "+one.URN.Name(), thing{is: plainly(names, one.Inputs)})
	}
	return found
}

// held is what a cloud holds.
func held(objects []localcloud.Listed) map[string]thing {
	names := namesFor(objects)
	found := map[string]thing{}
	for _, one := range objects {
		is, name := plainly(names, one.Properties), lasting(names.Replace(one.Name))
		if madeUp(one) {
			name = fmt.Sprint(is)
		}
		put(found, one.Type+" "+name, thing{identity(one), is})
	}
	return found
}

// thing is something that is held. What has another identity was made anew: the cloud
// draws much of it, and what was asked for stands in the state.
type thing struct {
	identity string
	is       any
}

// identity is of one thing for as long as it lives.
func identity(one localcloud.Listed) string {
	metadata, _ := one.Properties["metadata"].(map[string]any)
	return fmt.Sprint(one.ID, one.Properties["uniqueId"], one.Properties["createDate"], one.Properties["createdAt"], metadata["uid"])
}

// madeUp tells whether the cloud made a thing's name up: it is the id, and nothing that
// the thing is called.
func madeUp(one localcloud.Listed) bool {
	if one.Name != one.ID {
		return false
	}
	for key, value := range one.Properties {
		if value == one.Name && key != "id" && key != "arn" {
			return false
		}
	}
	return true
}

// put keeps what has the same name apart.
func put(found map[string]thing, key string, one thing) {
	of := key
	for number := 2; found[of].is != nil; number++ {
		of = fmt.Sprintf("%s (%d)", key, number)
	}
	found[of] = one
}

// drawnKeys are what a cloud draws for a thing and others may name it by.
var drawnKeys = []string{"id", "arn", "uniqueId", "dnsName", "endpoint", "address", "domainName", "publicIp", "publicDns", "keyId"}

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
			for _, key := range drawnKeys {
				text, is := one.Properties[key].(string)
				if _, known := names[text]; is && len(text) > 8 && !known && (unnamed || text != one.Name) {
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

// plainly are properties with names in place of ids, without what passes.
func plainly(names *strings.Replacer, properties map[string]any) any {
	var plain map[string]any
	text, err := json.Marshal(properties)
	if err != nil || json.Unmarshal([]byte(lasting(names.Replace(string(text)))), &plain) != nil {
		return properties
	}
	forget(plain)
	return plain
}

var (
	// hash is of what is in a Secret; a password that was made anew has another.
	hash   = regexp.MustCompile(`-[0-9a-f]{6}\b`)
	uuid   = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	moment = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z`)
	// passing are what a cloud counts up with each change, and what it draws anew for
	// what is made anew.
	passing = []string{
		"resourceVersion", "generation", "observedGeneration", "deployment.kubernetes.io/revision", "latestVersion", "defaultVersion",
		"uid", "uniqueId", "__fieldManager", "clusterIP", "clusterIPs", "publicIp", "publicDns", "privateIp", "privateDns",
	}
)

// lasting is a text without what is drawn anew.
func lasting(text string) string {
	return hash.ReplaceAllString(moment.ReplaceAllString(uuid.ReplaceAllString(text, "<a uuid>"), "<a moment>"), "-<a hash>")
}

func forget(value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range passing {
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

// differences are what is otherwise than before.
func differences(was, is map[string]thing) []rehearsal.Fault {
	var faults []rehearsal.Fault
	for key, one := range was {
		now, there := is[key]
		if !there {
			faults = append(faults, rehearsal.Fault{At: key, Reason: "it was there before, and is gone"})
		} else if differ := differing("", one.is, now.is); len(differ) > 0 && now.identity == one.identity {
			faults = append(faults, rehearsal.Fault{At: key, Reason: "not as it was: " + strings.Join(differ, "; ")})
		}
	}
	for key := range is {
		if _, there := was[key]; !there {
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
