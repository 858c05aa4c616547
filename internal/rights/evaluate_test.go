package rights

import (
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
)

// The evaluator must be right before anything is judged by it.
func TestTheEvaluatorDecidesAsAWSDoes(t *testing.T) {
	document := func(statements ...iampolicy.Statement) iampolicy.Document {
		return iampolicy.Document{Statements: statements}
	}
	read := document(allow([]string{"s3:Get*"}, []string{"arn:aws:s3:::b/*"}, nil))
	tests := map[string]struct {
		role  Role
		asked Request
		want  bool
	}{
		"nothing is allowed by itself":        {Role{}, Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/x"}, false},
		"a wildcard allows":                   {Role{Policies: []iampolicy.Document{read}}, Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/x/y"}, true},
		"actions have no case":                {Role{Policies: []iampolicy.Document{read}}, Request{Action: "S3:getobject", Resource: "arn:aws:s3:::b/x"}, true},
		"another resource is not allowed":     {Role{Policies: []iampolicy.Document{read}}, Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::c/x"}, false},
		"a boundary that is silent forbids":   {Role{Policies: []iampolicy.Document{read}, Boundary: &iampolicy.Document{}}, Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/x"}, false},
		"a deny wins":                         {Role{Policies: []iampolicy.Document{read, document(iampolicy.Statement{Effect: iampolicy.Deny, Action: everything, Resource: everything})}}, Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/x"}, false},
		"a missing key fails an equality":     {Role{Policies: []iampolicy.Document{document(allow([]string{"*"}, everything, iampolicy.Condition{"StringEquals": {"k": {"v"}}}))}}, Request{Action: "a:B", Resource: "x"}, false},
		"a missing key fulfils an inequality": {Role{Policies: []iampolicy.Document{document(allow([]string{"*"}, everything, iampolicy.Condition{"StringNotEquals": {"k": {"v"}}}))}}, Request{Action: "a:B", Resource: "x"}, true},
		"Null false wants the key":            {Role{Policies: []iampolicy.Document{document(allow([]string{"*"}, everything, iampolicy.Condition{"Null": {"k": {"false"}}}))}}, Request{Action: "a:B", Resource: "x", Context: map[string]string{"k": "v"}}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, test.role.May(test.asked))
		})
	}
}

var everything = []string{"*"}

func allow(actions, resources []string, condition iampolicy.Condition) iampolicy.Statement {
	return iampolicy.Statement{Effect: iampolicy.Allow, Action: actions, Resource: resources, Condition: condition}
}
