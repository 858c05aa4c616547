package localcloud

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Listed is one object of a listing.
type Listed struct {
	// Type is the Pulumi token.
	Type string `json:"type"`
	// Name is the physical name.
	Name string `json:"name"`
	// ID is the provider's.
	ID string `json:"id"`
	// Properties are the outputs, secrets as Redacted.
	Properties map[string]any `json:"properties"`
}

// Redacted stands in a listing where a secret is.
const Redacted = "[secret]"

// List returns everything that exists, sorted by type, scope and id; what was
// deleted and waits for its end is left out.
func (c *Cloud) List() []Listed {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	list := []Listed{}
	for _, object := range c.store.all() {
		if object.LeavesAt().IsZero() {
			list = append(list, listed(object))
		}
	}
	return list
}

func listed(object *Object) Listed {
	properties := map[string]any{}
	for name, value := range object.Outputs {
		properties[string(name)] = listedValue(value)
	}
	return Listed{object.Type, object.Name, object.ID, properties}
}

func listedValue(value resource.PropertyValue) any {
	switch {
	case value.IsSecret():
		return Redacted
	case value.IsArray():
		list := make([]any, len(value.ArrayValue()))
		for i, item := range value.ArrayValue() {
			list[i] = listedValue(item)
		}
		return list
	case value.IsObject():
		out := map[string]any{}
		for name, item := range value.ObjectValue() {
			out[string(name)] = listedValue(item)
		}
		return out
	case value.IsAsset():
		return value.AssetValue().Hash
	case value.IsArchive():
		return value.ArchiveValue().Hash
	case value.IsComputed(), value.IsOutput():
		return nil
	}
	return value.V
}

// Owned lists what a stack made, by URN: the ids of everything that exists
// and was created for the stack's resources, whether or not its state knows.
func (c *Cloud) Owned(project, stack string) map[string][]string {
	c.store.mu.RLock()
	defer c.store.mu.RUnlock()
	prefix := "urn:pulumi:" + stack + "::" + project + "::"
	owned := map[string][]string{}
	for _, object := range c.store.all() {
		if strings.HasPrefix(object.URN, prefix) {
			owned[object.URN] = append(owned[object.URN], object.PublicID())
		}
	}
	return owned
}
