package localcloud

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Secret marks a value as secret, for Set.
func Secret(value any) resource.PropertyValue {
	return resource.MakeSecret(propertyValue(value))
}

// Set writes a top-level property from a Go value: a scalar, []string,
// map[string]string, map[string]any, []any, Props, or a resource.PropertyValue
// as it is. A secret stays secret.
func (p Props) Set(name string, value any) {
	key := resource.PropertyKey(name)
	fresh := propertyValue(value)
	if old, ok := p[key]; ok && old.IsSecret() && !fresh.IsSecret() {
		fresh = resource.MakeSecret(fresh)
	}
	p[key] = fresh
}

func propertyValue(value any) resource.PropertyValue {
	switch v := value.(type) {
	case resource.PropertyValue:
		return v
	case Props:
		return resource.NewProperty(resource.PropertyMap(v))
	case resource.PropertyMap:
		return resource.NewProperty(v)
	case []Props:
		list := make([]resource.PropertyValue, len(v))
		for i, item := range v {
			list[i] = resource.NewProperty(resource.PropertyMap(item))
		}
		return resource.NewProperty(list)
	case []any:
		list := make([]resource.PropertyValue, len(v))
		for i, item := range v {
			list[i] = propertyValue(item)
		}
		return resource.NewProperty(list)
	case map[string]any:
		return resource.NewProperty(resource.PropertyMap(PropsOf(v)))
	case nil:
		return resource.NewNullProperty()
	default:
		return resource.NewPropertyValue(v)
	}
}

// PropsOf builds properties from Go values; see Set.
func PropsOf(values map[string]any) Props {
	out := make(Props, len(values))
	for name, value := range values {
		out[resource.PropertyKey(name)] = propertyValue(value)
	}
	return out
}

// Clone copies the top level; the values below are never changed in place.
func (p Props) Clone() Props {
	if p == nil {
		return nil
	}
	out := make(Props, len(p))
	for name, value := range p {
		out[name] = value
	}
	return out
}
