package deployments

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/rhysd/actionlint"
)

// scope is what expressions can see: github, inputs, needs, matrix, ...
type scope map[string]any

// evaluate gives the value of an expression, without ${{ and }}.
// https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
func (s scope) evaluate(expression string) any {
	parsed, err := actionlint.NewExprParser().Parse(actionlint.NewExprLexer(expression + "}}"))
	if err != nil {
		panic(fmt.Sprintf("%s: %s", expression, err.Message))
	}
	return s.value(parsed)
}

func (s scope) value(node actionlint.ExprNode) any {
	switch node := node.(type) {
	case *actionlint.NullNode:
		return nil
	case *actionlint.BoolNode:
		return node.Value
	case *actionlint.IntNode:
		return float64(node.Value)
	case *actionlint.StringNode:
		return node.Value
	case *actionlint.VariableNode:
		return s[node.Name]
	case *actionlint.ObjectDerefNode:
		return member(s.value(node.Receiver), node.Property)
	case *actionlint.NotOpNode:
		return !truthy(s.value(node.Operand))
	case *actionlint.LogicalOpNode:
		left := s.value(node.Left)
		if truthy(left) == (node.Kind == actionlint.LogicalOpNodeKindOr) {
			return left
		}
		return s.value(node.Right)
	case *actionlint.CompareOpNode:
		same := text(s.value(node.Left)) == text(s.value(node.Right))
		return same == (node.Kind == actionlint.CompareOpNodeKindEq)
	case *actionlint.FuncCallNode:
		return s.call(node)
	}
	panic(fmt.Sprintf("an expression of the kind %T is not known here", node))
}

func (s scope) call(node *actionlint.FuncCallNode) any {
	switch strings.ToLower(node.Callee) {
	case "fromjson":
		var value any
		if err := json.Unmarshal([]byte(text(s.value(node.Args[0]))), &value); err != nil {
			panic(err)
		}
		return value
	case "always":
		return true
	case "cancelled":
		return false
	}
	panic(fmt.Sprintf("the function %s is not known here", node.Callee))
}

// member is what an object holds under a name, whatever its case; nil without one.
func member(object any, name string) any {
	switch object := object.(type) {
	case scope:
		return member(map[string]any(object), name)
	case map[string]any:
		for key, value := range object {
			if strings.EqualFold(key, name) {
				return value
			}
		}
	}
	return nil
}

func truthy(value any) bool {
	return value != nil && value != false && value != "" && value != float64(0)
}

func text(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

var embedded = regexp.MustCompile(`\$\{\{(.*?)\}\}`)

// expand is a text with the values of its expressions.
func (s scope) expand(of string) string {
	return embedded.ReplaceAllStringFunc(of, func(found string) string {
		return text(s.evaluate(embedded.FindStringSubmatch(found)[1]))
	})
}

// holds tells whether a condition, with or without ${{ }}, is true. Without a function
// that says otherwise, it is only where nothing has failed.
func (s scope) holds(condition string, failed bool) bool {
	condition = strings.TrimSpace(condition)
	if inside := embedded.FindStringSubmatch(condition); inside != nil {
		condition = inside[1]
	}
	if failed && !strings.Contains(condition, "always()") && !strings.Contains(condition, "cancelled()") {
		return false
	}
	return condition == "" || truthy(s.evaluate(condition))
}
