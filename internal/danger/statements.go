package danger

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
)

// statement is one of an access policy, with lists in place of single texts.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
type statement struct {
	allow                          bool
	actions, resources, principals []string
	condition                      any
}

// everyone is the principal that anyone is.
const everyone = "*"

// exceptMark begins the names of NotAction, NotResource and NotPrincipal, which
// are compared as they stand.
const exceptMark = "anything but "

// statementsOf reads a policy's statements, whether it is JSON or a tree already;
// false when it can't be read, for example because it isn't known yet.
func statementsOf(value any) ([]statement, bool) {
	if many, is := value.([]any); is {
		var all []statement
		for _, one := range many {
			found, readable := statementsOf(at(one, "policy"))
			if !readable {
				return nil, false
			}
			all = append(all, found...)
		}
		return all, true
	}
	if written, is := value.(string); is {
		if written == "" {
			return nil, true
		}
		var tree any
		if json.Unmarshal([]byte(written), &tree) != nil {
			return nil, false
		}
		value = tree
	}
	if value == nil {
		return nil, true
	}
	var all []statement
	for _, one := range list(at(value, "Statement")) {
		all = append(all, statement{
			allow:      text(at(one, "Effect")) == "Allow",
			actions:    named(one, "Action"),
			resources:  named(one, "Resource"),
			principals: principalsOf(one),
			condition:  at(one, "Condition"),
		})
	}
	return all, true
}

func named(one any, key string) []string {
	all := texts(at(one, key))
	for _, except := range texts(at(one, "Not"+key)) {
		all = append(all, exceptMark+except)
	}
	return all
}

func principalsOf(one any) []string {
	var all []string
	for _, key := range []string{"Principal", "NotPrincipal"} {
		mark := ""
		if key == "NotPrincipal" {
			mark = exceptMark
		}
		switch principal := at(one, key).(type) {
		case string:
			all = append(all, mark+principal)
		case map[string]any:
			for _, kind := range slices.Sorted(maps.Keys(principal)) {
				for _, name := range texts(principal[kind]) {
					all = append(all, mark+name)
				}
			}
		}
	}
	return all
}

// beyond lists what a statement says that none of the others does.
func (st statement) beyond(others []statement) []string {
	beyond := map[string]bool{}
	for _, principal := range orNone(st.principals) {
		for _, action := range orNone(st.actions) {
			for _, resource := range orNone(st.resources) {
				if said := st.gained(others, principal, action, resource); said != "" {
					beyond[said] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(beyond))
}

// gained says a triple in words that none of the others grants, or none under a
// condition as wide; "" when one does.
func (st statement) gained(others []statement, principal, action, resource string) string {
	said := ""
	for _, other := range others {
		switch {
		case !other.says(st, principal, action, resource):
		case conditionHolds(other.condition, st.condition, st.allow):
			return ""
		case st.condition == nil:
			said = " without a condition"
		default:
			said = " under another condition"
		}
	}
	return grant(principal, action, resource) + said
}

// says is true when this statement says the same of a triple as st does, whatever
// the conditions.
func (o statement) says(st statement, principal, action, resource string) bool {
	return o.allow == st.allow && anyCovers(o.principals, principal) && anyCovers(o.actions, action) && anyCovers(o.resources, resource)
}

func anyCovers(patterns []string, one string) bool {
	return slices.ContainsFunc(orNone(patterns), func(pattern string) bool { return coversName(pattern, one) })
}

// coversName compares names with wildcards. A name that itself has wildcards is
// covered by the same or a wider one.
func coversName(pattern, one string) bool {
	if pattern == one || pattern == "*" {
		return true
	}
	if strings.HasPrefix(pattern, exceptMark) || strings.HasPrefix(one, exceptMark) {
		return false
	}
	// Names may hold slashes and brackets, which mean something to path.Match.
	plainer := strings.NewReplacer("/", "\x00", "[", "\x01", "]", "\x02", `\`, "\x03")
	fits, err := path.Match(plainer.Replace(strings.ToLower(pattern)), plainer.Replace(strings.ToLower(one)))
	return err == nil && fits
}

// orNone gives a list without entries one empty entry.
func orNone(all []string) []string {
	if len(all) == 0 {
		return []string{""}
	}
	return all
}

func grant(principal, action, resource string) string {
	said := action
	if resource != "" && resource != "*" {
		said += " on " + resource
	} else if resource == "*" {
		said += " on everything"
	}
	switch principal {
	case "":
	case everyone:
		said = "everyone " + said
	default:
		said = principal + " " + said
	}
	return said
}
