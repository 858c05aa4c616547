package danger

import (
	"encoding/json"
	"maps"
	"slices"
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
