package backend

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// lease is how long an update may be silent before another may begin; the CLI
// renews it after half of it.
const lease = 5 * time.Minute

// update is an operation that the CLI has announced.
type update struct {
	id    string
	token string
	// looks is true of a preview, which changes nothing.
	looks bool
	// expires is when another update may take its place.
	expires time.Time
}

// begin lets an update go ahead, if no other is going on. The caller names the
// tags that the CLI wants noted, nil for those there are.
func (s *Stack) begin(next *update, tags map[string]string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if next.looks {
		return nil
	}
	if s.update != nil && now.Before(s.update.expires) {
		return &refusal{code: conflict, message: fmt.Sprintf("another update is going on in stack %q; wait for it, or end it with: pulumi cancel --stack %s", s.name, s.name.Stack)}
	}
	if err := s.takeOver(); err != nil {
		return err
	}
	if tags != nil && !maps.Equal(tags, s.base.Tags) {
		s.base.Tags, s.journaled = tags, true
	}
	if s.journaled {
		if err := s.rewrite(s.base); err != nil {
			return err
		}
	}
	next.expires = now.Add(lease)
	s.update = next
	return nil
}

// renew prolongs the lease of the update that is going on.
func (s *Stack) renew(id string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.goingOn(id); err != nil {
		return err
	}
	s.update.expires = now.Add(lease)
	return nil
}

// record appends entries to the journal of the update that is going on.
func (s *Stack) record(id string, entries []json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.goingOn(id); err != nil {
		return err
	}
	return s.append(entries)
}

// checkpoint replaces the whole state in an update that is going on: what a CLI
// does that keeps no journal.
func (s *Stack) checkpoint(id string, deployment apitype.UntypedDeployment) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.goingOn(id); err != nil {
		return err
	}
	return s.replace(deployment)
}

// goingOn refuses to write for an update that was cancelled or overtaken.
func (s *Stack) goingOn(id string) error {
	if s.update == nil || s.update.id != id {
		return &refusal{code: conflict, message: fmt.Sprintf("update %s of stack %q has ended: it was cancelled, or overtaken by another", id, s.name)}
	}
	return nil
}

// end ends the update with that id, whatever it came to; "" is any. The file is
// written anew where that can be done: if not, it holds its journal, which says the
// same, until it can.
func (s *Stack) end(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.update == nil || id != "" && s.update.id != id {
		return nil
	}
	s.update = nil
	if len(s.entries) == 0 {
		return s.closeFile()
	}
	if err := s.takeOver(); err != nil {
		return err
	}
	next := *s.base
	next.Serial++
	next.Deployment.Manifest.Time = time.Now().UTC()
	if s.rewrite(&next) != nil {
		s.base = &next
		return s.closeFile()
	}
	return nil
}

// Settle ends what is still going on: the caller knows that no CLI is at work any
// more. Operations that were cut off are dropped; they are given as words such as
// "creating urn:...". Pulumi keeps them because it can't know whether the cloud
// finished them; the caller can.
func (s *Stack) Settle() (dropped []string, err error) {
	if err := s.end(""); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, operation := range s.base.Deployment.PendingOperations {
		dropped = append(dropped, fmt.Sprintf("%s %s", operation.Type, operation.Resource.URN))
	}
	if len(dropped) == 0 {
		return nil, nil
	}
	next := *s.base
	next.Deployment.PendingOperations = nil
	return dropped, s.rewrite(&next)
}

// Replace makes the stack's state another.
func (s *Stack) Replace(deployment apitype.UntypedDeployment) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.replace(deployment)
}

func (s *Stack) replace(deployment apitype.UntypedDeployment) error {
	next := content{Serial: s.base.Serial, Tags: s.base.Tags}
	if len(deployment.Deployment) > 0 {
		if err := strictly(deployment.Deployment, &next.Deployment); err != nil {
			return &refusal{code: unreadable, message: fmt.Sprintf("the state of stack %q cannot be read: %v", s.name, err)}
		}
	}
	next.Deployment.SecretsProviders = anywhere(next.Deployment.SecretsProviders)
	tidy(next.Deployment.Resources)
	for _, feature := range deployment.Features {
		next.ByteString = next.ByteString || feature == "byteString"
	}
	return s.rewrite(&next)
}
