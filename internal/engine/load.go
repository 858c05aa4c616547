package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"groundwork/internal/backend"
	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
)

// State is a stack's state as an account has it, with its secrets open. It stays in
// memory.
type State struct {
	// Deployment is what the backend exports, secrets in plain.
	Deployment apitype.UntypedDeployment
	// Secrets are the stack file's, by where they stand in it: "cloudflare:apiToken",
	// "groundwork:services.api.environment.KEY".
	Secrets map[string]string
}

// Empty is true of the state of a stack that was never deployed.
func (s *State) Empty() bool { return len(s.Deployment.Deployment) == 0 }

// State reads the state of a stack and the secrets of its stack file. Nothing is
// written.
func (a *Account) State(ctx context.Context, request Request) (*State, error) {
	stack, exported, err := a.export(ctx, request)
	if err != nil {
		return nil, err
	}
	values, err := stack.GetAllConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration of stack %q: %s", stack.Name(), describe(ctx, err))
	}
	state := &State{Deployment: exported, Secrets: map[string]string{}}
	for key, value := range values {
		if value.Secret {
			state.secret(key, value.Value)
		}
	}
	return state, nil
}

// secret notes a secret value, or what is in a structured one.
func (s *State) secret(path, text string) {
	s.Secrets[path] = text
	var inside any
	if json.Unmarshal([]byte(text), &inside) == nil {
		s.within(path, inside)
	}
}

func (s *State) within(path string, value any) {
	switch value := value.(type) {
	case string:
		s.Secrets[path] = value
	case map[string]any:
		for key, item := range value {
			s.within(path+"."+key, item)
		}
	case []any:
		for i, item := range value {
			s.within(fmt.Sprintf("%s[%d]", path, i), item)
		}
	}
}

// Load makes the stack what a state says, and the cloud what the state says that
// there is. It gives the types of resources that are left out of both, because the
// cloud does not know them. The home must have a Secret.
func (s *Session) Load(request Request, state *State) (left []string, err error) {
	if s.home.Secret == "" {
		return nil, errors.New("the home of an account's state has no secret to seal it with")
	}
	if state.Empty() {
		return nil, nil
	}
	var latest apitype.DeploymentV3
	text := aws.AsHere(state.Deployment.Deployment, localcloud.Account)
	if err := json.Unmarshal(text, &latest); err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	latest.PendingOperations = nil // they are the account's to settle
	latest.Resources, left = s.known(latest.Resources)
	things, err := adopted(latest.Resources)
	if err != nil {
		return nil, err
	}
	if err := s.cloud.Adopt(things); err != nil {
		return nil, err
	}
	for i := range latest.Resources {
		r := &latest.Resources[i]
		r.Inputs, r.Outputs = s.sealed(r.Inputs).(map[string]any), s.sealed(r.Outputs).(map[string]any)
	}
	latest.SecretsProviders = &apitype.SecretsProvidersV1{Type: backend.SealedByService}
	text, err = json.Marshal(latest)
	if err != nil {
		return nil, fmt.Errorf("writing the state: %w", err)
	}
	_, err = s.states.MakeOf(request.name(), apitype.UntypedDeployment{
		Version: state.Deployment.Version, Features: state.Deployment.Features, Deployment: text,
	})
	return left, err
}

// known are the resources that the cloud has types for, with their components. What
// refers to one of the others does so no longer.
func (s *Session) known(all []apitype.ResourceV3) (known []apitype.ResourceV3, left []string) {
	for _, r := range all {
		typ, isProvider := strings.CutPrefix(string(r.Type), "pulumi:providers:")
		switch {
		case !r.Custom || isProvider && s.cloud.Has(typ) || s.cloud.Knows(string(r.Type)):
			known = append(known, r)
		case !slices.Contains(left, string(r.Type)):
			left = append(left, string(r.Type))
		}
	}
	backend.DropDangling(known)
	return known, left
}

// adopted are the resources of a state as the cloud takes them.
func adopted(resources []apitype.ResourceV3) ([]localcloud.Adopted, error) {
	providers := map[string]localcloud.Props{}
	var things []localcloud.Adopted
	for _, r := range resources {
		inputs, outputs := revealed(r.Inputs), revealed(r.Outputs)
		if inputs == nil || outputs == nil {
			return nil, fmt.Errorf("the secrets of %s are sealed: the state has to be read with them", r.URN.Name())
		}
		switch {
		case strings.HasPrefix(string(r.Type), "pulumi:providers:"):
			providers[string(r.URN)+"::"+string(r.ID)] = inputs
		case r.Custom && !r.Delete: // what is still to be deleted has a successor
			things = append(things, localcloud.Adopted{
				URN: string(r.URN), Type: string(r.Type), ID: string(r.ID), Inputs: inputs, Outputs: outputs, Config: providers[r.Provider],
			})
		}
	}
	return things, nil
}
