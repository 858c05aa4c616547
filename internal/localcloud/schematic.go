package localcloud

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// Schematic is a Package whose types follow a schema. Embed it and fill in what
// the provider does its own way; every function field may be nil.
type Schematic struct {
	// Title and Release are the package's name and SDK version.
	Title, Release string
	// Schema finds a resource type, Signature a data source.
	Schema    func(token string) (*facts.Resource, bool)
	Signature func(token string) (*facts.Function, bool)
	// Tokens are the types that there are, for who misspells one; nil tells none.
	Tokens func() []string
	// Describe gives every type's schema in Pulumi's own form.
	Describe func(version string) ([]byte, error)
	// Kinds and Functions are the behaviours by token.
	Kinds     map[string]Kind
	Functions map[string]Function

	// Others leads from tokens to the one of the same thing that Kinds has; each
	// keeps its own schema.
	Others map[string]string

	// Keys are what a configuration may hold; nil leaves that to Settings.
	Keys func() facts.Properties
	// Settings makes an instance of a configuration.
	Settings func(config Props) (*Instance, error)
	// Placement is the scope of a type's objects.
	Placement func(instance *Instance, token string, props Props) string
	// NameShape shapes an automatic name for a property: lower case, suffixes.
	NameShape func(token, property, name string, inputs Props) string
	// Late names properties whose default is applied later than Check, by
	// token.
	Late map[string]map[string]bool
	// Lags says that its services are eventually consistent; see
	// Options.Eventual.
	Lags bool
	// Unsettles: see rules.Change.
	Unsettles bool
	// Previews corrects every plan of the package.
	Previews func(p *Plan)
	// Differs corrects every diff of the package.
	Differs func(d *Diff)
	// Identity gives an object its ID and Name where its Kind does not.
	Identity func(tx *Tx, obj *Object)
	// Fill gives a computed property that nobody filled in its value.
	Fill func(tx *Tx, obj *Object, name string, p *facts.Property) (resource.PropertyValue, bool)
	// Given are the objects of a type that exist in the view's region before
	// anybody made one: see Tx.Get and Tx.Select, which find them too.
	Given func(tx *Tx, token string) []*Object
	// Wording puts a refusal into the provider's words.
	Wording func(op Operation, err *ServiceError) string
	// Events names an operation in the trail: see trailed. nil takes the verb.
	Events func(verb, token string) (name, source, answer string)
}

// Event is what an operation is called in the trail.
func (s *Schematic) Event(verb, token string) (name, source, answer string) {
	if s.Events == nil {
		return verb, s.Title, "id"
	}
	return s.Events(verb, token)
}

// Name implements Package.
func (s *Schematic) Name() string { return s.Title }

// Version implements Package.
func (s *Schematic) Version() string { return s.Release }

// Options implements Package.
func (s *Schematic) Options() facts.Properties {
	if s.Keys == nil {
		return nil
	}
	return s.Keys()
}

// Configure implements Package.
func (s *Schematic) Configure(config Props) (*Instance, error) {
	if s.Settings == nil {
		return &Instance{Config: config}, nil
	}
	return s.Settings(config)
}

// Moved implements Package: the real providers never replace resources when
// their configuration changes.
func (s *Schematic) Moved(_, _ Props) []string { return nil }

// Scope implements Package.
func (s *Schematic) Scope(instance *Instance, token string, props Props) string {
	if s.Placement == nil {
		return instance.Scope
	}
	return s.Placement(instance, token, props)
}

// Kind implements Package.
func (s *Schematic) Kind(token string) (Kind, bool) {
	_, known := s.Schema(token)
	return s.Kinds[s.known(token)], known
}

// OtherTokens implements aliased.
func (s *Schematic) OtherTokens() map[string]string { return s.Others }

// known is the token that Kinds has for a thing.
func (s *Schematic) known(token string) string {
	if other, ok := s.Others[token]; ok {
		return other
	}
	return token
}

// Function implements Package.
func (s *Schematic) Function(token string) (Function, bool) {
	call, ok := s.Functions[token]
	if !ok {
		return nil, false
	}
	signature, described := s.signature(token)
	if !described {
		return call, true
	}
	return func(tx *Tx, args Props) (Props, error) {
		failures := rules.Arguments(signature, resource.PropertyMap(args))
		if len(failures) > 0 {
			return nil, &ArgumentError{Failures: failures}
		}
		return call(tx, args)
	}, true
}

func (s *Schematic) signature(token string) (*facts.Function, bool) {
	if s.Signature == nil {
		return nil, false
	}
	return s.Signature(token)
}
