package backend

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

func (d *desk) newUpdate(of Name, kind string, looks bool) *update {
	made := &update{of: of, id: rand.Text(), token: rand.Text(), looks: looks || kind == "preview"}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.updates[made.id] = made
	return made
}

// update finds the update that a token is for.
func (d *desk) update(id, token string) *update {
	d.mu.Lock()
	defer d.mu.Unlock()
	if found := d.updates[id]; found != nil && found.token == token {
		return found
	}
	return nil
}

// announced is the update that a request is about. It is one of the request's stack:
// its token is for no other.
func (d *desk) announced(r *http.Request) (*update, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if found := d.updates[r.PathValue("update")]; found != nil && found.of == named(r) {
		return found, nil
	}
	return nil, &refusal{code: unknown, message: "there is no such update"}
}

// announce answers that somebody wants to do something to a stack.
func (d *desk) announce(r *http.Request) (any, error) {
	kind := r.PathValue("kind")
	switch kind {
	case "update", "preview", "refresh", "destroy":
	default:
		return nil, &refusal{code: unknown, message: "the local cloud knows no operation " + kind}
	}
	if _, err := d.stack(r); err != nil {
		return nil, err
	}
	var asked struct {
		Options struct {
			DryRun bool `json:"dryRun"`
		} `json:"options"`
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	return apitype.UpdateProgramResponse{UpdateID: d.newUpdate(named(r), kind, asked.Options.DryRun).id}, nil
}

// begin lets an announced update go ahead.
func (d *desk) begin(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	var asked apitype.StartUpdateRequest
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	announced, err := d.announced(r)
	if err != nil {
		return nil, err
	}
	if err := stack.begin(announced, asked.Tags, time.Now()); err != nil {
		return nil, err
	}
	return apitype.StartUpdateResponse{
		Version: stack.serial() + 1, Token: announced.token,
		TokenExpiration: time.Now().Add(lease).Unix(), JournalVersion: min(asked.JournalVersion, 1),
	}, nil
}

func (s *Stack) serial() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base.Serial
}

func (d *desk) renew(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	going, err := d.announced(r)
	if err != nil {
		return nil, err
	}
	if !going.looks {
		err = stack.renew(going.id, time.Now())
	}
	return apitype.RenewUpdateLeaseResponse{Token: going.token, TokenExpiration: time.Now().Add(lease).Unix()}, err
}

func (d *desk) record(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	var asked struct {
		Entries []json.RawMessage `json:"entries"`
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	return nil, stack.record(r.PathValue("update"), asked.Entries)
}

func (d *desk) checkpoint(r *http.Request) (any, error) {
	stack, err := d.stack(r)
	if err != nil {
		return nil, err
	}
	var asked apitype.PatchUpdateCheckpointRequest
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	return nil, stack.checkpoint(r.PathValue("update"), apitype.UntypedDeployment{Version: asked.Version, Features: asked.Features, Deployment: asked.Deployment})
}

// complete ends an update, whatever it came to.
func (d *desk) complete(r *http.Request) (any, error) { return struct{}{}, d.finish(r) }

// cancel ends an update in another's place: what it writes from now on is refused.
func (d *desk) cancel(r *http.Request) (any, error) { return struct{}{}, d.finish(r) }

func (d *desk) finish(r *http.Request) error {
	stack, err := d.stack(r)
	if err != nil {
		return err
	}
	return stack.end(r.PathValue("update"))
}

// status answers whoever waits for an import, which is done when it is answered.
func (d *desk) status(r *http.Request) (any, error) {
	_, err := d.announced(r)
	return apitype.UpdateResults{Status: apitype.StatusSucceeded}, err
}
