package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/redact"
	"groundwork/internal/rehearsal"
)

// observed runs a request, and gives all that it did beside how it ended.
func observed(ctx context.Context, on operator, request engine.Request) (changes.Set, engine.Result) {
	recorder := changes.NewRecorder(request.System.Name, request.Stack)
	if before, err := on.Snapshot(ctx, request); err == nil {
		recorder.Depends(before.Deployment)
	}
	request.Events = recorder.Add
	result := on.Run(ctx, request)
	return recorder.Set(), result
}

// problemsIn are what stopped an operation, nil for nothing.
func problemsIn(result engine.Result) []string {
	if result.Result != engine.Failed {
		return nil
	}
	var problems []string
	for _, problem := range result.Problems {
		problems = append(problems, redact.Text(problem))
	}
	return problems
}

// carryOut carries out what one side describes, and looks at what came of it.
func (s *stage) carryOut(ctx context.Context, of side) (*rehearsal.Attempt, error) {
	attempt := &rehearsal.Attempt{}
	err := s.with(ctx, of, func(session *engine.Session) {
		set, result := observed(ctx, session, of.request(engine.Up))
		attempt.Done = rehearsal.Changes(result.Changes)
		if problems := problemsIn(result); problems != nil {
			attempt.Broke, attempt.Failed = faultsOf(set, problems), failedIn(set)
			return
		}
		if line := result.Simulated; line != nil {
			attempt.Seconds, attempt.Applications = cmp.Or(line.ApplicationsSeconds, line.Seconds), line.ApplicationsSeconds > 0
			attempt.Unanswered = unanswered(line)
		}
		again, result := observed(ctx, session, of.request(engine.Up))
		attempt.Restless = append(faultsOf(again, problemsIn(result)), restless(again)...)
		attempt.Astray = s.astray(ctx, session, of)
	})
	return attempt, err
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

// takeDown destroys a new stack, its protection lifted first, and looks for what
// is left.
func (s *stage) takeDown(ctx context.Context) (attempt *rehearsal.Attempt, err error) {
	err = s.with(ctx, s.head, func(session *engine.Session) {
		run := operationRun{operation: engine.Destroy, target: target{stack: s.head.ref.stack}, unprotect: true}
		result := run.run(ctx, session, silent{}, s.head.ref.system)
		attempt = &rehearsal.Attempt{Done: rehearsal.Changes(result.Changes), Kept: result.Kept}
		for _, problem := range problemsIn(result) {
			attempt.Broke = append(attempt.Broke, rehearsal.Fault{Reason: problem})
		}
		if len(attempt.Broke) > 0 {
			return // and so nearly everything is left
		}
		for _, object := range session.Cloud().List() {
			if !strings.HasSuffix(object.Type, "/snapshot:Snapshot") {
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
func (s *stage) astray(ctx context.Context, session *engine.Session, of side) []rehearsal.Fault {
	// The base's stack file may be of a form that this command no longer reads.
	marks := func(string, string, string) (map[string]string, error) {
		return s.program.Marks(s.head.ref.file(), s.head.ref.system.Name, s.head.ref.stack)
	}
	look := driftRun{}
	if s.program.Marks != nil {
		look.program.Marks = marks
	}
	found := look.check(ctx, session, of.ref)
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
