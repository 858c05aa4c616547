package changes

import "github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

// ofReplacement are the steps that a replacement is made of. The logical one
// says why; the other two are the halves, in the order in which they happen.
var ofReplacement = map[apitype.OpType]bool{
	apitype.OpReplace: true, apitype.OpCreateReplacement: true, apitype.OpDeleteReplaced: true, apitype.OpImportReplacement: true,
}

// operations are the engine's words for what is done, but for replacements.
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step.go
var operations = map[apitype.OpType]Operation{
	apitype.OpSame: Same, apitype.OpCreate: Create, apitype.OpUpdate: Update, apitype.OpDelete: Delete, apitype.OpImport: Import,
	apitype.OpRead: Read, apitype.OpReadReplacement: Read,
	// What was looked up and no longer is: nothing happens to it.
	apitype.OpReadDiscard: Read, apitype.OpDiscardReplaced: Read,
	// Steps of a refresh or an import that another follows.
	apitype.OpRefresh: Same, apitype.OpType("diff"): Same, apitype.OpRemovePendingReplace: Same,
	// A half of a replacement by itself: the old one that an earlier run left.
	apitype.OpDeleteReplaced: Delete,
}

// operation is what is done to a resource, all steps taken together.
func (e *entry) operation() Operation {
	if e.replaced() {
		return Replace
	}
	s := e.main()
	operation, known := operations[s.op]
	if !known {
		return Update // a step of a newer engine: something happens
	}
	if operation == Delete && !e.refreshed() && s.last().retained {
		return Forget
	}
	return operation
}

// replaced tells whether a new one takes the resource's place.
func (e *entry) replaced() bool {
	for _, s := range e.steps {
		if ofReplacement[s.op] && s.op != apitype.OpDeleteReplaced {
			return true
		}
	}
	return false
}

// deletedFirst tells whether the old half of a replacement goes before the new
// one comes.
func (e *entry) deletedFirst() bool {
	if !e.replaced() {
		return false
	}
	for _, s := range e.steps {
		switch s.op {
		case apitype.OpDeleteReplaced:
			return true
		case apitype.OpCreateReplacement, apitype.OpImportReplacement:
			return false
		}
	}
	return false
}

// main is the step that says most: of a refresh what it found, of a replacement
// the one that has the reasons, else the first that does something.
func (e *entry) main() step {
	if e.refreshed() {
		return *e.refresh
	}
	if len(e.steps) == 0 {
		return step{}
	}
	if e.replaced() {
		return e.replacement()
	}
	chosen := e.steps[0]
	for _, s := range e.steps[1:] {
		// An old one that an earlier run left is deleted beside what happens now.
		leftover := s.op == apitype.OpDeleteReplaced || s.op == apitype.OpRemovePendingReplace
		if !leftover && (operations[chosen.op] == Same || chosen.op == apitype.OpDeleteReplaced) {
			chosen = s
		}
	}
	return chosen
}

// replacement is all that a replacement's steps say.
func (e *entry) replacement() step {
	whole := step{op: apitype.OpReplace, urn: e.urn}
	for _, s := range e.steps {
		if !ofReplacement[s.op] {
			continue
		}
		if whole.old == nil || s.op == apitype.OpReplace && s.old != nil {
			whole.old = s.old
		}
		if s.op != apitype.OpDeleteReplaced && (whole.new == nil || s.op == apitype.OpReplace) && s.new != nil {
			whole.new = s.new
		}
		if len(s.keys) > 0 {
			whole.keys = s.keys
		}
		if len(s.diffs) > 0 {
			whole.diffs = s.diffs
		}
		if s.detail != nil && (whole.detail == nil || s.op == apitype.OpReplace) {
			whole.detail = s.detail
		}
	}
	return whole
}
