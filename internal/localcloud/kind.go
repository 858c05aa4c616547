package localcloud

import (
	"groundwork/internal/localcloud/rules"
)

// Kind is how one resource type behaves beyond what its schema says. Every
// field may be nil; a type without a Kind behaves by its schema alone: it is
// checked, gets an id and computed values of the right shape, and can be
// changed and deleted freely.
//
// The functions run one at a time, inside the store's transaction: what they
// Put or Remove is recorded together with the object itself, or not at all
// when they return an error. They must not wait or keep the Tx: a Create,
// Update or Delete that needs what another operation is about to make returns
// tx.Await(err) and is called again, with fresh arguments, after the next
// change of the cloud.
type Kind struct {
	// Check adds rules for values to those of the schema. It must not ask
	// whether other objects exist: in a preview they do not yet.
	Check func(c *Check)
	// ID makes the id of a new object; nil leaves it to the package. The
	// object has its inputs and planned outputs.
	ID func(tx *Tx, obj *Object) string
	// Name is the physical name for listings; nil leaves it to the package.
	Name func(obj *Object) string
	// Plan corrects what a preview shows.
	Plan func(p *Plan)
	// Create validates the new object against the cloud and fills in what the
	// cloud computes. Outputs still holds unknowns; those left when it
	// returns get values of the right shape.
	Create func(tx *Tx, obj *Object) error
	// Update is Create for a change: old is the object before, obj after.
	Update func(tx *Tx, old, obj *Object) error
	// Reach refuses a look from where the engine runs; nil lets it.
	Reach func(tx *Tx) error
	// Read brings outputs up to date that depend on other objects, such as a
	// count of attachments.
	Read func(tx *Tx, obj *Object)
	// Delete refuses with the service's own error, or takes along and leaves
	// behind what the service does. The object itself is removed afterwards.
	Delete func(tx *Tx, obj *Object) error
	// Diff corrects what a change means.
	Diff func(d *Diff)
	// Lookup finds the object of an import id that is not its id.
	Lookup func(tx *Tx, id string) *Object
	// Find finds the object of a state where the id that programs see is not
	// unique: the id, and what the state shows.
	Find func(tx *Tx, id string, state Props) *Object
	// Upsert lets a create take over an object that exists with the same id,
	// as settings of a bucket or a zone do; otherwise that is a conflict.
	Upsert bool
	// Exists is the service's own error for such a conflict; nil gives a
	// general one.
	Exists func(tx *Tx, obj *Object) error
	// DeleteFirst says that old and new can never stand side by side.
	DeleteFirst bool
}

// Function is a data source: it answers from the cloud and changes nothing.
type Function func(tx *Tx, args Props) (Props, error)

// Check is one request to check inputs.
type Check struct {
	// Tx is the view of the cloud; what is put there is forgotten.
	Tx *Tx
	// URN, Type and Name are the resource's.
	URN, Type, Name string
	// News are the program's inputs, Olds those of the last check.
	News, Olds Props
	// Inputs are the result.
	Inputs Props
	// Failures are what has been refused so far; add to them with Fail.
	Failures []rules.Failure
	// Auto, when the engine sends it, overrides automatic naming.
	Auto *AutoNaming
}

// AutoNaming is the user's own setting for automatic names.
type AutoNaming struct {
	// Proposed is the name to use; "" with Disabled.
	Proposed string
	// Disabled forbids automatic names: the program must give one.
	Disabled bool
}

// Fail refuses the inputs: the property, what is wrong with its value, and the
// rule.
func (c *Check) Fail(path, format string, args ...any) {
	c.Failures = append(c.Failures, rules.Failure{Path: path, Reason: sprintf(format, args...)})
}

// Diff is one request to compare inputs.
type Diff struct {
	// Tx is the view of the cloud; what is put there is forgotten.
	Tx *Tx
	// URN, Type and ID are the resource's.
	URN, Type, ID string
	// OldInputs are the last inputs, OldOutputs what the object showed, News
	// the inputs now.
	OldInputs, OldOutputs, News Props
	// Ignore lists the paths of ignoreChanges.
	Ignore []string
	// Verdict is the result.
	Verdict rules.Verdict
}

// Replace makes the change of a property a replacement.
func (d *Diff) Replace(path string) {
	edit, ok := d.Verdict.Edits[path]
	if !ok {
		edit.Kind = rules.Update
	}
	edit.Replace = true
	d.Verdict.Set(path, edit)
}

// Change notes a change in place that the schema does not see.
func (d *Diff) Change(path string) { d.Verdict.Set(path, rules.Edit{Kind: rules.Update}) }

// Drop takes back every change of a top-level property.
func (d *Diff) Drop(name string) { d.Verdict.Drop(name) }

// Plan is one request to preview a create or an update.
type Plan struct {
	// Tx is the view of the cloud; what a preview puts there is forgotten.
	Tx *Tx
	// URN and Type are the resource's; ID is "" for a create.
	URN, Type, ID string
	// Inputs are the checked inputs; OldOutputs what the object shows now.
	Inputs, OldOutputs Props
	// Update tells an update from a create.
	Update bool
	// Outputs are the result: rules.Unknown() where only the cloud can tell.
	Outputs Props
}
