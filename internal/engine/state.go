package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/backend"
)

// checkpoint is a stack's state at one moment.
type checkpoint struct {
	apitype.DeploymentV3
}

// readState reads a stack's state; one that does not exist is empty.
func (s *Session) readState(request Request) (checkpoint, error) {
	stack, err := s.states.Stack(request.name())
	if errors.Is(err, backend.ErrNoStack) {
		return checkpoint{}, nil
	}
	if err != nil {
		return checkpoint{}, err
	}
	state, err := stack.State()
	return checkpoint{state}, err
}

// name is what the states call the request's stack.
func (r Request) name() backend.Name {
	return backend.Name{Project: r.System.Name, Stack: r.Stack}
}

// protected lists the URNs that Pulumi refuses to delete.
func (c checkpoint) protected() []string {
	var urns []string
	for _, resource := range c.Resources {
		if resource.Protect {
			urns = append(urns, string(resource.URN))
		}
	}
	return urns
}

// ids holds the ids of the stack's resources by URN. One that was deleted to be made
// anew is no more, and what has its id is its successor.
func (c checkpoint) ids() map[string][]string {
	ids := make(map[string][]string, len(c.Resources))
	for _, resource := range c.Resources {
		if resource.Custom && !resource.PendingReplacement {
			ids[string(resource.URN)] = append(ids[string(resource.URN)], string(resource.ID))
		}
	}
	return ids
}

// needs holds for each URN those that must be there before it.
func (c checkpoint) needs() map[string][]string {
	needs := make(map[string][]string, len(c.Resources))
	for _, resource := range c.Resources {
		var all []string
		for _, urn := range append(slices.Clone(resource.Dependencies), resource.Parent, resource.DeletedWith) {
			if urn != "" {
				all = append(all, string(urn))
			}
		}
		// A provider is named by its URN and its id.
		if at := strings.LastIndex(resource.Provider, "::"); at > 0 {
			all = append(all, resource.Provider[:at])
		}
		needs[string(resource.URN)] = all
	}
	return needs
}

// outputs are the stack's, without what is secret.
func (c checkpoint) outputs() map[string]any {
	outputs := map[string]any{}
	for _, found := range c.Resources {
		if found.Type == resource.RootStackType {
			for name, value := range found.Outputs {
				outputs[name] = withoutSecrets(value)
			}
		}
	}
	return outputs
}

// withoutSecrets puts a word in the place of each secret, wherever it is.
func withoutSecrets(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value[resource.SigKey] == resource.SecretSig {
			return "[secret]"
		}
		shown := make(map[string]any, len(value))
		for key, item := range value {
			shown[key] = withoutSecrets(item)
		}
		return shown
	case []any:
		shown := make([]any, len(value))
		for i, item := range value {
			shown[i] = withoutSecrets(item)
		}
		return shown
	}
	return value
}

// settle puts right what a killed engine left behind: operations that were cut off
// are dropped, since what the cloud did create is handed over at the next create.
func (s *Session) settle(ctx context.Context, request Request) error {
	stack, err := s.states.Stack(request.name())
	if errors.Is(err, backend.ErrNoStack) {
		stack, err = s.takeOver(ctx, request)
	}
	if err != nil || stack == nil {
		return err
	}
	if request.PreviewOnly {
		return nil // drift detection leaves the state as it is, to the byte
	}
	dropped, err := stack.Settle()
	if err != nil {
		return fmt.Errorf("going on from where the last run was cut off: %w", err)
	}
	for _, operation := range dropped {
		s.progress.Note("the last run was cut off while " + operation + "; going on from what the cloud holds")
	}
	state, err := s.readState(request)
	if err != nil {
		return err
	}
	s.recover(state, request)
	return nil
}
