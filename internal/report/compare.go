package report

import (
	"fmt"

	"github.com/sergi/go-diff/diffmatchpatch"
)

const (
	// context is how many lines around a changed one are shown.
	context = 2
	// comparedAtMost bounds the lines that are compared, between those that are the
	// same at both ends: comparing takes longer than in proportion.
	comparedAtMost = 600
)

// compared is two texts of several lines as a diff: what differs, with some lines
// around it.
func compared(before, after []string) []string {
	start, end := alikeAtEnds(before, after)
	old, new := before[start:len(before)-end], after[start:len(after)-end]
	left := max(len(old), len(new)) - comparedAtMost
	old, new = old[:min(len(old), comparedAtMost)], new[:min(len(new), comparedAtMost)]
	marked := append(unmarked(before[:start]), marks(old, new)...)
	if left <= 0 {
		return around(append(marked, unmarked(before[len(before)-end:])...))
	}
	return append(around(marked), fmt.Sprintf("# and %s that are not compared", plural(left, "line")))
}

// alikeAtEnds counts the lines that two texts begin and end with alike.
func alikeAtEnds(before, after []string) (start, end int) {
	most := min(len(before), len(after))
	for start < most && before[start] == after[start] {
		start++
	}
	for end < most-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	return start, end
}

func unmarked(lines []string) []string {
	marked := make([]string, 0, len(lines))
	for _, line := range lines {
		marked = append(marked, " "+line)
	}
	return marked
}

// around leaves out lines that are far from any that differs.
func around(marked []string) []string {
	near := make([]bool, len(marked))
	for i, line := range marked {
		if line[0] != ' ' {
			for j := max(0, i-context); j <= min(len(marked)-1, i+context); j++ {
				near[j] = true
			}
		}
	}
	var lines []string
	skipped := 0
	for i, line := range marked {
		if !near[i] {
			skipped++
			continue
		}
		if skipped > 0 {
			lines = append(lines, "    ["+plural(skipped, "line")+"]")
			skipped = 0
		}
		if len(lines) >= linesAtMost {
			return append(lines, fmt.Sprintf("# and %s more", plural(len(marked)-i, "line")))
		}
		lines = append(lines, line[:1]+"   "+brief(line[1:]))
	}
	if skipped > 0 {
		lines = append(lines, "    ["+plural(skipped, "line")+"]")
	}
	return lines
}

// marks puts " ", "-" or "+" before each line. Lines become characters first, so
// that whole lines are compared.
func marks(before, after []string) []string {
	index := map[string]rune{}
	encode := func(lines []string) []rune {
		runes := make([]rune, len(lines))
		for i, line := range lines {
			if index[line] == 0 {
				index[line] = rune(len(index) + 1)
			}
			runes[i] = index[line]
		}
		return runes
	}
	differ := diffmatchpatch.New()
	// Without a time limit, which would make the answer depend on the machine.
	differ.DiffTimeout = 0
	var marked []string
	i, j := 0, 0
	for _, part := range differ.DiffMainRunes(encode(before), encode(after), false) {
		for range []rune(part.Text) {
			switch part.Type {
			case diffmatchpatch.DiffDelete:
				marked = append(marked, "-"+before[i])
				i++
			case diffmatchpatch.DiffInsert:
				marked = append(marked, "+"+after[j])
				j++
			default:
				marked = append(marked, " "+after[j])
				i, j = i+1, j+1
			}
		}
	}
	return marked
}
