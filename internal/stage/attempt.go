package stage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/lookout"
	"groundwork/internal/rehearsal"
)

// carryOut carries out what one side describes, gives what that did, and looks at what
// came of it.
func (s *scene) carryOut(ctx context.Context, of side) (attempt *rehearsal.Attempt, set changes.Set, err error) {
	attempt = &rehearsal.Attempt{}
	err = s.with(ctx, of, func(session *engine.Session) {
		var result engine.Result
		set, result = lookout.Observe(ctx, session, of.request(engine.Up))
		attempt.Done = rehearsal.Changes(result.Changes)
		if problems := lookout.Problems(result); problems != nil {
			attempt.Broke, attempt.Failed = faultsOf(set, problems), failedIn(set)
			return
		}
		if line := result.Simulated; line != nil {
			attempt.Seconds, attempt.Applications = cmp.Or(line.ApplicationsSeconds, line.Seconds), line.ApplicationsSeconds > 0
			attempt.Unanswered = unanswered(line)
		}
		again, result := lookout.Observe(ctx, session, of.request(engine.Up))
		attempt.Restless = append(faultsOf(again, lookout.Problems(result)), restless(again)...)
		attempt.Astray = s.since(s.astray(ctx, session, of))
	})
	return attempt, set, err
}

// unanswered says whom nobody answers, and for how long.
func unanswered(line *engine.Timeline) []rehearsal.Fault {
	var faults []rehearsal.Fault
	for _, gap := range line.Unanswered {
		share, lasts := fmt.Sprintf("%d %% of the requests get", gap.Percent), "for good"
		if gap.Percent == 100 {
			share = "requests get"
		}
		if !gap.Stays {
			lasts = fmt.Sprintf("for %.0f s", gap.Seconds)
		}
		faults = append(faults, rehearsal.Fault{At: gap.To, Reason: share + " no answer " + lasts})
	}
	return faults
}

// staying is what a stack leaves behind on purpose: last snapshots, and an account's
// settings, on which others rest (docs/decisions/0057).
var staying = []string{"/snapshot:Snapshot", "/encryptionByDefault:EncryptionByDefault", "/accountPublicAccessBlock:AccountPublicAccessBlock"}

// takeDown destroys a new stack, its protection lifted first, and looks for what
// is left.
func (s *scene) takeDown(ctx context.Context) (attempt *rehearsal.Attempt, err error) {
	err = s.with(ctx, s.head, func(session *engine.Session) {
		result := lookout.Destroy(ctx, session, s.head.request(engine.Destroy), func() {})
		attempt = &rehearsal.Attempt{Done: rehearsal.Changes(result.Changes), Kept: result.Kept}
		for _, problem := range lookout.Problems(result) {
			attempt.Broke = append(attempt.Broke, rehearsal.Fault{Reason: problem})
		}
		if len(attempt.Broke) > 0 {
			return // and so nearly everything is left
		}
		for _, object := range session.Cloud().List() {
			if !slices.ContainsFunc(staying, func(kind string) bool { return strings.HasSuffix(object.Type, kind) }) {
				attempt.Astray = append(attempt.Astray, rehearsal.Fault{At: object.Type + " " + object.Name, Reason: "it is left"})
			}
		}
	})
	return attempt, err
}

// restless are the resources that an operation changed.
func restless(set changes.Set) []rehearsal.Fault {
	var faults []rehearsal.Fault
	for _, changed := range set.Changed() {
		if changed.Component {
			continue
		}
		paths := make([]string, 0, len(changed.Properties))
		for _, property := range changed.Properties {
			paths = append(paths, property.Path)
		}
		reason := strings.TrimSpace(string(changed.Operation) + " " + strings.Join(paths, ", "))
		faults = append(faults, rehearsal.Fault{At: changed.Type + " " + changed.Name, Reason: reason})
	}
	return faults
}

// astray are the resources that are not as the state has them, and those that carry
// the stack's tags and are in no state.
func (s *scene) astray(ctx context.Context, session *engine.Session, of side) []rehearsal.Fault {
	var marks lookout.Marks
	if s.program.Marks != nil {
		// The base's stack file may be of a form that this command no longer reads.
		marks = func() (map[string]string, error) { return s.program.Marks(s.head.file(), s.ref.System, s.ref.Stack) }
	}
	found := lookout.Drift(ctx, session, of.system, of.stack, marks)
	var faults []rehearsal.Fault
	add := func(at, reason string) { faults = append(faults, rehearsal.Fault{At: at, Reason: reason}) }
	for _, problem := range found.Problems {
		add("", "looking for drift: "+problem)
	}
	for _, item := range found.Deleted {
		add(item.Type+" "+item.Name, "it is declared, and gone from the cloud")
	}
	for _, item := range found.Changed {
		add(item.Type+" "+item.Name, differing(item))
	}
	for _, one := range found.Undeclared {
		add(one.ARN, "it carries the stack's tags, and the state does not know it")
	}
	return faults
}

func differing(item drift.Item) string {
	var paths []string
	for _, property := range item.Properties {
		paths = append(paths, fmt.Sprintf("%s is %v and not %v", property.Path, property.After, property.Before))
	}
	return cmp.Or(strings.Join(paths, "; "), "it differs")
}

// failedIn are the URNs of what failed.
func failedIn(set changes.Set) []string {
	var urns []string
	for _, resource := range set.Resources {
		if resource.Failed {
			urns = append(urns, resource.URN)
		}
	}
	return urns
}

// faultsOf finds the resources that problems are about: the engine puts the name
// before what it says.
func faultsOf(set changes.Set, problems []string) []rehearsal.Fault {
	var faults []rehearsal.Fault
	for _, problem := range problems {
		fault := rehearsal.Fault{Reason: problem}
		for _, resource := range set.Resources {
			about, said, named := strings.Cut(problem, ": ")
			if named && about == resource.Name && (fault.At == "" || resource.Failed) {
				fault = rehearsal.Fault{At: resource.Type + " " + resource.Name, Reason: said}
			}
		}
		faults = append(faults, fault)
	}
	return faults
}
