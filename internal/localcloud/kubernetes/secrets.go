package kubernetes

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// conceal marks as secret in out what is secret in the inputs. Maps are marked
// value by value, a list as a whole, and a Secret's data always: so does the
// provider, seen in its answers to Secrets with and without secret inputs.
func conceal(out, inputs localcloud.Props) localcloud.Props {
	if text(out["kind"]) == "Secret" {
		for _, name := range []resource.PropertyKey{"data", "stringData"} {
			if value, ok := out[name]; ok {
				out[name] = secret(value)
			}
		}
		return out
	}
	for name, given := range inputs {
		value, ok := out[name]
		switch {
		case !ok:
		case value.IsObject() && given.IsObject():
			conceal(localcloud.Props(value.ObjectValue()), localcloud.Props(given.ObjectValue()))
		case given.ContainsSecrets():
			out[name] = secret(value)
		}
	}
	return out
}

func text(value resource.PropertyValue) string {
	if value.IsString() {
		return value.StringValue()
	}
	return ""
}

func secret(value resource.PropertyValue) resource.PropertyValue {
	if value.IsSecret() {
		return value
	}
	return resource.MakeSecret(value)
}
