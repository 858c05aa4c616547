package danger

import (
	"reflect"
	"strconv"
	"strings"

	"groundwork/internal/changes"
)

// subject is the resource that is judged, among the others of its set.
type subject struct {
	changes.Resource
	index index
}

// gone is true of one that the change takes out of the cloud, also when another
// one takes its place. What is retained or only forgotten stays.
func (s subject) gone() bool {
	return (s.Operation == changes.Delete || s.Operation == changes.Replace) && !s.Retained
}

// verb says what happens to one that is gone.
func (s subject) verb() string {
	if s.Operation == changes.Replace {
		return "replaced"
	}
	return "deleted"
}

// both is true of one that exists before and after: its values can be compared.
func (s subject) both() bool {
	return s.Operation == changes.Update || s.Operation == changes.Replace
}

// gap is true when the old one is away for a while.
func (s subject) gap() bool {
	return s.Operation == changes.Delete || s.Operation == changes.Replace && s.DeletedFirst
}

// old and new are the values at a path such as "vpcConfig.endpointPublicAccess",
// nil where there is none. A number in a path is a place in a list.
func (s subject) old(path string) any { return at(s.Before, path) }
func (s subject) new(path string) any { return at(s.After, path) }

// differs is true when a value is another after the change.
func (s subject) differs(path string) bool {
	return s.both() && !reflect.DeepEqual(plain(s.old(path)), plain(s.new(path)))
}

// at walks maps by key and lists by place.
func at(value any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch node := value.(type) {
		case map[string]any:
			value = node[key]
		case []any:
			place, err := strconv.Atoi(key)
			if err != nil || place < 0 || place >= len(node) {
				return nil
			}
			value = node[place]
		default:
			return nil
		}
	}
	return value
}

// plain makes numbers of one kind, so that 1 and 1.0 are the same.
func plain(value any) any {
	if number, is := changes.Number(value); is {
		return number
	}
	return value
}

// truth reads a boolean; some providers write it as text.
func truth(value any) bool {
	if text, is := value.(string); is {
		return text == "true"
	}
	return value == true
}

// text reads a text, "" for anything else.
func text(value any) string {
	s, _ := value.(string)
	return s
}

// texts reads a list of texts, or a single one.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			if s, is := item.(string); is {
				all = append(all, s)
			}
		}
		return all
	case []string:
		return v
	}
	return nil
}

// list reads a list, or a single thing as a list of one.
func list(value any) []any {
	switch v := value.(type) {
	case []any:
		return v
	case nil:
		return nil
	}
	return []any{value}
}

// known is false of a value that only applying tells, or that is secret.
func known(value any) bool { return value != changes.Unknown && value != changes.Secret }

// index is what rules ask about the rest of the set.
type index struct {
	byType map[string][]changes.Resource
	// openings are the ways in that security groups have before the change, by
	// group id.
	openings map[string][]opening
	// moved is true where the whole stack would be elsewhere, which says it all.
	moved bool
	// unfinished is true where the stack never came up to its end.
	unfinished bool
}

func indexOf(set changes.Set) index {
	found := index{byType: map[string][]changes.Resource{}, openings: map[string][]opening{}, moved: len(placeFindings(set)) > 0, unfinished: set.Unfinished}
	for _, resource := range set.Resources {
		found.byType[resource.Type] = append(found.byType[resource.Type], resource)
		if group := text(at(resource.Before, "securityGroupId")); group != "" {
			found.openings[group] = append(found.openings[group], openingsOf(resource.Type, resource.Before)...)
		}
	}
	return found
}

// leaves is true when the thing that an input of this type of resource names
// goes away too: nobody misses the lock of a door that is taken out.
func (s subject) leaves(input string, types ...string) bool {
	name := text(s.old(input))
	if name == "" {
		return false
	}
	for _, kind := range types {
		for _, other := range s.index.byType[kind] {
			named := other.ID == name || text(at(other.Before, input)) == name
			if named && other.Operation == changes.Delete {
				return true
			}
		}
	}
	return false
}

// kubernetes is the kind of a Kubernetes resource, "" of anything else.
func (s subject) kubernetes() string {
	if !strings.HasPrefix(s.Type, "kubernetes:") {
		return ""
	}
	return s.Kind()
}
