package facts

import (
	"cmp"
	"encoding/json"
	"strings"
)

// description is a package as Pulumi describes packages:
// https://www.pulumi.com/docs/iac/extending-pulumi/schema/
type description struct {
	Name      string                  `json:"name"`
	Version   string                  `json:"version"`
	Meta      map[string]string       `json:"meta"`
	Resources map[string]objectSchema `json:"resources"`
	Types     map[string]objectSchema `json:"types"`
}

// objectSchema describes a resource type or an object.
type objectSchema struct {
	Type           string                    `json:"type,omitempty"`
	Properties     map[string]propertySchema `json:"properties"`
	Required       []string                  `json:"required,omitempty"`
	Inputs         map[string]propertySchema `json:"inputProperties,omitempty"`
	RequiredInputs []string                  `json:"requiredInputs,omitempty"`
}

// propertySchema describes a value.
type propertySchema struct {
	Type       string          `json:"type,omitempty"`
	Ref        string          `json:"$ref,omitempty"`
	Items      *propertySchema `json:"items,omitempty"`
	Additional *propertySchema `json:"additionalProperties,omitempty"`
	Secret     bool            `json:"secret,omitempty"`
}

// Describe gives the schema in Pulumi's own form, from which `pulumi import`
// writes code. It decodes every type: nobody else should ask.
func (s *Set) Describe(version string) ([]byte, error) {
	d := description{
		Name: s.name, Version: version,
		// "aws:s3/bucket:Bucket" is of the module "s3".
		Meta:      map[string]string{"moduleFormat": "(.*)(?:/[^/]*)"},
		Resources: map[string]objectSchema{}, Types: map[string]objectSchema{},
	}
	for _, token := range s.Resources() {
		resource, ok := s.Resource(token)
		if !ok {
			continue
		}
		made := objectSchema{Properties: map[string]propertySchema{}, Inputs: map[string]propertySchema{}}
		for name, p := range resource.Properties {
			if p == nil || p.NotInSDK {
				continue
			}
			value := d.value(token, name, p)
			made.Properties[name] = value
			if p.Settable() {
				made.Inputs[name] = value
			}
			if p.Required {
				made.RequiredInputs = append(made.RequiredInputs, name)
			}
		}
		d.Resources[token] = made
	}
	return json.Marshal(d)
}

// value describes a property of a type or object.
func (d description) value(owner, name string, p *Property) propertySchema {
	element := d.element(owner, name, p)
	made := element
	switch p.Container {
	case List, Bag:
		made = propertySchema{Type: "array", Items: &element}
	case Map:
		made = propertySchema{Type: "object", Additional: &element}
	}
	made.Secret = p.Sensitive
	return made
}

func (d description) element(owner, name string, p *Property) propertySchema {
	switch p.Element {
	case Int:
		return propertySchema{Type: "integer"}
	case Float:
		return propertySchema{Type: "number"}
	case Bool:
		return propertySchema{Type: "boolean"}
	case String:
		return propertySchema{Type: "string"}
	}
	if p.Element != Object || p.Nested == nil {
		return propertySchema{Ref: "pulumi.json#/Any"}
	}
	token := nestedToken(owner, name, p)
	if _, known := d.Types[token]; !known {
		made := objectSchema{Type: "object", Properties: map[string]propertySchema{}}
		d.Types[token] = made
		for inner, nested := range p.Nested {
			if nested != nil && !nested.NotInSDK {
				made.Properties[inner] = d.value(token, inner, nested)
			}
		}
	}
	return propertySchema{Ref: "#/types/" + token}
}

// nestedToken is the SDK's name of an object: "aws:s3/BucketCorsRule:BucketCorsRule"
// for the property cors_rule of "aws:s3/bucket:Bucket".
func nestedToken(owner, name string, p *Property) string {
	colon, slash := strings.LastIndexByte(owner, ':'), strings.LastIndexByte(owner, '/')
	title := owner[colon+1:]
	for _, word := range strings.Split(cmp.Or(p.Terraform, name), "_") {
		title += strings.ToUpper(word[:1]) + word[1:]
	}
	return owner[:slash+1] + title + ":" + title
}
