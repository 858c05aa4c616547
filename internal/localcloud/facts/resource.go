package facts

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// Framework values name the two libraries the real providers are built on.
// They differ in what a preview shows: SDK writes null for an optional property
// that was not given and fills defaults in during Check; Plugin leaves it out
// and fills defaults in when it plans.
const (
	SDK    = "sdk"
	Plugin = "pf"
)

// Properties are the properties of a resource, a data source or a nested
// object, by Pulumi name.
type Properties map[string]*Property

// Resource is the schema of one resource type.
type Resource struct {
	// Token is the Pulumi type, Terraform the provider's own.
	Token     string `json:"tok"`
	Terraform string `json:"tf"`
	// Framework is SDK or Plugin.
	Framework string `json:"k"`
	// Properties are inputs and outputs alike.
	Properties Properties `json:"p"`
	// Auto names the properties the provider fills in with
	// "<resource name>-<7 hex>" when the program gives none.
	Auto []string `json:"auto"`
	// Newer names properties that the pinned SDK has and these facts do not
	// describe: any value is accepted for them.
	Newer []string `json:"newer"`
	// SecretOutputs names outputs that the SDK marks secret.
	SecretOutputs []string `json:"secretOut"`
	// Timeouts are the provider's own limits by verb, as "10m0s".
	Timeouts map[string]string `json:"timeouts"`
	// NoUpdate says that every change replaces.
	NoUpdate flag `json:"noUpdate"`
	// IDFlags are the flags of the id itself (Cloudflare): c computed, u kept
	// on update, f replaces.
	IDFlags string `json:"id"`
	// IDFrom names the property the id is copied from, "" when it is made by
	// the cloud.
	IDFrom string `json:"idFrom"`
	// ImportID is the form an import id has.
	ImportID string `json:"importId"`
	// OnDelete and OnUpdate say what the provider does when it is not a plain
	// call, such as "none: only forgotten".
	OnDelete string `json:"delete"`
	OnUpdate string `json:"update"`
}

// IsPlugin reports whether the type is built on the plugin framework.
func (r *Resource) IsPlugin() bool { return r.Framework == Plugin }

// Secret reports whether an output is shown as a secret.
func (r *Resource) Secret(name string) bool {
	for _, secret := range r.SecretOutputs {
		if secret == name {
			return true
		}
	}
	p := r.Properties[name]
	return p != nil && p.Sensitive
}

// Function is the schema of one data source.
type Function struct {
	// Token is the Pulumi function, Terraform the provider's data source.
	Token     string `json:"fn"`
	Terraform string `json:"tf"`
	// Framework is SDK or Plugin.
	Framework string `json:"k"`
	// Inputs are the arguments (AWS); nil where Properties has them.
	Inputs Properties `json:"in"`
	// Outputs names what the data source returns besides its inputs and id.
	Outputs []string `json:"out"`
	// Properties holds inputs and outputs together where the facts describe
	// both (Cloudflare).
	Properties Properties `json:"p"`
}

// Arguments are the properties a program may give the data source.
func (f *Function) Arguments() Properties {
	if f.Inputs != nil {
		given := maps.Clone(f.Inputs)
		if given["id"] == nil {
			// The facts say nothing of ids, by which many data sources search.
			given["id"] = &Property{Name: "id", Element: String, Optional: true, Computed: true}
		}
		return given
	}
	given := Properties{}
	for name, p := range f.Properties {
		if p.Settable() {
			given[name] = p
		}
	}
	return given
}

// flag is a JSON 1 or true.
type flag bool

func (f *flag) UnmarshalJSON(data []byte) error {
	*f = flag(string(data) == "1" || string(data) == "true")
	return nil
}

// UnmarshalJSON reads properties; deep copies of a shape that the schema
// repeats are cut off in the facts with "…" and stay undescribed (nil).
func (p *Properties) UnmarshalJSON(data []byte) error {
	if len(data) == 0 || data[0] != '{' {
		*p = nil
		return nil
	}
	var raw map[string]*Property
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("decoding properties: %w", err)
	}
	for name, property := range raw {
		property.Name = name
	}
	*p = raw
	return nil
}

// TerraformName is the name a property has in the provider's own messages.
func (p *Property) TerraformName() string {
	if p.Terraform != "" {
		return p.Terraform
	}
	var name strings.Builder
	for i, r := range p.Name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				name.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		name.WriteRune(r)
	}
	return name.String()
}
