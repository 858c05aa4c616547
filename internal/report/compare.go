package report

import (
	"fmt"

	"github.com/sergi/go-diff/diffmatchpatch"
)

const (
	// context is how many lines around a changed one are shown.
	context = 2
	// comparedAtMost bounds the lines that are compared: comparing takes longer
	// than in proportion.
	comparedAtMost = 2_000
)

// compared is two texts of several lines as a diff: what differs, with some lines
// around it.
func compared(before, after []string) []string {
	before, after = bounded(before), bounded(after)
	marked := marks(before, after)
	var lines []string
	skipped := 0
	for i, line := range marked {
		if line[0] == ' ' && !near(marked, i) {
			skipped++
			continue
		}
		if skipped > 0 {
			lines = append(lines, fmt.Sprintf("    [%d lines]", skipped))
			skipped = 0
		}
		if len(lines) == linesAtMost {
			return append(lines, fmt.Sprintf("# and %d more lines", len(marked)-i))
		}
		lines = append(lines, line[:1]+"   "+shorten(clean(line[1:]), longest))
	}
	if skipped > 0 && len(lines) > 0 {
		lines = append(lines, fmt.Sprintf("    [%d lines]", skipped))
	}
	return lines
}

func bounded(lines []string) []string { return lines[:min(len(lines), comparedAtMost)] }

// near is true of a line that stands close to one that differs.
func near(marked []string, i int) bool {
	for j := max(0, i-context); j <= min(len(marked)-1, i+context); j++ {
		if marked[j][0] != ' ' {
			return true
		}
	}
	return false
}

// marks puts " ", "-" or "+" before each line. Lines become characters first, so
// that whole lines are compared.
func marks(before, after []string) []string {
	index := map[string]rune{}
	encode := func(lines []string) []rune {
		runes := make([]rune, len(lines))
		for i, line := range lines {
			r, known := index[line]
			if !known {
				// Surrogates are no characters: numbers go on after them.
				if r = rune(len(index) + 1); r >= 0xd800 {
					r += 0x800
				}
				index[line] = r
			}
			runes[i] = r
		}
		return runes
	}
	differ := diffmatchpatch.New()
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
