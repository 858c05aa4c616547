package rehearsal

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"groundwork/internal/danger"
)

// widest is how many characters the first line has at most. What is cut off in it
// stands whole in the details.
const widest = 120

// A line is written in the fullest style that has room for it.
const (
	// inFull says everything.
	inFull = iota
	// inShort tells one reason, the one of the verdict.
	inShort
	// inBrief leaves out what is well, too.
	inBrief
	styles
)

// leastRoom is how much of a reason has to fit before a briefer style is taken.
var leastRoom = [styles]int{64, 36, 8}

// mostRoom is how much of a reason stands in a line at most.
const mostRoom = 90

// line is the first line of the answer: verdict, worst loss, minutes and cost.
func (s Seen) line() string {
	line := ""
	for style := range styles {
		for room := mostRoom; room >= leastRoom[style]; room-- {
			w := writer{s, style, room}
			line = w.line()
			if utf8.RuneCountInString(line) > widest {
				continue
			}
			if style < inBrief && w.silent(line) {
				break
			}
			return line
		}
	}
	return cut(line, widest)
}

// writer writes a line in a style, with so much room for each reason.
type writer struct {
	Seen
	style, room int
}

func (w writer) line() string {
	switch w.verdict() {
	case Refused:
		return "refused: " + w.cut(w.cause().Reason) + more(len(w.Refused)+len(w.impossible()))
	case Unchanged:
		if w.Same {
			return "unchanged: the stack file and the code are the base's"
		}
		return "unchanged: the preview on the base has no change"
	case Loses:
		if w.Removed {
			return "loses the stack: " + w.cut(removed)
		}
		lost := w.lost()
		return joined("loses data: "+w.cut(lost[0].Loss)+more(len(lost)), w.course(), w.costs())
	}
	return joined(w.course(), w.costs())
}

// joined are the parts of a line that there are.
func joined(parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, "; ")
}

// course tells how the change and the way back went.
func (w writer) course() string {
	if len(w.Unplanned) > 0 {
		return "fails before anything is changed: " + w.fault(w.Unplanned[0])
	}
	if w.Head == nil {
		return "not carried out"
	}
	if w.back() == BackNone {
		if w.verdict() == Works || w.style == inFull {
			return joined("one way: "+w.forth(), w.suffers(), "no way back: "+w.cut(w.noWay()))
		}
		return joined(w.forth(), "no way back")
	}
	return joined(w.forth(), w.suffers(), w.backwards())
}

// forth tells how the change went.
func (w writer) forth() string {
	head, up := w.Head, "comes up"
	if w.New && w.style != inBrief {
		up = "comes up as a new stack"
	}
	switch {
	case len(head.Broke) > 0:
		return w.because(fmt.Sprintf("fails after %d of %d changes", head.Done.Total(), w.Planned.Total()), head.Broke)
	case len(head.Restless) > 0:
		return w.because("comes up, but a second up still changes "+counted(head.Restless), head.Restless)
	case len(head.Astray) > 0:
		if w.style == inBrief {
			return w.because("comes up, but not as declared", head.Astray)
		}
		return w.because("comes up, but "+are(head.Astray)+" not as declared", head.Astray)
	case len(head.Unanswered) > 0:
		return w.because("comes up, but not without a gap", head.Unanswered)
	case head.Seconds == 0:
		return up
	case head.Applications && w.style == inFull:
		return up + ", applications in " + Minutes(head.Seconds)
	}
	return up + " in " + Minutes(head.Seconds)
}

// because adds the first of the faults, unless the loss of data has to have the room.
func (w writer) because(what string, faults []Fault) string {
	switch {
	case w.verdict() == Loses && w.style == inBrief && len(w.Head.Broke) == 0:
		return "not quiet, or not as declared"
	case w.verdict() == Loses && w.style != inFull:
		return what
	}
	return what + ": " + w.fault(faults[0])
}

// suffers is the worst that a change does which fails at nothing and loses nothing:
// who can't use the system meanwhile, or what is opened.
func (w writer) suffers() string {
	if w.verdict() != Works || w.style == inBrief {
		return ""
	}
	for _, level := range []danger.Level{danger.Downtime, danger.Exposure} {
		if found := danger.Of(w.Findings, level); len(found) > 0 {
			return w.cut(found[0].Loss)
		}
	}
	return ""
}

// backwards tells how the way back went.
func (w writer) backwards() string {
	way := "the way back"
	if w.New {
		way = "coming down"
	}
	switch {
	case w.back() == BackFails:
		return w.backFails(way)
	case w.style == inBrief, w.verdict() == Loses && w.style == inShort:
		return ""
	case w.Back == nil:
		return way + " is not tried"
	case w.New && len(w.Back.Kept) > 0:
		return "comes down to " + plural(len(w.Back.Kept), "final snapshot")
	case w.New:
		return "comes down to nothing"
	case w.verdict() == Loses:
		return way + " works, without the data"
	}
	return way + " works"
}

func (w writer) backFails(way string) string {
	fails, back := way+" fails", w.Back
	if !w.Head.ok() {
		fails += " too"
	}
	switch { // where more is wrong, why it fails can wait for the details
	case w.style == inBrief || w.style == inShort && w.verdict() != Works:
		return fails
	case len(back.Broke) > 0:
		return fails + ": " + w.fault(back.Broke[0])
	case len(back.Restless) > 0:
		return fmt.Sprintf("%s: a second up still changes %s: %s", fails, counted(back.Restless), w.fault(back.Restless[0]))
	}
	return fmt.Sprintf("%s: %s left or not as declared: %s", fails, are(back.Astray), w.fault(back.Astray[0]))
}

// costs is what the change costs; of one that was not planned nobody knows.
func (w writer) costs() string {
	if len(w.Unplanned) > 0 {
		return ""
	}
	return monthly(w.Cost)
}
