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
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
		for _, alias := range rpc.GetAliases() {
			if name := alias.GetSpec().GetName(); name != "" {
				registration.Aliases = append(registration.Aliases, name)
			}
		}
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

// Children returns what the component of that type and name is made of, and
// fails the test for each that has another parent or lacks the component's name
// in its own. Providers that the test itself made are nobody's children.
func (r *Recorder) Children(t *testing.T, token, name string) []Registration {
	t.Helper()
	var children []Registration
	for _, child := range r.All("") {
		inside, named := strings.Contains(child.Parent, token+"::"+name), strings.HasPrefix(child.Name, name+"-")
		ofTheTest := strings.HasPrefix(child.Type, "pulumi:providers:") && !inside && !named
		if child.Component || ofTheTest {
			continue
		}
		assert.True(t, inside, "%s has the parent %s", child.Name, child.Parent)
		assert.True(t, named, "%s does not begin with %s-", child.Name, name)
		children = append(children, child)
	}
	require.NotEmpty(t, children, "children of %s", name)
	return children
}

// Calls returns the tokens of the invokes made.
func (r *Recorder) Calls() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.calls...)
}
