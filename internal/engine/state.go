package engine

import (
	"errors"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/backend"
)

// checkpoint is what is read here of a stack's state at one moment.
type checkpoint struct {
	Resources []stateResource
}

type stateResource struct {
	URN, Type, ID      string
	Custom, Protect    bool
	PendingReplacement bool
	Outputs            map[string]any
	// Parent, Provider (URN::id), Dependencies and DeletedWith are what the
	// resource waits for.
	Parent, Provider, DeletedWith string
	Dependencies                  []string
	// PropertyDependencies are those of Dependencies that an input is made of, by
	// the input's name.
	PropertyDependencies map[string][]string
}

// checkpointOf reads a deployment.
func checkpointOf(deployment apitype.DeploymentV3) checkpoint {
	var read checkpoint
	for _, r := range deployment.Resources {
		found := stateResource{
			URN: string(r.URN), Type: string(r.Type), ID: string(r.ID),
			Custom: r.Custom, Protect: r.Protect, PendingReplacement: r.PendingReplacement, Outputs: r.Outputs,
			Parent: string(r.Parent), Provider: r.Provider, DeletedWith: string(r.DeletedWith),
			Dependencies: texts(r.Dependencies), PropertyDependencies: map[string][]string{},
		}
		for property, urns := range r.PropertyDependencies {
			found.PropertyDependencies[string(property)] = texts(urns)
		}
		read.Resources = append(read.Resources, found)
	}
	return read
}

func texts(urns []resource.URN) []string {
	list := make([]string, 0, len(urns))
	for _, urn := range urns {
		list = append(list, string(urn))
	}
	return list
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
	return checkpointOf(state), err
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
			urns = append(urns, resource.URN)
		}
	}
	return urns
}

// idsByType holds the ids of the stack's resources by their type. One that was
// deleted to be made anew is no more, and what has its id is its successor.
func (c checkpoint) idsByType() map[string][]string {
	ids := map[string][]string{}
	for _, resource := range c.Resources {
		if resource.Custom && !resource.PendingReplacement {
			ids[resource.Type] = append(ids[resource.Type], resource.ID)
		}
	}
	return ids
}

// needs holds for each URN those that must be there before it.
func (c checkpoint) needs() map[string][]string {
	needs := make(map[string][]string, len(c.Resources))
	for _, resource := range c.Resources {
		all := slices.Clone(resource.Dependencies)
		// A provider is named by its URN and its id.
		if at := strings.LastIndex(resource.Provider, "::"); at > 0 {
			all = append(all, resource.Provider[:at])
		}
		for _, urn := range []string{resource.Parent, resource.DeletedWith} {
			if urn != "" {
				all = append(all, urn)
			}
		}
		needs[resource.URN] = all
	}
	return needs
}

// outputs are the stack's, without what is secret.
func (c checkpoint) outputs() map[string]any {
	outputs := map[string]any{}
	for _, found := range c.Resources {
		if found.Type == string(resource.RootStackType) {
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
