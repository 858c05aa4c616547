package localcloud

import "time"

// leaving is the note of an object that waits for its end.
const leaving = "leaving"

// Leave marks an object that was deleted and waits for its end: nobody can use
// it, listings leave it out, and only its service still knows of it.
func (o *Object) Leave(until time.Time) { o.NoteTime(leaving, until) }

// LeavesAt is the end of an object that waits for it; the zero time otherwise.
func (o *Object) LeavesAt() time.Time { return o.TimeNoted(leaving) }

// NoteTime remembers when something happened or will happen.
func (o *Object) NoteTime(name string, at time.Time) { o.Note(name, at.UTC().Format(time.RFC3339)) }

// TimeNoted is what NoteTime remembered; the zero time when it did not.
func (o *Object) TimeNoted(name string) time.Time {
	at, err := time.Parse(time.RFC3339, o.Notes[name])
	if err != nil {
		return time.Time{}
	}
	return at
}
