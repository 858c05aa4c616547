package access

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
)

// request is one call to AWS: what is done to what, and what AWS knows about it.
type request struct {
	action, resource string
	context          map[string]string
}

// role is what decides what somebody may do: policies, and a boundary if there
// is one.
type role struct {
	policies []iampolicy.Document
	boundary *iampolicy.Document
}

// may tells whether AWS would let the role do it: something must allow it, the
// boundary too, and nothing may deny it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
func (r role) may(asked request) bool {
	if denied(r.policies, asked) || !allowed(r.policies, asked) {
		return false
	}
	if r.boundary == nil {
		return true
	}
	boundary := []iampolicy.Document{*r.boundary}
	return !denied(boundary, asked) && allowed(boundary, asked)
}

func allowed(documents []iampolicy.Document, asked request) bool {
	return says(documents, iampolicy.Allow, asked)
}

func denied(documents []iampolicy.Document, asked request) bool {
	return says(documents, iampolicy.Deny, asked)
}

func says(documents []iampolicy.Document, effect iampolicy.Effect, asked request) bool {
	return slices.ContainsFunc(documents, func(document iampolicy.Document) bool {
		return slices.ContainsFunc(document.Statements, func(s iampolicy.Statement) bool {
			return s.Effect == effect && fits(s.Action, asked.action, true) && fits(s.Resource, asked.resource, false) && holds(s.Condition, asked.context)
		})
	})
}

// fits tells whether one of the patterns fits; "*" is any run of characters,
// slashes too, and actions are compared without case.
func fits(patterns []string, value string, fold bool) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
		if fold {
			expression = "(?i)" + expression
		}
		return regexp.MustCompile("^(?:" + expression + ")$").MatchString(value)
	})
}

// holds tells whether every condition holds.
func holds(condition iampolicy.Condition, context map[string]string) bool {
	for operator, keys := range condition {
		for key, values := range keys {
			value, there := context[key]
			var true bool
			switch operator {
			case "StringEquals":
				true = there && slices.Contains(values, value)
			case "StringNotEquals":
				true = !slices.Contains(values, value) // a missing key satisfies it
			case "Null":
				true = there == (values[0] == "false")
			case "Bool":
				true = there && slices.Contains(values, value)
			default:
				panic("the evaluator does not know " + operator)
			}
			if !true {
				return false
			}
		}
	}
	return true
}

// The evaluator must be right before anything is judged by it.
func TestTheEvaluatorDecidesAsAWSDoes(t *testing.T) {
	document := func(statements ...iampolicy.Statement) iampolicy.Document {
		return iampolicy.Document{Statements: statements}
	}
	read := document(allow("", []string{"s3:Get*"}, []string{"arn:aws:s3:::b/*"}, nil))
	tests := map[string]struct {
		role  role
		asked request
		want  bool
	}{
		"nothing is allowed by itself":        {role{}, request{action: "s3:GetObject", resource: "arn:aws:s3:::b/x"}, false},
		"a wildcard allows":                   {role{policies: []iampolicy.Document{read}}, request{action: "s3:GetObject", resource: "arn:aws:s3:::b/x/y"}, true},
		"actions have no case":                {role{policies: []iampolicy.Document{read}}, request{action: "S3:getobject", resource: "arn:aws:s3:::b/x"}, true},
		"another resource is not allowed":     {role{policies: []iampolicy.Document{read}}, request{action: "s3:GetObject", resource: "arn:aws:s3:::c/x"}, false},
		"a boundary that is silent forbids":   {role{policies: []iampolicy.Document{read}, boundary: &iampolicy.Document{}}, request{action: "s3:GetObject", resource: "arn:aws:s3:::b/x"}, false},
		"a deny wins":                         {role{policies: []iampolicy.Document{read, document(deny("", []string{"*"}, everything, nil))}}, request{action: "s3:GetObject", resource: "arn:aws:s3:::b/x"}, false},
		"a missing key fails an equality":     {role{policies: []iampolicy.Document{document(allow("", []string{"*"}, everything, iampolicy.Condition{"StringEquals": {"k": {"v"}}}))}}, request{action: "a:B", resource: "x"}, false},
		"a missing key fulfils an inequality": {role{policies: []iampolicy.Document{document(allow("", []string{"*"}, everything, iampolicy.Condition{"StringNotEquals": {"k": {"v"}}}))}}, request{action: "a:B", resource: "x"}, true},
		"Null false wants the key":            {role{policies: []iampolicy.Document{document(allow("", []string{"*"}, everything, iampolicy.Condition{"Null": {"k": {"false"}}}))}}, request{action: "a:B", resource: "x", context: map[string]string{"k": "v"}}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, test.role.may(test.asked))
		})
	}
}

// size is a document's size in characters.
func size(t *testing.T, document iampolicy.Document) int {
	t.Helper()
	text, err := document.JSON()
	require.NoError(t, err)
	require.True(t, json.Valid([]byte(text)))
	return len(text)
}
