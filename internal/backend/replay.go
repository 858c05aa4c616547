package backend

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// replay makes a new state of an old one and the engine's journal. What each kind
// of entry means is the engine's agreement with its services:
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/backend/journal.go (JournalReplayer)
type replay struct {
	base *content

	// Of the base's resources, by their place in it.
	gone     map[int64]bool
	changed  map[int64]*apitype.ResourceV3
	deleting map[int64]bool
	pending  map[int64]bool

	// made are resources that operations registered, in their order; at says where
	// an operation's is, and dropped which of them are no more.
	made    []*apitype.ResourceV3
	at      map[int64]int
	dropped map[int64]bool

	// begun are operations that have not ended.
	begun      map[int64]apitype.JournalEntry
	refreshed  bool
	extensions map[apitype.ExtensionRef]apitype.Extension
}

func newReplay(base *content) *replay {
	return &replay{
		base: base,
		gone: map[int64]bool{}, changed: map[int64]*apitype.ResourceV3{}, deleting: map[int64]bool{}, pending: map[int64]bool{},
		at: map[int64]int{}, dropped: map[int64]bool{},
		begun: map[int64]apitype.JournalEntry{}, extensions: map[apitype.ExtensionRef]apitype.Extension{},
	}
}

// replayed is the state that comes of the entries on top of base.
func replayed(base *content, entries []apitype.JournalEntry) (*content, error) {
	r := newReplay(base)
	for _, entry := range entries {
		if err := r.add(entry); err != nil {
			return nil, err
		}
	}
	return r.result()
}

func (r *replay) add(entry apitype.JournalEntry) error {
	if err := sensible(entry); err != nil {
		return err
	}
	r.base.ByteString = r.base.ByteString || entry.RequiresByteString
	switch entry.Kind {
	case apitype.JournalEntryKindBegin:
		r.begun[entry.OperationID] = entry
	case apitype.JournalEntryKindSuccess:
		return r.success(entry)
	case apitype.JournalEntryKindRefreshSuccess:
		return r.refreshSuccess(entry)
	case apitype.JournalEntryKindFailure:
		delete(r.begun, entry.OperationID)
	case apitype.JournalEntryKindOutputs:
		if entry.State != nil {
			return r.put(entry)
		}
	case apitype.JournalEntryKindWrite:
		r.base.Deployment = *entry.NewSnapshot
		r.base.Deployment.SecretsProviders = anywhere(entry.NewSnapshot.SecretsProviders)
	case apitype.JournalEntryKindSecretsManager:
		r.base.Deployment.SecretsProviders = anywhere(entry.SecretsProvider)
	case apitype.JournalEntryKindSnippets:
		r.base.Deployment.Snippets = entry.Snippets
	case apitype.JournalEntryKindRebuiltBaseState:
		base, err := r.result()
		if err != nil {
			return err
		}
		refreshed := r.refreshed // an update that deletes what was refreshed may follow
		*r = *newReplay(base)
		r.refreshed = refreshed
	case apitype.JournalEntryKindExtensionParameterize:
		r.extensions[*entry.ExtensionRef] = *entry.Extension
	}
	return nil
}

// success is the end of an operation that did what it should.
func (r *replay) success(entry apitype.JournalEntry) error {
	delete(r.begun, entry.OperationID)
	if entry.State != nil {
		r.at[entry.OperationID] = len(r.made)
		r.made = append(r.made, entry.State)
	}
	for place, marks := range map[*int64]map[int64]bool{
		entry.RemoveOld: r.gone, entry.DeleteOld: r.deleting, entry.PendingReplacementOld: r.pending, entry.RemoveNew: r.dropped,
	} {
		if place != nil {
			marks[*place] = true
		}
	}
	if entry.DeleteNew != nil {
		made, err := r.madeBy(*entry.DeleteNew)
		if err != nil {
			return err
		}
		made.Delete = true
	}
	if entry.PendingReplacementNew != nil {
		made, err := r.madeBy(*entry.PendingReplacementNew)
		if err != nil {
			return err
		}
		made.PendingReplacement = true
	}
	r.refreshed = r.refreshed || entry.IsRefresh
	return nil
}

// refreshSuccess is what a refresh found: another state, or nothing.
func (r *replay) refreshSuccess(entry apitype.JournalEntry) error {
	delete(r.begun, entry.OperationID)
	r.refreshed = true
	if entry.State != nil {
		return r.put(entry)
	}
	if entry.RemoveOld != nil {
		r.gone[*entry.RemoveOld] = true
	}
	if entry.RemoveNew != nil {
		r.dropped[*entry.RemoveNew] = true
	}
	return nil
}

// put replaces a resource where it is.
func (r *replay) put(entry apitype.JournalEntry) error {
	if entry.RemoveOld != nil {
		r.changed[*entry.RemoveOld] = entry.State
	}
	if entry.RemoveNew != nil {
		made, err := r.madeBy(*entry.RemoveNew)
		if err != nil {
			return err
		}
		*made = *entry.State
	}
	return nil
}

func (r *replay) madeBy(operation int64) (*apitype.ResourceV3, error) {
	at, ok := r.at[operation]
	if !ok {
		return nil, fmt.Errorf("the journal speaks of operation %d, which registered nothing", operation)
	}
	return r.made[at], nil
}

// result is the state so far: what was registered, then what is left of the base.
func (r *replay) result() (*content, error) {
	next := *r.base
	next.Deployment.Resources = append(r.registered(), r.left()...)
	next.Deployment.PendingOperations = r.unfinished()
	tidy(next.Deployment.Resources)
	if r.refreshed {
		dropDangling(next.Deployment.Resources)
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
