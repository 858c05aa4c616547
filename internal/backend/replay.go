package backend

import (
	"fmt"

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
