package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"groundwork/internal/localcloud"
)

// Console is where the local cloud is changed by hand, behind Pulumi's back.
type Console interface {
	SetByHand(typ, nameOrID string, values map[string]any) (localcloud.Listed, error)
	DeleteByHand(typ, nameOrID string) error
	CreateByHand(typ, name, scope string, values map[string]any) (localcloud.Listed, error)
}

// AtConsole opens the home's local cloud for one change: through its server
// when one runs, for that has the cloud for itself.
func (h Home) AtConsole(change func(Console) error) error {
	if server, running := h.Server(); running {
		return change(remote{server})
	}
	cloud, err := h.OpenCloud(Conditions{})
	if err != nil {
		return err
	}
	return errors.Join(change(cloud), cloud.Close())
}

// Order is a change as it is asked of a server's console.
type Order struct {
	// Type is the Pulumi token; Name the object's name, or its id.
	Type string `json:"type"`
	Name string `json:"name"`
	// Scope is where an object is created.
	Scope string `json:"scope,omitempty"`
	// Values are inputs, or by path what is set.
	Values map[string]any `json:"values,omitempty"`
}

// remote is the console of a server.
type remote struct{ server Server }

// patience is how long a server may take for one change, or to say that it ends.
const patience = 30 * time.Second

// ask has something done, and reads the answer.
func (r remote) ask(ctx context.Context, verb string, order Order, answer any) error {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	content, err := json.Marshal(order)
	if err != nil {
		return fmt.Errorf("asking the server: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.server.Console+"/"+verb, bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("asking the server: %w", err)
	}
	request.Close = true
	request.Header.Set("Authorization", tokenScheme+r.server.States.Token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the server: %w", err)
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return fmt.Errorf("asking the server: %w", err)
	case response.StatusCode == mistaken:
		return &localcloud.Mistake{Reason: string(bytes.TrimSpace(said))}
	case response.StatusCode != http.StatusOK:
		return errors.New(string(bytes.TrimSpace(said)))
	case answer == nil:
		return nil
	}
	return json.Unmarshal(said, answer)
}

func (r remote) SetByHand(typ, nameOrID string, values map[string]any) (changed localcloud.Listed, err error) {
	err = r.ask(context.Background(), "set", Order{Type: typ, Name: nameOrID, Values: values}, &changed)
	return changed, err
}

func (r remote) DeleteByHand(typ, nameOrID string) error {
	return r.ask(context.Background(), "delete", Order{Type: typ, Name: nameOrID}, nil)
}

func (r remote) CreateByHand(typ, name, scope string, values map[string]any) (made localcloud.Listed, err error) {
	err = r.ask(context.Background(), "create", Order{Type: typ, Name: name, Scope: scope, Values: values}, &made)
	return made, err
}
