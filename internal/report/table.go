package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// row is what happens to one component.
type row struct {
	name string
	// kinds count the types of the resources, by operation.
	kinds map[changes.Operation]map[string]int
	// weight orders rows: the lower, the worse.
	weight int
}

const (
	rowsAtMost  = 30
	kindsAtMost = 4
)

// rowsOf are the components to which something happens, worst first.
func rowsOf(s Stack) []*row {
	dangerous := map[string]bool{}
	for _, finding := range s.Findings {
		dangerous[finding.Component] = true
	}
	byName := map[string]*row{}
	var rows []*row
	for _, resource := range s.Set.Resources {
		if !resource.Changes() || resource.Component {
			continue
		}
		name := resource.Within()
		r := byName[name]
		if r == nil {
			r = &row{name: name, kinds: map[changes.Operation]map[string]int{}, weight: len(operations)}
			byName[name] = r
			rows = append(rows, r)
		}
		if r.kinds[resource.Operation] == nil {
			r.kinds[resource.Operation] = map[string]int{}
		}
		r.kinds[resource.Operation][resource.Kind()]++
		r.weight = min(r.weight, weight(resource.Operation))
		if dangerous[name] {
			r.weight = min(r.weight, -1)
		}
	}
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.name, b.name)) })
	return rows
}

// weight is how bad an operation is: the lower, the worse.
func weight(operation changes.Operation) int {
	if i := slices.Index(operations, operation); i >= 0 {
		return i
	}
	return len(operations)
}

func (s *section) writeTable() string {
	rows := rowsOf(s.stack)
	if len(rows) == 0 || s.heading == "" {
		return ""
	}
	most := min(len(rows), rowsAtMost)
	for ; most > 0; most /= 2 {
		if table := tableOf(rows, most); s.page.fits(table) {
			s.table = s.page.must(table)
			if most < min(len(rows), rowsAtMost) {
				return cutTables
			}
			return ""
		}
	}
	return cutTables
}

// tableOf is a table with a column for each operation that occurs.
func tableOf(rows []*row, most int) string {
	var columns []changes.Operation
	for _, t := range tenses {
		if slices.ContainsFunc(rows, func(r *row) bool { return len(r.kinds[t.operation]) > 0 }) {
			columns = append(columns, t.operation)
		}
	}
	var table strings.Builder
	table.WriteString("| component |")
	for _, column := range columns {
		fmt.Fprintf(&table, " %s |", column)
	}
	table.WriteString("\n|" + strings.Repeat(" --- |", len(columns)+1) + "\n")
	for _, r := range rows[:most] {
		fmt.Fprintf(&table, "| %s |", Escape(r.name))
		for _, column := range columns {
			fmt.Fprintf(&table, " %s |", cell(r.kinds[column]))
		}
		table.WriteString("\n")
	}
	if rest := len(rows) - most; rest > 0 {
		fmt.Fprintf(&table, "| and %d more |%s\n", rest, strings.Repeat(" |", len(columns)))
	}
	return table.String()
}

// cell names the kinds of resources, the most frequent first.
func cell(kinds map[string]int) string {
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(kinds[b], kinds[a]), cmp.Compare(a, b)) })
	rest := 0
	if len(names) > kindsAtMost {
		for _, name := range names[kindsAtMost:] {
			rest += kinds[name]
		}
		names = names[:kindsAtMost]
	}
	parts := make([]string, 0, len(names)+1)
	for _, name := range names {
		said := prose(shorten(name, longest/2))
		if kinds[name] > 1 {
			said = fmt.Sprintf("%d × %s", kinds[name], said)
		}
		parts = append(parts, said)
	}
	if rest > 0 {
		parts = append(parts, fmt.Sprintf("%d more", rest))
	}
	return strings.Join(parts, ", ")
}
