package stage

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
)

// begin makes the cloud what there is before the change: what the state of an account
// says, or what the base describes.
func (s *scene) begin(ctx context.Context) error {
	if s.state == nil {
		return s.prepare(ctx)
	}
	s.say("taking over what the stack's state says")
	var failed error
	err := s.with(ctx, s.head, func(session *engine.Session) {
		s.left, failed = session.Load(s.head.request(engine.Preview), s.state)
		if failed == nil {
			s.before = s.astray(ctx, session, s.head)
		}
	})
	if failed != nil {
		return fmt.Errorf("taking over the stack's state: %w", failed)
	}
	return err
}

// sealedHome is a home for what is somebody's: all that is written there is sealed
// with a secret that is kept nowhere.
func sealedHome(dir string) engine.Home { return engine.Home{Dir: dir, Secret: rand.Text()} }

// since are the faults that were not there before the change: what differs between a
// state and a cloud that was made from it is no doing of the change's.
func (s *scene) since(faults []rehearsal.Fault) []rehearsal.Fault {
	return slices.DeleteFunc(faults, func(fault rehearsal.Fault) bool { return slices.Contains(s.before, fault) })
}

// rests says what a rehearsal on a state can't know.
func (s *scene) rests() []string {
	if s.state == nil || s.state.Empty() {
		return nil
	}
	lines := []string{"all of this rests on the stack's state alone: what was changed in the account since, its quotas and what other stacks have there are not known"}
	if len(s.left) > 0 {
		lines = append(lines, fmt.Sprintf("not rehearsed are resources of %d types that the local cloud does not know: %s", len(s.left), strings.Join(s.left, ", ")))
	}
	return lines
}
