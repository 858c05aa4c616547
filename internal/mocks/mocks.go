// Package mocks runs a piece of the program under Pulumi's mocks and hands back
// what it registered, so that component tests assert on plain values after the
// run and never inside ApplyT.
package mocks

import (
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// Registration is one resource as the program registered it.
type Registration struct {
	// Type is the Pulumi token, Name the logical name.
	Type, Name string
	// Parent is the parent's URN; the stack's own URN for top-level resources.
	Parent string
	// Inputs are the inputs with secrets unwrapped to plain values.
	Inputs resource.PropertyMap
	// Component is true for component resources.
	Component bool
	// DependsOn are the URNs of what must exist first.
	DependsOn []string
	// Protected tells whether Pulumi's protect option is on.
	Protected bool
	// IgnoreChanges are the property paths whose changes are ignored.
	IgnoreChanges []string
	// Provider is the provider reference ("urn::id"); empty for the default one.
	Provider string
}

// Get is the input property as a plain Go value (nil when it is absent); path
// steps into objects by key.
func (r Registration) Get(path ...string) any {
	value := resource.NewProperty(r.Inputs)
	for _, key := range path {
		if !value.IsObject() {
			return nil
		}
		value = value.ObjectValue()[resource.PropertyKey(key)]
	}
	return value.Mappable()
}

// Recorder collects registrations under a lock.
type Recorder struct {
	mu            sync.Mutex
	registrations []Registration
	calls         []string
}

// Option changes how a program is run.
type Option func(*pulumi.RunInfo)

// Preview runs the program as a preview: outputs nobody gave are unknown.
func Preview(info *pulumi.RunInfo) { info.DryRun = true }

// Run runs program in a stack "prod" of project "test" and fails the test when
// it returns an error.
func Run(t *testing.T, program func(ctx *pulumi.Context) error, options ...Option) *Recorder {
	t.Helper()
	recorder, err := Try(program, options...)
	require.NoError(t, err)
	return recorder
}

// Try runs program and returns its error.
func Try(program func(ctx *pulumi.Context) error, options ...Option) (*Recorder, error) {
	recorder := &Recorder{}
	runOptions := []pulumi.RunOption{pulumi.WithMocks("test", "prod", recorder)}
	for _, option := range options {
		runOptions = append(runOptions, pulumi.RunOption(option))
	}
	err := pulumi.RunErr(program, runOptions...)
	return recorder, err
}

// NewResource implements pulumi.MockResourceMonitor.
func (r *Recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	rpc := args.RegisterRPC
	registration := Registration{Type: args.TypeToken, Name: args.Name, Inputs: plain(args.Inputs), Provider: args.Provider}
	if rpc != nil {
		registration.Parent = rpc.GetParent()
		registration.Component = !rpc.GetCustom()
		registration.DependsOn = rpc.GetDependencies()
		registration.Protected = rpc.GetProtect()
		registration.IgnoreChanges = rpc.GetIgnoreChanges()
	}
	r.mu.Lock()
	r.registrations = append(r.registrations, registration)
	r.mu.Unlock()
	return args.Name + "-id", computed(args), nil
}

// Call implements pulumi.MockResourceMonitor: invokes answer with their own
// arguments and the few results that programs build on.
func (r *Recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	r.mu.Lock()
	r.calls = append(r.calls, args.Token)
	r.mu.Unlock()
	result := args.Args.Copy()
	for key, value := range callResults[args.Token] {
		result[resource.PropertyKey(key)] = resource.NewPropertyValue(value)
	}
	return result, nil
}

// All returns the registrations of a type, or of every type for "".
func (r *Recorder) All(token string) []Registration {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []Registration
	for _, registration := range r.registrations {
		if token == "" || registration.Type == token {
			found = append(found, registration)
		}
	}
	return found
}

// One returns the only registration of a type and fails the test when there is
// none or more than one.
func (r *Recorder) One(t *testing.T, token string) Registration {
	t.Helper()
	found := r.All(token)
	require.Len(t, found, 1, "registrations of %s", token)
	return found[0]
}

// Named returns the registration of a type with that logical name.
func (r *Recorder) Named(t *testing.T, token, name string) Registration {
	t.Helper()
	var names []string
	for _, registration := range r.All(token) {
		if registration.Name == name {
			return registration
		}
		names = append(names, registration.Name)
	}
	require.Failf(t, "not registered", "%s named %q; there are: %s", token, name, strings.Join(names, ", "))
	return Registration{}
}

// Calls returns the tokens of the invokes made.
func (r *Recorder) Calls() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.calls...)
}

func plain(properties resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for key, value := range properties {
		out[key] = plainValue(value)
	}
	return out
}

func plainValue(value resource.PropertyValue) resource.PropertyValue {
	switch {
	case value.IsSecret():
		return plainValue(value.SecretValue().Element)
	case value.IsOutput():
		return plainValue(value.OutputValue().Element)
	case value.IsObject():
		return resource.NewProperty(plain(value.ObjectValue()))
	case value.IsArray():
		items := make([]resource.PropertyValue, 0, len(value.ArrayValue()))
		for _, item := range value.ArrayValue() {
			items = append(items, plainValue(item))
		}
		return resource.NewProperty(items)
	default:
		return value
	}
}
