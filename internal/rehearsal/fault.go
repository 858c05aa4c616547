package rehearsal

import (
	"strings"
	"unicode/utf8"
)

// leastSaid is how much of a reason, beyond the name of the resource, says anything.
const leastSaid = 12

// kind is what a fault is about, in the line: "Instance database" of
// "aws:rds/instance:Instance database".
func (f Fault) kind() string { return f.At[strings.LastIndex(f.At, ":")+1:] }

// fault is a fault in the line: the kind and the name of the resource, and what is
// said of it.
func (w writer) fault(f Fault) string {
	if f.At == "" {
		return w.cut(f.Reason)
	}
	return w.cut(f.kind() + ": " + core(f.Reason))
}

func (w writer) cut(reason string) string { return cut(core(reason), w.room) }

// silent tells whether a line names what fails and has no room for why: then what is
// well can wait for the details.
func (w writer) silent(line string) bool {
	if w.verdict() != Fails {
		return false
	}
	about := w.cause().kind()
	if about == "" {
		return false
	}
	_, said, there := strings.Cut(line, about+": ")
	said, _, isCut := strings.Cut(said, mark)
	return !there || isCut && utf8.RuneCountInString(said) < leastSaid
}
