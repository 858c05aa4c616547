package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
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
	rowsAtMost  = 15
	kindsAtMost = 4
)

// rowsOf are the components to which something happens, worst first.
func rowsOf(s Stack) []*row {
	places := placesOf(s.Findings, func(f danger.Finding) string { return f.Component })
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
		if place, dangerous := places[name]; dangerous {
			r.weight = place - len(s.Findings)
		}
	}
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.name, b.name)) })
	return rows
}

// placesOf are the places of the first findings about something.
func placesOf(findings []danger.Finding, about func(danger.Finding) string) map[string]int {
	places := map[string]int{}
	for i, finding := range findings {
		if _, there := places[about(finding)]; !there {
			places[about(finding)] = i
		}
	}
	return places
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
	if len(rows) == 0 || !s.told {
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
			fmt.Fprintf(&table, " %s |", marked(column, cell(r.kinds[column])))
		}
		table.WriteString("\n")
	}
	if rest := len(rows) - most; rest > 0 {
		fmt.Fprintf(&table, "| and %d more |%s\n", rest, strings.Repeat(" |", len(columns)))
	}
	return table.String()
}

// marked makes what goes away stand out.
func marked(operation changes.Operation, cell string) string {
	if cell == "" || operation != changes.Replace && operation != changes.Delete {
		return cell
	}
	return bold(cell)
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
		said := prose(shorten(clean(name), longest/2))
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
