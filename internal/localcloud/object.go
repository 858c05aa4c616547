package localcloud

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"
)

// Object is one thing that exists in the cloud.
type Object struct {
	// Type is the Pulumi token, as in "aws:ec2/vpc:Vpc".
	Type string
	// ID is what the cloud calls it; unique within type and scope.
	ID string
	// Shown is the id that programs see where it is not unique, as the key of an
	// object in a bucket; "" when they see ID.
	Shown string
	// Name is the physical name that listings show.
	Name string
	// URN is the resource that created it; "" when the cloud made it itself
	// or someone did behind Pulumi's back.
	URN string
	// Scope is the region, cluster or zone it lives in; "" for the world.
	Scope string
	// Created is when it was made.
	Created time.Time
	// Inputs are the checked inputs of its last create or update; nil when
	// Pulumi did not make it.
	Inputs Props
	// Outputs are what the cloud shows of it. Secrets are kept.
	Outputs Props
	// Rewritten are outputs that the cloud normalises, as they were after the
	// last create or update; see rules.Project.
	Rewritten Props
	// Notes are what a behaviour needs to remember and no program sees.
	Notes map[string]string
}

// key identifies an object in the store.
type key struct{ Type, Scope, ID string }

// PublicID is the id that programs see.
func (o *Object) PublicID() string {
	if o.Shown != "" {
		return o.Shown
	}
	return o.ID
}

func (o *Object) key() key { return key{o.Type, o.Scope, o.ID} }

// String reads an output; it is short for o.Outputs.String.
func (o *Object) String(path string) string { return o.Outputs.String(path) }

// Set writes an output; it is short for o.Outputs.Set.
func (o *Object) Set(name string, value any) { o.Outputs.Set(name, value) }

// Note remembers something for the behaviour itself.
func (o *Object) Note(name, value string) {
	if o.Notes == nil {
		o.Notes = map[string]string{}
	}
	o.Notes[name] = value
}

// clone copies the object so that a behaviour may change it.
func (o *Object) clone() *Object {
	c := *o
	c.Inputs, c.Outputs, c.Rewritten = o.Inputs.Clone(), o.Outputs.Clone(), o.Rewritten.Clone()
	if o.Notes != nil {
		c.Notes = make(map[string]string, len(o.Notes))
		for k, v := range o.Notes {
			c.Notes[k] = v
		}
	}
	return &c
}

// storedObject is an object as the journal writes it.
type storedObject struct {
	Type      string            `json:"type"`
	ID        string            `json:"id"`
	Shown     string            `json:"shown,omitempty"`
	Name      string            `json:"name,omitempty"`
	URN       string            `json:"urn,omitempty"`
	Scope     string            `json:"scope,omitempty"`
	Created   time.Time         `json:"created"`
	Inputs    map[string]any    `json:"in,omitempty"`
	Outputs   map[string]any    `json:"out"`
	Rewritten map[string]any    `json:"rewritten,omitempty"`
	Notes     map[string]string `json:"notes,omitempty"`
}

// MarshalJSON writes the object for the journal.
func (o *Object) MarshalJSON() ([]byte, error) {
	stored := storedObject{
		Type: o.Type, ID: o.ID, Shown: o.Shown, Name: o.Name, URN: o.URN, Scope: o.Scope,
		Created: o.Created, Notes: o.Notes,
	}
	var err error
	for _, part := range []struct {
		from Props
		to   *map[string]any
	}{{o.Inputs, &stored.Inputs}, {o.Outputs, &stored.Outputs}, {o.Rewritten, &stored.Rewritten}} {
		if *part.to, err = encodeProps(part.from); err != nil {
			return nil, fmt.Errorf("writing %s %q: %w", o.Type, o.ID, err)
		}
	}
	return json.Marshal(stored)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (o *Object) UnmarshalJSON(data []byte) error {
	var stored storedObject
	if err := json.Unmarshal(data, &stored); err != nil {
		return fmt.Errorf("reading an object: %w", err)
	}
	*o = Object{
		Type: stored.Type, ID: stored.ID, Shown: stored.Shown, Name: stored.Name, URN: stored.URN, Scope: stored.Scope,
		Created: stored.Created, Notes: stored.Notes,
	}
	if o.Type == "" || o.ID == "" {
		return fmt.Errorf("reading an object: it has no type or no id")
	}
	var err error
	for _, part := range []struct {
		from map[string]any
		to   *Props
	}{{stored.Inputs, &o.Inputs}, {stored.Outputs, &o.Outputs}, {stored.Rewritten, &o.Rewritten}} {
		if *part.to, err = decodeProps(part.from); err != nil {
			return fmt.Errorf("reading %s %q: %w", o.Type, o.ID, err)
		}
	}
	if o.Outputs == nil {
		o.Outputs = Props{} // behaviours write to it
	}
	return nil
}

var storedForm = plugin.MarshalOptions{KeepSecrets: true, KeepResources: true, KeepUnknowns: true}

func encodeProps(props Props) (map[string]any, error) {
	if props == nil {
		return nil, nil
	}
	encoded, err := plugin.MarshalProperties(resource.PropertyMap(props), storedForm)
	if err != nil {
		return nil, err
	}
	return encoded.AsMap(), nil
}

func decodeProps(encoded map[string]any) (Props, error) {
	if encoded == nil {
		return nil, nil
	}
	message, err := structpb.NewStruct(encoded)
	if err != nil {
		return nil, err
	}
	props, err := plugin.UnmarshalProperties(message, storedForm)
	return Props(props), err
}
