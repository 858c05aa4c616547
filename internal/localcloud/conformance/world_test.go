package conformance

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/kubernetes"
)

// Props are inputs.
type Props = cloudtest.Props

// Made is a resource that was made.
type Made = cloudtest.Made

// World is a cloud for one case, with a configured provider of each package.
type World struct {
	t         testing.TB
	cloud     *cloudtest.Cloud
	providers map[string]*cloudtest.Provider
}

func newWorld(t testing.TB) *World {
	cloud := cloudtest.Start(t, aws.New(), kubernetes.New(), cloudflare.New())
	return &World{t, cloud, map[string]*cloudtest.Provider{
		"aws":        cloud.Provider("aws", Props{"region": "us-east-1"}),
		"kubernetes": cloud.Provider("kubernetes", Props{}),
		"cloudflare": cloud.Provider("cloudflare", Props{}),
	}}
}

// provider is the one for a type or function.
func (w *World) provider(token string) *cloudtest.Provider {
	pkg, _, _ := strings.Cut(token, ":")
	return w.providers[pkg]
}

// Make makes a resource that the case needs; a refusal ends the test.
func (w *World) Make(typ, name string, inputs Props) Made {
	w.t.Helper()
	return w.provider(typ).Make(typ, name, inputs)
}

// Create makes a resource: a refusal in the check or by the service is an error.
func (w *World) Create(typ, name string, inputs Props) (Made, error) {
	w.t.Helper()
	checked, err := w.check(typ, name, inputs, nil)
	if err != nil {
		return Made{}, err
	}
	id, outputs, err := w.provider(typ).Create(typ, name, checked)
	return Made{ID: id, Inputs: checked, Outputs: outputs}, refusal(err)
}

// Change gives a resource other inputs, as the engine would in an update in
// place.
func (w *World) Change(typ, name string, made Made, inputs Props) (Made, error) {
	w.t.Helper()
	checked, err := w.check(typ, name, inputs, made.Inputs)
	if err != nil {
		return made, err
	}
	outputs, err := w.provider(typ).Update(typ, name, made.ID, made.Outputs, checked, false)
	return Made{ID: made.ID, Inputs: checked, Outputs: outputs}, refusal(err)
}

// Delete deletes a resource.
func (w *World) Delete(typ, name string, made Made) error {
	w.t.Helper()
	return refusal(w.provider(typ).Delete(typ, name, made.ID, made.Outputs))
}

// Replaces tells which properties of a change force a replacement.
func (w *World) Replaces(typ, name string, made Made, inputs Props) ([]string, error) {
	w.t.Helper()
	checked, err := w.check(typ, name, inputs, made.Inputs)
	if err != nil {
		return nil, err
	}
	return w.provider(typ).Diff(typ, name, made.ID, made.Inputs, made.Outputs, checked).GetReplaces(), nil
}

// Invoke asks a data source.
func (w *World) Invoke(token string, args Props) (localcloud.Props, error) {
	w.t.Helper()
	answer, failures, err := w.provider(token).Invoke(token, args)
	if err == nil && len(failures) > 0 {
		err = errors.New(strings.Join(failures, "\n"))
	}
	return answer, refusal(err)
}

func (w *World) check(typ, name string, inputs Props, olds localcloud.Props) (localcloud.Props, error) {
	w.t.Helper()
	checked, failures := w.provider(typ).Check(typ, name, localcloud.PropsOf(inputs), olds)
	if len(failures) > 0 {
		return nil, refusal(errors.New(strings.Join(failures, "\n")))
	}
	return checked, nil
}

// creating is the case's Do for a single resource.
func creating(typ string, inputs Props) func(*World) error {
	return func(w *World) error {
		_, err := w.Create(typ, "x", inputs)
		return err
	}
}

// with is a copy of inputs with others on top; nil takes one away.
func with(inputs, changes Props) Props {
	out := maps.Clone(inputs)
	for name, value := range changes {
		out[name] = value
		if value == nil {
			delete(out, name)
		}
	}
	return out
}

// same is an error unless what a service shows is what was expected.
func same[T comparable](what string, want, got T) error {
	if want == got {
		return nil
	}
	return fmt.Errorf("%w: %s is %v, want %v", errUnlike, what, got, want)
}

// alike is same for lists, in any order.
func alike(what string, want, got []string) error {
	want, got = slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))
	return same(what, strings.Join(want, ", "), strings.Join(got, ", "))
}
