package report

import (
	"fmt"
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
	drawn := direct(arrows(s.Set, node))
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
		if n := r.count(t.operation); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, t.phrase))
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
