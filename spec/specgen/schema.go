package specgen

import (
	"encoding/json"
	"fmt"
	"reflect"

	"groundwork/spec"
)

// schema is a JSON Schema of draft 7, the newest that yaml-language-server
// follows in full: https://github.com/redhat-developer/yaml-language-server
type schema map[string]any

// Schema is the JSON Schema of a whole Pulumi.<stack>.yaml.
func Schema() ([]byte, error) {
	all := sections()
	definitions := schema{}
	for _, s := range all[1:] {
		definitions[s.t.Name()] = object(s)
	}
	root := schema{
		"$schema":     "http://json-schema.org/draft-07/schema#",
		"title":       "Pulumi.<stack>.yaml",
		"description": "A stack of a Groundwork system. The reference page is docs/configuration.md.",
		"type":        "object",
		"properties": schema{
			"config":          configuration(all[0]),
			"secretsprovider": schema{"type": "string"},
			"encryptionsalt":  schema{"type": "string"},
			"encryptedkey":    schema{"type": "string"},
			"environment":     schema{"description": "Pulumi ESC environments."},
		},
		// What belongs under config: is not read beside it.
		"patternProperties": schema{"^(groundwork|aws):": false},
		"required":          []string{"config"},
		"definitions":       definitions,
	}
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return append(text, '\n'), nil
}

// configuration is the schema of what stands under config.
func configuration(top section) schema {
	properties := schema{"aws:region": schema{
		"type": "string", "pattern": `^[a-z]{2}(-[a-z]+)+-[0-9]$`, "examples": []string{exampleRegion},
		"description": "The AWS region in which the system is made.",
	}}
	names := make([]string, 0, len(top.keys))
	for _, k := range top.keys {
		properties["groundwork:"+k.name] = described(k)
		names = append(names, "groundwork:"+k.name)
	}
	return schema{
		"type":        "object",
		"description": "The stack's configuration. Keys of other namespaces belong to Pulumi's providers.",
		"properties":  properties,
		// Whatever else stands in the namespace is mistyped.
		"propertyNames": schema{"anyOf": []schema{{"enum": names}, {"not": schema{"pattern": "^groundwork:"}}}},
		"required":      []string{"aws:region", "groundwork:domain"},
	}
}

// object is the schema of a section.
func object(s section) schema {
	properties, required := schema{}, []string{}
	for _, k := range s.keys {
		properties[k.name] = described(k)
		if k.required {
			required = append(required, k.name)
		}
	}
	result := schema{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		result["required"] = required
	}
	return result
}

// described is a key's schema with what people want to know about it.
func described(k key) schema {
	result := typed(k.t)
	if _, isReference := result["$ref"]; isReference {
		// Draft 7 ignores what stands beside a reference.
		result = schema{"allOf": []schema{result}}
	}
	description := k.doc
	if text := k.defaultText(func(s string) string { return s }); text != "" {
		description += " Default: " + text + "."
	}
	result["description"] = description
	if k.example != "" && (k.t.Kind() == reflect.String || isUnit(k.t)) {
		result["examples"] = []string{k.example}
	}
	return result
}

// typed is the schema of a type, as the decoder reads it.
func typed(t reflect.Type) schema {
	if isUnit(t) {
		return unit(t)
	}
	if list := values(t); list != nil {
		return schema{"type": "string", "enum": list}
	}
	switch t.Kind() {
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int:
		return schema{"type": "integer"}
	case reflect.Slice:
		return schema{"type": "array", "items": typed(t.Elem())}
	case reflect.Pointer:
		return typed(t.Elem())
	case reflect.Struct:
		return schema{"$ref": "#/definitions/" + t.Name()}
	case reflect.Map:
		return named(t)
	}
	// A whole number will do for a text; a fraction would lose its zeros.
	return schema{"type": []string{"string", "integer"}}
}

// named is the schema of a section with a key for each name.
func named(t reflect.Type) schema {
	if t.Elem() == reflect.TypeFor[spec.Secret]() {
		encrypted := schema{
			"type": "object", "additionalProperties": false, "required": []string{"secure"},
			"properties": schema{"secure": schema{"type": "string", "description": "Written by pulumi config set --secret."}},
		}
		// Either each secret is encrypted by itself, or all of them together.
		return schema{"anyOf": []schema{{"type": "object", "additionalProperties": encrypted}, encrypted}}
	}
	result := schema{"type": "object", "additionalProperties": typed(t.Elem())}
	if t.Elem().Kind() == reflect.Pointer {
		result["propertyNames"] = schema{"pattern": spec.NamePattern}
	}
	return result
}

// unit is the schema of a value with a unit. Nothing needs no unit, and CPU may
// be a number of cores.
func unit(t reflect.Type) schema {
	syntax := reflect.Zero(t).Interface().(spec.Unit).Syntax()
	text := schema{"type": "string", "pattern": syntax.Pattern, "examples": syntax.Examples}
	if t == reflect.TypeFor[spec.CPU]() {
		return schema{"anyOf": []schema{text, {"type": "number", "minimum": 0}}}
	}
	return schema{"anyOf": []schema{text, {"const": 0}}}
}
