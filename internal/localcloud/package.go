package localcloud

import (
	"context"

	"groundwork/internal/localcloud/facts"
)

// Package is one provider's resources: aws, kubernetes, cloudflare, random.
// Schematic implements all of it from a schema; a package whose types follow
// other rules implements it by hand.
type Package interface {
	// Name is the package's name in tokens.
	Name() string
	// Version is the version of the SDK that the package stands in for.
	Version() string
	// Options are what a provider of the package can be configured with; nil
	// leaves that to Configure.
	Options() facts.Properties
	// Configure reads a provider's configuration. config holds plain values;
	// those that the engine sends as JSON text are decoded.
	Configure(config Props) (*Instance, error)
	// Moved names the configuration keys whose change from old to new means
	// another cloud, so that everything in it must be replaced.
	Moved(old, new Props) []string
	// Scope is where a type's objects live: the instance's region, or "" for
	// the world. props are the object's inputs or outputs, nil when the type
	// is looked up in general; a scope that they name (a Cloudflare zone) is
	// the instance's for the operation.
	Scope(instance *Instance, token string, props Props) string
	// Kind returns a type's behaviour, or false when there is no such type.
	Kind(token string) (Kind, bool)
	// Function returns a data source, or false when there is none.
	Function(token string) (Function, bool)

	// Check fills c.Inputs and c.Failures.
	Check(c *Check)
	// Diff fills d.Verdict.
	Diff(d *Diff)
	// Plan fills p.Outputs. It serves previews and is the start of what a real
	// create or update shows.
	Plan(p *Plan)
	// Identify gives a new object its ID and Name. Outputs are planned.
	Identify(tx *Tx, obj *Object)
	// Complete fills in whatever is still unknown after the Kind's Create or
	// Update; nothing unknown may be left.
	Complete(tx *Tx, obj *Object)
	// Project says what the inputs would be if the program had asked for what
	// the object shows. inputs is empty for an import.
	Project(obj *Object, inputs Props) Props
	// Explain puts an error into the provider's form.
	Explain(op Operation, err error) error
}

// Instance is one configured provider. A run may have several of one package,
// for other regions or clusters.
type Instance struct {
	// URN is the provider resource's; "" when the engine did not say.
	URN string
	// Scope is the region, cluster or zone it works in.
	Scope string
	// Config is its configuration.
	Config Props
}

// Operation is one thing the engine asks of the cloud.
type Operation struct {
	// Verb is create, update, delete, read or invoke.
	Verb string
	// Package, Type, Name, URN and ID are the resource's; Type is the token
	// of the function for an invoke.
	Package, Type, Name, URN, ID string
	// Preview says that nothing is to change.
	Preview bool
	// Inputs are the checked inputs of a create or an update; Outputs what the
	// resource showed before an update, a read or a delete.
	Inputs, Outputs Props
}

// Interceptor stands around every operation: it may wait before or after next,
// as a cloud does, call it several times, or fail instead. It runs outside the
// store's lock, so operations wait side by side.
type Interceptor func(ctx context.Context, op Operation, next func() error) error
