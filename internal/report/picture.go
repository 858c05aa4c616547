package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"groundwork/internal/changes"
)

const (
	// nodesAtMost is how many components a picture shows one by one.
	nodesAtMost = 30
	// edgesAtMost keeps Mermaid from refusing a picture: it draws 500 at most.
	edgesAtMost  = 200
	labelLongest = 40
)

// classes colour nodes by what happens: dark enough for white letters, light
// enough for a dark page.
var classes = []struct {
	operation changes.Operation
	colour    string
}{
	{changes.Create, "#1a7f37"},
	{changes.Import, "#1a7f37"},
	{changes.Update, "#9a6700"},
	{changes.Replace, "#bc4c00"},
	{changes.Delete, "#cf222e"},
	{changes.Forget, "#57606a"},
}

// arrow leads from a component that changes to one whose change follows from it.
type arrow struct{ from, to int }

// picture is a Mermaid diagram of the components that change and what follows from
// what; "" where nothing follows, since a table says as much then. Node ids are ours, and labels hold letters,
// digits and a few signs only, so no name can say anything to Mermaid.
func picture(s Stack) string {
	rows := rowsOf(s)
	if len(rows) < 2 {
		return ""
	}
	shownRows := rows[:min(len(rows), nodesAtMost)]
	node := map[string]int{}
	for i, r := range rows {
		node[r.name] = min(i, nodesAtMost)
	}
	lines := []string{"flowchart LR"}
	used := map[changes.Operation]bool{}
	for i, r := range shownRows {
		operation := r.worst()
		used[operation] = true
		lines = append(lines, fmt.Sprintf("  n%d[\"%s<br>%s\"]:::%s", i, label(r.name), r.counts(), operation))
	}
	if rest := len(rows) - len(shownRows); rest > 0 {
		used[changes.Forget] = true
		lines = append(lines, fmt.Sprintf("  n%d[\"%d more components\"]:::%s", nodesAtMost, rest, changes.Forget))
	}
	drawn := arrows(s.Set, node)
	if len(drawn) == 0 {
		return ""
	}
	for i, a := range drawn {
		if i == edgesAtMost {
			break
		}
		lines = append(lines, fmt.Sprintf("  n%d --> n%d", a.from, a.to))
	}
	for _, class := range classes {
		if used[class.operation] {
			lines = append(lines, fmt.Sprintf("  classDef %s fill:%s,stroke:%s,color:#ffffff", class.operation, class.colour, class.colour))
		}
	}
	return "```mermaid\n" + strings.Join(lines, "\n") + "\n```\n"
}

// arrows are between different nodes, each once, in order.
func arrows(set changes.Set, node map[string]int) []arrow {
	within := make(map[string]string, len(set.Resources))
	for _, resource := range set.Resources {
		within[resource.URN] = resource.Within()
	}
	found := map[arrow]bool{}
	for _, resource := range set.Resources {
		to, there := node[resource.Within()]
		if !there || !resource.Changes() {
			continue
		}
		for _, urn := range resource.Follows {
			if from, is := node[within[urn]]; is && from != to {
				found[arrow{from, to}] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b arrow) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
}

// worst is the worst operation in a row.
func (r *row) worst() changes.Operation {
	for _, operation := range operations {
		if len(r.kinds[operation]) > 0 {
			return operation
		}
	}
	return changes.Update
}

// counts says how many resources of a component each operation touches.
func (r *row) counts() string {
	var parts []string
	for _, t := range tenses {
		total := 0
		for _, n := range r.kinds[t.operation] {
			total += n
		}
		if total > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", total, t.phrase))
		}
	}
	return strings.Join(parts, ", ")
}

// label keeps letters, digits and what can mean nothing to Mermaid.
func label(name string) string {
	safe := strings.Map(func(r rune) rune {
		if (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ._/-", r)) && !blank(r) {
			return r
		}
		return '_'
	}, name)
	return shorten(safe, labelLongest)
}

func (s *section) writePicture() string {
	if !s.told {
		return ""
	}
	if drawn := picture(s.stack); drawn != "" {
		s.picture = s.page.fit(folded("Picture of what changes", drawn), cutPictures)
	}
	return ""
}
