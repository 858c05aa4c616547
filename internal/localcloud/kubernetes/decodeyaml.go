package kubernetes

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"

	"groundwork/internal/localcloud"
)

// decodeYAML reads the documents of a text, for ConfigFile and ConfigGroup.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/yaml/configgroup/
func decodeYAML(_ *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	decoder := yaml.NewDecoder(bytes.NewBufferString(args.String("text")))
	var objects []any
	for {
		var document any
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("decoding YAML: %w", err)
		}
		object, err := jsonShaped(document)
		if err != nil {
			return nil, err
		}
		if object != nil {
			placeDocument(object, args.String("defaultNamespace"))
			objects = append(objects, members(object)...)
		}
	}
	return localcloud.Props{"result": propertyOf(objects)}, nil
}

// jsonShaped gives a document's values the types that JSON has; nil is an
// empty document.
func jsonShaped(document any) (fields, error) {
	if document == nil {
		return nil, nil
	}
	var object fields
	if err := decode(document, &object); err != nil {
		return nil, fmt.Errorf("decoding YAML: a document is no object: %w", err)
	}
	return object, nil
}

func placeDocument(object fields, namespace string) {
	t, ok := typeOf(textAt(object, "apiVersion"), textAt(object, "kind"))
	if namespace != "" && ok && !t.cluster && textAt(object, "metadata", "namespace") == "" {
		put(object, namespace, "metadata", "namespace")
	}
}

// members are a list's items, or the object itself.
func members(object fields) []any {
	if items, ok := object["items"].([]any); ok && textAt(object, "kind") == "List" {
		return items
	}
	return []any{object}
}
