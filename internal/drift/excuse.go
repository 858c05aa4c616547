package drift

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// rule is an entry of the catalogue: a difference that nobody made and that no
// update would take back.
type rule struct {
	// types are Pulumi tokens; one that ends in * stands for all that begin so.
	types []string
	// paths are patterns: see fits.
	paths []string
	// when tells whether this difference is the harmless one; nil is always.
	when func(difference) bool
	// reason is why it is harmless, source a link to who says so.
	reason, source string
	// resets is true where an update of the resource for another reason would
	// take the difference back, and that would do harm.
	resets bool
}

// difference is one property of one resource, before the state and after the
// cloud, in its surroundings.
type difference struct {
	known    *world
	resource changes.Resource
	property changes.Property
	path     []any
}

// catalogue is every rule. The first that fits a difference names the reason.
var catalogue = join(awsRules, sidecarRules, kubernetesRules, cloudflareRules, formRules)

func join(groups ...[]rule) []rule {
	var all []rule
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

// excuse parts the differences of a resource into those that are left and those
// that the catalogue excuses.
func excuse(known *world, resource changes.Resource) (left []changes.Property, excused []Excuse) {
	for _, property := range spread(resource.Properties) {
		judged := difference{known: known, resource: resource, property: property, path: steps(property.Path)}
		if why := judged.excuse(); why != nil {
			excused = append(excused, Excuse{
				Subject: resource.URN, Type: resource.Type, Name: resource.Name,
				Path: property.Path, Reason: why.reason, Source: why.source, resets: why.resets,
			})
			continue
		}
		left = append(left, property)
	}
	return left, excused
}

// keyed are the properties whose keys stand for themselves.
var keyed = []string{"tags", "tagsAll", "labels", "annotations"}

// spread makes one difference for each key of what is keyed and was there on one
// side only: each tag is judged by itself.
func spread(properties []changes.Property) []changes.Property {
	var all []changes.Property
	for _, property := range properties {
		path := steps(property.Path)
		before, after := fieldsOf(property.Before), fieldsOf(property.After)
		if len(path) == 0 || !slices.Contains(keyed, text(path[len(path)-1])) || before == nil && after == nil || len(before)+len(after) == 0 {
			all = append(all, property)
			continue
		}
		keys := maps.Clone(before)
		if keys == nil {
			keys = map[string]any{}
		}
		maps.Copy(keys, after)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if plain(before[key]) == plain(after[key]) {
				continue
			}
			all = append(all, changes.Property{
				Path: below(path, key), Before: before[key], After: after[key], Replaces: property.Replaces,
			})
		}
	}
	return all
}

// excuse is the rule that fits, nil when there is none. A difference between
// secrets fits none: nobody can see whether it is harmless.
func (d difference) excuse() *rule {
	if d.property.Before == changes.Secret || d.property.After == changes.Secret {
		return nil
	}
	for i := range catalogue {
		if catalogue[i].fits(d) {
			return &catalogue[i]
		}
	}
	return nil
}

func (r rule) fits(d difference) bool {
	return r.fitsType(d.resource.Type) && r.fitsPath(d.path) && (r.when == nil || r.when(d))
}

func (r rule) fitsType(token string) bool {
	for _, wanted := range r.types {
		if beginning, open := strings.CutSuffix(wanted, "*"); wanted == token || open && strings.HasPrefix(token, beginning) {
			return true
		}
	}
	return false
}

func (r rule) fitsPath(path []any) bool {
	for _, pattern := range r.paths {
		if fits(pattern, path) {
			return true
		}
	}
	return false
}

// all is every condition together.
func all(conditions ...func(difference) bool) func(difference) bool {
	return func(d difference) bool {
		for _, holds := range conditions {
			if !holds(d) {
				return false
			}
		}
		return true
	}
}

// name is the last name in the path: the key of a tag.
func (d difference) name() string {
	if len(d.path) == 0 {
		return ""
	}
	return text(d.path[len(d.path)-1])
}

// root is the property that the path begins with.
func (d difference) root() string {
	if len(d.path) == 0 {
		return ""
	}
	return text(d.path[0])
}
