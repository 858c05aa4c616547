package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Markdown is the comment on a pull request, at most limit characters long; 0 is
// no limit. When there isn't room for everything, the least important parts are
// left out, and it says so and where the whole is. It is written by importance and
// put together in the order of reading: each part is complete in itself, so that
// none is ever cut in the middle. The first line, the footer and what data would be
// lost take a few thousand characters at most, and a limit must leave room for them.
func Markdown(review Review, limit int) string {
	p := &page{review: review, room: limit, bounded: limit > 0}
	head := p.must(strings.Join(opening(review, bold, prose), "\n\n") + "\n")
	rehearsed := p.fit(rehearsalTable(review), cutTables)
	lost := p.lostBlock()
	footer := p.must(footer(review))
	p.room -= utf8.RuneCountInString(cutNote(review))
	sections := p.sections()
	seen := p.fit(rehearsalDetails(review), cutRehearsals)
	quiet := p.fit(quietLine(review), "the stacks without a change")
	for _, write := range []func(*section) string{
		(*section).writeHeading, (*section).writeError, (*section).writeFindings, (*section).writeTable, (*section).writeCost,
		(*section).writeDangerous, (*section).writeCostDetail, (*section).writePicture, (*section).writeDetail,
	} {
		for _, s := range sections {
			if cut := write(s); cut != "" {
				p.missed(cut)
			}
		}
	}
	parts := []string{head, rehearsed, seen, lost}
	for _, s := range sections {
		parts = append(parts, s.assembled()...)
	}
	parts = append(parts, quiet, p.note(), footer)
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return strings.Join(parts, "\n")
}

// page is a comment that is being written.
type page struct {
	review Review
	// room is how many characters are left, where there is a bound.
	room    int
	bounded bool
	// cut are the kinds of things that were left out.
	cut []string
}

// must takes room for a part that is never left out. Parts are joined by a line
// end, which is counted here.
func (p *page) must(part string) string {
	if part != "" {
		p.room -= length(part)
	}
	return part
}

// fits is true when there is room for a part.
func (p *page) fits(part string) bool { return !p.bounded || length(part) <= p.room }

// fit takes a part if there is room for it, and otherwise notes what is missing.
func (p *page) fit(part, what string) string {
	if part == "" {
		return ""
	}
	if !p.fits(part) {
		p.missed(what)
		return ""
	}
	return p.must(part)
}

func (p *page) missed(what string) {
	if !slices.Contains(p.cut, what) {
		p.cut = append(p.cut, what)
	}
}

// note says what was left out.
func (p *page) note() string {
	if len(p.cut) == 0 {
		return ""
	}
	return "> [!NOTE]\n> This comment has no room for " + strings.Join(p.cut, ", ") + ". " + wholeIs(p.review) + "\n"
}

// cutNote is the longest note there can be: room is kept for it.
func cutNote(review Review) string {
	all := page{review: review, cut: allCuts}
	return all.note() + "\n"
}

func wholeIs(review Review) string {
	if link := runLink(review, "the run's summary"); link != "" {
		return "The whole report is in " + link + "."
	}
	return "The whole report is in the summary of the job."
}

// length is what a part takes, with the line end that joins it to the next.
func length(part string) int { return utf8.RuneCountInString(part) + 1 }

func bold(text string) string { return "**" + text + "**" }
