package drift

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"
)

// identityLimit is how many identities an issue carries: 2,000 take a third of
// the room that it has.
const identityLimit = 2000

// record is what an issue remembers between two checks, in a hidden line of its
// body. There is no other memory: a check may run anywhere.
type record struct {
	Fingerprint string `json:"fingerprint,omitempty"`
	// Since is when the drift began, Ended when it was gone, zero while it is there.
	Since time.Time `json:"since"`
	Ended time.Time `json:"ended,omitzero"`
	// Seen are the identities of what drifted, by when each was first seen
	// (RFC 3339).
	Seen map[string][]string `json:"seen,omitempty"`
	// Cut is true when there were too many to keep: one that is not among Seen is
	// then as old as the drift.
	Cut bool `json:"cut,omitempty"`
}

// recordLine is the hidden line. The JSON in it holds hashes and times only, so
// nothing in it can end the comment.
var recordLine = regexp.MustCompile(`(?m)^<!-- groundwork-record (\{.*\}) -->\r?$`)

// recordOf reads what an issue remembers; false when somebody removed it.
func recordOf(body string) (record, bool) {
	found := recordLine.FindStringSubmatch(body)
	if found == nil {
		return record{}, false
	}
	var read record
	if err := json.Unmarshal([]byte(found[1]), &read); err != nil || read.Since.IsZero() {
		return record{}, false
	}
	return read, true
}

// line is the record as recordOf reads it.
func (r record) line() (string, error) {
	encoded, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	return "<!-- groundwork-record " + string(encoded) + " -->", nil
}

// running tells whether the drift that the record is about was still there.
func (r record) running() bool { return !r.Since.IsZero() && r.Ended.IsZero() }

// next is the record after a check that found drift. What was there before keeps
// its time, also when it drifted further; drift that had ended begins anew.
func (r record) next(d Drift, now time.Time) record {
	now = now.UTC().Truncate(time.Second)
	after := record{Fingerprint: Fingerprint(d), Since: now, Seen: map[string][]string{}}
	if r.running() {
		after.Since = r.Since
	}
	first := r.firsts()
	for n, id := range d.identities() {
		if n == identityLimit {
			after.Cut = true
			break
		}
		at, known := first[id]
		switch {
		case known:
		case r.running() && r.Cut:
			at = r.Since
		default:
			at = now
		}
		stamp := at.Format(time.RFC3339)
		after.Seen[stamp] = append(after.Seen[stamp], id)
	}
	for _, ids := range after.Seen {
		slices.Sort(ids)
	}
	return after
}

// firsts are when each was first seen, by identity; none once the drift ended.
func (r record) firsts() map[string]time.Time {
	first := map[string]time.Time{}
	if !r.running() {
		return first
	}
	for stamp, ids := range r.Seen {
		at, err := time.Parse(time.RFC3339, stamp)
		if err != nil {
			continue
		}
		for _, id := range ids {
			first[id] = at
		}
	}
	return first
}
