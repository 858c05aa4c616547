package stage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/engine"
	"groundwork/internal/gate"
	"groundwork/internal/lookout"
	"groundwork/internal/price"
	"groundwork/internal/rehearsal"
)

// Told is what a rehearsal tells of one stack.
type Told struct {
	rehearsal.Outcome
	// Set is what the head changes on what is there, empty where nothing had to be
	// planned. Unplanned are why it is not known in full.
	Set       changes.Set
	Unplanned []string
	// Findings and Cost are of that set; Cost is nil where there is none.
	Findings []danger.Finding
	Cost     *price.Estimate
	// Guarded is true where the plan ends at what is protected.
	Guarded bool
	// New is true of a stack that the base does not have.
	New bool
	// Refused are what the check of the stack file says.
	Refused []string
}

// Rehearse carries out what the checkout describes on what the base describes, or on
// a state where there is one, and goes back. An error means that nothing can be said
// of the change.
func (s *Stage) Rehearse(ctx context.Context, ref Ref, state *engine.State) (told Told, err error) {
	scene, err := s.scene(ref, state)
	if err != nil {
		return told, err
	}
	defer func() { err = errors.Join(err, scene.end()) }()
	seen := scene.seen()
	if err := scene.rehearse(ctx, &seen, &told); err != nil {
		return told, err
	}
	told.Outcome, told.New, told.Refused, told.Findings = rehearsal.Judge(seen), seen.New, seen.Refused, seen.Findings
	told.Details = append(told.Details, scene.rests()...)
	return told, ctx.Err()
}

func (s *scene) rehearse(ctx context.Context, seen *rehearsal.Seen, told *Told) (err error) {
	switch {
	case !s.head.has && !s.base.has:
		return fmt.Errorf("%w: neither the checkout nor the base has a stack %q of a system %q", ErrNoBase, s.ref.Stack, s.ref.System)
	case seen.Removed:
		return nil
	}
	if seen.Refused = lookout.Lines(s.program.Check(s.head.file(), s.ref.System, s.ref.Stack)); seen.Refused != nil {
		return nil
	}
	if seen.Same, err = s.nothingDiffers(ctx); err != nil || seen.Same {
		return err
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	worth, err := s.plan(ctx, seen, told)
	if err != nil || !worth {
		return err
	}
	return s.play(ctx, seen)
}

// plan finds what the head would change on what is there, and tells whether it is
// worth trying: something would change, and it can be.
func (s *scene) plan(ctx context.Context, seen *rehearsal.Seen, told *Told) (worth bool, err error) {
	err = s.with(ctx, s.head, func(session *engine.Session) {
		set, result := lookout.Observe(ctx, session, s.head.request(engine.Preview))
		if s.state == nil {
			ageless(set) // the base was made for this: that it is young says nothing
		}
		cost, problems := price.Of(set), lookout.Problems(result)
		seen.Planned, seen.Findings, seen.OneWay = rehearsal.Changes(result.Changes), danger.Judge(set), rehearsal.OneWay(set)
		ruling := gate.Of(seen.Findings, problems, "")
		set.Errors = gate.Unexplained(seen.Findings, set.Errors)
		told.Set, told.Cost, told.Unplanned, told.Guarded = set, &cost, ruling.Problems, problems != nil && ruling.Problems == nil
		if problems == nil {
			seen.Cost = &cost.Change
		}
		if told.Unplanned != nil {
			seen.Unplanned = faultsOf(set, told.Unplanned)
		}
		worth = seen.Planned.Any() && (ruling.Verdict == gate.Open || ruling.Verdict == gate.Loses)
	})
	return worth && seen.Unplanned == nil, err
}

func ageless(set changes.Set) {
	for i := range set.Resources {
		set.Resources[i].Age = 0
	}
}

// later is when somebody goes back: nobody does at once, and for six hours after a
// change of its storage a database takes no other one.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html
const later = 12 * time.Hour

// play carries the change out, and the base again.
func (s *scene) play(ctx context.Context, seen *rehearsal.Seen) (err error) {
	s.say("carrying out the change")
	var did changes.Set
	if seen.Head, did, err = s.carryOut(ctx, s.head); err != nil {
		return err
	}
	if len(seen.Head.Broke) == 0 {
		seen.Findings = danger.Settled(seen.Findings, danger.Judge(did))
	}
	switch {
	case seen.New:
		s.say("taking the new stack down")
		seen.Back, err = s.takeDown(ctx)
	case s.base.has:
		if _, err = s.baseProgram(ctx); err != nil {
			return err
		}
		s.say("going back")
		if _, err = s.home.Wait(later); err != nil {
			return err
		}
		seen.Back, _, err = s.carryOut(ctx, s.base)
	}
	return err
}

// Removed is the outcome for a stack that the base has and the checkout has not.
func Removed(ref Ref) *rehearsal.Outcome {
	outcome := rehearsal.Judge(rehearsal.Seen{System: ref.System, Stack: ref.Stack, File: "Pulumi." + ref.Stack + ".yaml", Removed: true})
	return &outcome
}
