package rights

import (
	"slices"
	"strings"

	"groundwork/internal/iampolicy"
)

// Request is one call to AWS: what is done to what, and what AWS knows about it.
type Request struct {
	Action, Resource string
	// Context is by condition key, such as aws:ResourceTag/Environment.
	Context map[string]string
}

// Role is what decides what somebody may do: policies, and a boundary if there is one.
type Role struct {
	Policies []iampolicy.Document
	Boundary *iampolicy.Document
}

// May tells whether AWS would let the role do it: something must allow it, the
// boundary too, and nothing may deny it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
func (r Role) May(asked Request) bool {
	if says(r.Policies, iampolicy.Deny, asked) || !says(r.Policies, iampolicy.Allow, asked) {
		return false
	}
	if r.Boundary == nil {
		return true
	}
	boundary := []iampolicy.Document{*r.Boundary}
	return !says(boundary, iampolicy.Deny, asked) && says(boundary, iampolicy.Allow, asked)
}

func says(documents []iampolicy.Document, effect iampolicy.Effect, asked Request) bool {
	return slices.ContainsFunc(documents, func(document iampolicy.Document) bool {
		return slices.ContainsFunc(document.Statements, func(s iampolicy.Statement) bool {
			return s.Effect == effect && Fits(s.Action, asked.Action, true) && Fits(s.Resource, asked.Resource, false) && Holds(s, asked.Context)
		})
	})
}

// Fits tells whether one of the patterns fits; fold compares without case, as
// actions are.
func Fits(patterns []string, value string, fold bool) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if fold {
			return like(strings.ToLower(pattern), strings.ToLower(value))
		}
		return like(pattern, value)
	})
}

// like tells whether a pattern fits: "*" is any run of characters, slashes too.
func like(pattern, value string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == value
	}
	value, ok := strings.CutPrefix(value, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(value, part)
		if at < 0 {
			return false
		}
		value = value[at+len(part):]
	}
	return strings.HasSuffix(value, parts[len(parts)-1])
}

// Holds tells whether every condition of the statement holds. One with an operator
// that is not known here does in a Deny and does not in an Allow.
func Holds(s iampolicy.Statement, context map[string]string) bool {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			value, there := context[key]
			var holds bool
			switch operator {
			case "StringEquals", "Bool":
				holds = there && slices.Contains(values, value)
			case "StringLike", "ArnLike":
				holds = there && Fits(values, value, false)
			case "StringNotEquals":
				holds = !slices.Contains(values, value) // a missing key satisfies it
			case "Null":
				holds = there == (values[0] == "false")
			default:
				holds = s.Effect == iampolicy.Deny
			}
			if !holds {
				return false
			}
		}
	}
	return true
}
