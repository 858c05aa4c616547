package backend

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// result is the state so far: what was registered, then what is left of the base.
func (r *replay) result() (*content, error) {
	next := *r.base
	next.Deployment.Resources = append(r.registered(), r.left()...)
	next.Deployment.PendingOperations = r.unfinished()
	tidy(next.Deployment.Resources)
	if r.refreshed {
		DropDangling(next.Deployment.Resources)
	}
	if len(r.extensions) > 0 {
		maps.Copy(r.extensions, next.Deployment.Extensions)
		next.Deployment.Extensions = r.extensions
	}
	if _, err := next.Deployment.NormalizeURNReferences(); err != nil {
		return nil, fmt.Errorf("following the aliases in the journal: %w", err)
	}
	return &next, nil
}

func (r *replay) registered() []apitype.ResourceV3 {
	dropped := map[int]bool{}
	for operation := range r.dropped {
		if at, ok := r.at[operation]; ok {
			dropped[at] = true
		}
	}
	var resources []apitype.ResourceV3
	for at, made := range r.made {
		if !dropped[at] {
			resources = append(resources, *made)
		}
	}
	return resources
}

func (r *replay) left() []apitype.ResourceV3 {
	var resources []apitype.ResourceV3
	for i, resource := range r.base.Deployment.Resources {
		at := int64(i)
		switch changed := r.changed[at]; {
		case r.gone[at]:
			continue
		case changed != nil:
			resource = *changed
		default:
			resource.PendingReplacement = resource.PendingReplacement || r.pending[at]
			resource.Delete = resource.Delete || r.deleting[at]
		}
		resources = append(resources, resource)
	}
	return resources
}

// unfinished are operations that began and did not end, and creates that were
// such before: the engine leaves those to whoever knows what became of them.
func (r *replay) unfinished() []apitype.OperationV2 {
	var operations []apitype.OperationV2
	for _, id := range slices.Sorted(maps.Keys(r.begun)) {
		if operation := r.begun[id].Operation; operation != nil {
			operations = append(operations, *operation)
		}
	}
	for _, operation := range r.base.Deployment.PendingOperations {
		if operation.Type == apitype.OperationTypeCreating {
			operations = append(operations, operation)
		}
	}
	return operations
}

// anywhere leaves out where a service's secrets are opened: that is another port in
// each process, and told when the state is asked for.
func anywhere(by *apitype.SecretsProvidersV1) *apitype.SecretsProvidersV1 {
	if by == nil || by.Type != SealedByService {
		return by
	}
	return &apitype.SecretsProvidersV1{Type: by.Type}
}
