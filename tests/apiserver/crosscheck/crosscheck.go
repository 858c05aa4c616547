// Package crosscheck finds what is wrong between Kubernetes objects that are
// right each by itself, which no API server looks at: a Service that selects
// nothing, a Secret that is not there, a budget that holds up every drain, pods
// that find no node, a network policy that opens too much or too little.
//
// It is pure: objects in, problems out.
package crosscheck

import "fmt"

// Problem is one thing that is wrong. Object and Field say where.
type Problem struct {
	Object, Field, Text string
}

func (p Problem) Error() string { return p.Object + ": " + p.Field + ": " + p.Text }

// Check runs every check that needs the objects alone.
func (c *Cluster) Check() []Problem {
	var problems []Problem
	for _, check := range []func(*Cluster) []Problem{
		(*Cluster).selectors,
		(*Cluster).ports,
		(*Cluster).references,
		(*Cluster).claims,
		(*Cluster).scalers,
		(*Cluster).budgets,
	} {
		problems = append(problems, check(c)...)
	}
	return problems
}

// report collects the problems of one object.
type report struct {
	object   string
	problems []Problem
}

func (r *report) add(field, format string, values ...any) {
	r.problems = append(r.problems, Problem{r.object, field, fmt.Sprintf(format, values...)})
}

// title names an object for people.
func title(kind, namespace, name string) string {
	if namespace == "" {
		return kind + " " + name
	}
	return kind + " " + namespace + "/" + name
}
