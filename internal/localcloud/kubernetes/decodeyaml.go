package kubernetes

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"

	"groundwork/internal/localcloud"
)

// functions are what components ask the provider for. What they would take
// from a chart's or a kustomization's files is not here.
var functions = map[string]localcloud.Function{
	"kubernetes:yaml:decode": decodeYAML,
	"kubernetes:helm:template": unrendered(`charts are not rendered: install the chart with a Release ("kubernetes:helm.sh/v3:Release"), ` +
		"or render it with `helm template` and give the objects to a ConfigGroup"),
	"kubernetes:kustomize:directory": unrendered("kustomizations are not built: build it with `kubectl kustomize` " +
		"and give the objects to a ConfigGroup"),
}

func unrendered(advice string) localcloud.Function {
	return func(*localcloud.Tx, localcloud.Props) (localcloud.Props, error) {
		return nil, errors.New("in the local cloud " + advice)
	}
}

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
