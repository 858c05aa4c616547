package rehearsal

import (
	"cmp"
	"slices"
	"strings"

	"groundwork/internal/danger"
)

// Judge decides what came of a rehearsal.
func Judge(seen Seen) Outcome {
	outcome := Outcome{System: seen.System, Stack: seen.Stack, Verdict: seen.verdict(), Back: seen.back(), Changes: seen.Planned}
	cause := seen.cause()
	outcome.Reason, outcome.At = cause.Reason, cause.At
	if seen.Head != nil && len(seen.Head.Broke) == 0 {
		outcome.Seconds = seen.Head.Seconds
	}
	outcome.Fails = len(seen.Unplanned) > 0 || seen.Head != nil && !seen.Head.ok()
	if outcome.Back == BackFails {
		outcome.BackAt = seen.Back.first().At
	}
	outcome.Line, outcome.Details = seen.line(), seen.details()
	return outcome
}

func (s Seen) verdict() Verdict {
	switch {
	case len(s.Refused) > 0 || len(s.impossible()) > 0:
		return Refused
	case s.Removed || len(s.lost()) > 0:
		return Loses
	case len(s.Unplanned) > 0:
		return Fails
	case s.Head == nil:
		return Unchanged
	case !s.Head.ok() || len(s.Head.Unanswered) > 0:
		return Fails
	}
	return Works
}

func (s Seen) back() Back {
	switch {
	case s.Back == nil:
		return BackUntried
	case s.Back.ok():
		return BackWorks
	case s.noWay() != "":
		return BackNone
	}
	return BackFails
}

// noWay is why the cloud has no way back, "" where it should have one: every
// resource that failed on the way is one that can't go back. One that was refused
// before anything was done, because it is protected or a server said so, has no
// failed step; it is known by its name before the message.
func (s Seen) noWay() string {
	if s.Back == nil {
		return ""
	}
	failed := s.Back.Failed
	if len(failed) == 0 {
		failed = s.named(s.Back.Broke)
	}
	var reasons []string
	for _, urn := range failed {
		reason, known := s.OneWay[urn]
		if !known {
			return ""
		}
		reasons = append(reasons, reason)
	}
	if len(reasons) == 0 {
		return ""
	}
	return slices.Min(reasons)
}

// named are the URNs, among those of one-way changes, that faults are about; nil when
// one is about something else.
func (s Seen) named(faults []Fault) []string {
	var urns []string
	for _, fault := range faults {
		name, _, _ := strings.Cut(fault.Reason, ": ")
		if fault.At != "" {
			name = fault.At[strings.LastIndex(fault.At, " ")+1:]
		}
		found := ""
		for urn := range s.OneWay {
			if strings.HasSuffix(urn, "::"+name) {
				found = urn
			}
		}
		if found == "" {
			return nil
		}
		urns = append(urns, found)
	}
	return urns
}

// cause is the fault that decides the verdict; where the change works, what is
// wrong with the way back.
func (s Seen) cause() Fault {
	switch s.verdict() {
	case Refused:
		if len(s.Refused) > 0 {
			return Fault{At: s.File, Reason: s.Refused[0]}
		}
		first := s.impossible()[0]
		return Fault{At: first.Type + " " + first.Name, Reason: first.Loss}
	case Loses:
		if s.Removed {
			return Fault{At: s.File, Reason: removed}
		}
		first := s.lost()[0]
		return Fault{At: first.Type + " " + first.Name, Reason: first.Loss}
	case Fails:
		if len(s.Unplanned) > 0 {
			return s.Unplanned[0]
		}
		return s.Head.first()
	case Works:
		return s.backCause()
	}
	return Fault{}
}

func (s Seen) backCause() Fault {
	switch s.back() {
	case BackNone:
		return Fault{At: s.Back.first().At, Reason: s.noWay()}
	case BackFails:
		return s.Back.first()
	}
	return Fault{}
}

// first is the worst that is wrong with an attempt. Requests that get no answer are
// no fault of a way back: it is better gone with a gap than not at all.
func (a *Attempt) first() Fault {
	for _, faults := range [][]Fault{a.Broke, a.Restless, a.Astray, a.Unanswered} {
		if len(faults) > 0 {
			return faults[0]
		}
	}
	return Fault{}
}

// removed is what a stack file that is gone means.
const removed = "its file is removed from the repository, not from the cloud, where nobody would manage it"

// details are what there is beyond the first line: everything whole.
func (s Seen) details() []string {
	var lines []string
	add := func(faults []Fault, about string) {
		for _, fault := range faults {
			lines = append(lines, about+cmp.Or(fault.At, s.System+"/"+s.Stack)+": "+fault.Reason)
		}
	}
	for _, problem := range s.Refused {
		lines = append(lines, "refused: "+problem)
	}
	for _, of := range []struct {
		about    string
		findings []danger.Finding
	}{{"refused: ", s.impossible()}, {"lost: ", s.lost()}} {
		for _, finding := range of.findings {
			add([]Fault{{finding.Type + " " + finding.Name, finding.Loss}}, of.about)
			if finding.Advice != "" {
				lines = append(lines, "  "+finding.Advice)
			}
		}
	}
	for _, level := range []danger.Level{danger.Downtime, danger.Exposure} {
		for _, finding := range danger.Of(s.Findings, level) {
			lines = append(lines, string(level)+": "+finding.Type+" "+finding.Name+": "+finding.Loss)
		}
	}
	add(s.Unplanned, "not planned: ")
	if s.back() == BackNone {
		lines = append(lines, "no way back: "+s.noWay())
	}
	for _, one := range []struct {
		attempt *Attempt
		about   string
	}{{s.Head, ""}, {s.Back, "on the way back: "}} {
		if one.attempt != nil {
			add(one.attempt.Broke, one.about)
			add(one.attempt.Unanswered, one.about+"not answered: ")
			add(one.attempt.Restless, one.about+"still changes: ")
			add(one.attempt.Astray, one.about+"not as declared: ")
			for _, kept := range one.attempt.Kept {
				lines = append(lines, "kept on purpose: "+kept)
			}
		}
	}
	return lines
}
