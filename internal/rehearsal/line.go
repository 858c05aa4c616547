package rehearsal

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// line is the first line of the answer.
func (s Seen) line() string {
	switch s.verdict() {
	case Refused:
		return "refused: " + short(s.cause().Reason) + more(len(s.Refused)+len(s.impossible()))
	case Unchanged:
		if s.Same {
			return "unchanged: the stack file and the code are the base's"
		}
		return "unchanged: the preview on the base has no change"
	case Loses:
		if s.Removed {
			return "loses the stack: " + removed
		}
		return "loses data: " + short(s.lost()[0].Loss) + more(len(s.lost())) + "; " + s.course() + s.without()
	}
	return s.course()
}

// without reminds of what no way back brings back.
func (s Seen) without() string {
	if s.back() == BackWorks {
		return ", without the data"
	}
	return ""
}

// course tells how the change and the way back went.
func (s Seen) course() string {
	if len(s.Unplanned) > 0 {
		return "fails before anything is changed: " + s.Unplanned[0].short()
	}
	if s.Head == nil {
		return "not carried out"
	}
	line := s.forth()
	if s.back() == BackNone {
		return "one way: " + line + "; no way back: " + s.noWay()
	}
	return line + "; " + s.backwards()
}

// forth tells how the change went.
func (s Seen) forth() string {
	head := s.Head
	switch {
	case len(head.Broke) > 0:
		return fmt.Sprintf("fails after %d of %d changes: %s", head.Done.total(), s.Planned.total(), head.Broke[0].short())
	case len(head.Restless) > 0:
		return fmt.Sprintf("comes up, but a second up still changes %s: %s", counted(head.Restless), head.Restless[0].short())
	case len(head.Astray) > 0:
		return fmt.Sprintf("comes up, but %s in the cloud not as declared: %s", are(head.Astray), head.Astray[0].short())
	case head.Seconds == 0:
		return "comes up"
	case head.Applications:
		return "comes up, applications in " + minutes(head.Seconds)
	}
	return "comes up in " + minutes(head.Seconds)
}

// backwards tells how the way back went.
func (s Seen) backwards() string {
	way := "the way back"
	if s.New {
		way = "coming down"
	}
	too := ""
	if !s.Head.ok() {
		too = " too"
	}
	back := s.Back
	switch {
	case back == nil:
		return way + " is not tried"
	case len(back.Broke) > 0:
		return way + " fails" + too + ": " + back.Broke[0].short()
	case len(back.Restless) > 0:
		return fmt.Sprintf("%s fails%s: a second up still changes %s: %s", way, too, counted(back.Restless), back.Restless[0].short())
	case len(back.Astray) > 0:
		return fmt.Sprintf("%s fails%s: %s left or not as declared: %s", way, too, are(back.Astray), back.Astray[0].short())
	case s.New && len(back.Kept) > 0:
		return fmt.Sprintf("comes down to %d final snapshots", len(back.Kept))
	case s.New:
		return "comes down to nothing"
	}
	return way + " works"
}

// short is the fault in a line: the kind and the name of the resource, and what
// is said of it.
func (f Fault) short() string {
	if f.At == "" {
		return short(f.Reason)
	}
	kind := f.At[strings.LastIndex(f.At, ":")+1:] // "Instance database" of "aws:rds/instance:Instance database"
	return kind + ": " + short(f.Reason)
}

// longest is how much of a reason stands in the first line, in characters. All of
// it stands in the details.
const longest = 90

// short is the core of a message: of an error that a cloud's service gave, what the
// service said.
func short(message string) string {
	message = strings.Join(strings.Fields(message), " ")
	if _, said, is := strings.Cut(message, "api error "); is {
		message = said
	}
	if utf8.RuneCountInString(message) <= longest {
		return message
	}
	cut := string([]rune(message)[:longest])
	if end := strings.LastIndex(cut, " "); end > 0 {
		cut = cut[:end]
	}
	return strings.TrimRight(cut, " ,;:.") + " ..."
}

func more(count int) string {
	if count < 2 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", count-1)
}

func counted(faults []Fault) string {
	if len(faults) == 1 {
		return "1 resource"
	}
	return fmt.Sprintf("%d resources", len(faults))
}

func are(faults []Fault) string {
	if len(faults) == 1 {
		return "1 resource is"
	}
	return fmt.Sprintf("%d resources are", len(faults))
}

// minutes writes simulated seconds as people plan by them.
func minutes(seconds float64) string {
	if seconds < 60 {
		return "under a minute"
	}
	return fmt.Sprintf("about %.0f min", math.Round(seconds/60))
}
