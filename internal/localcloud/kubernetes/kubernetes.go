// Package kubernetes is the Kubernetes provider of the local cloud: an API
// server that decodes objects with the API's own Go types, fills in the API's
// defaults and refuses what the API refuses, behind what pulumi-kubernetes
// makes of it. What the provider and the server answer is held against
// recordings of the real ones (testdata).
//
// Nothing runs in its clusters. Workloads are ready as soon as everything their
// pods refer to exists. Fields' owners (metadata.managedFields) are not kept:
// no program reads them and they double every object.
//
// To add a kind, list its Go type in served; defaults, rules and status go to
// the tables of the same names.
package kubernetes

import (
	"errors"
	"fmt"

	"groundwork/internal/localcloud"
)

const (
	packageName = "kubernetes"
	// Version is the SDK version the package stands in for.
	Version = "4.30.0"
)

// Package implements localcloud.Package.
type Package struct{}

// New returns the package.
func New() *Package { return &Package{} }

// Name implements localcloud.Package.
func (*Package) Name() string { return packageName }

// Version implements localcloud.Package.
func (*Package) Version() string { return Version }

// Scope implements localcloud.Package: everything lives in one cluster.
func (*Package) Scope(instance *localcloud.Instance, _ string, _ localcloud.Props) string {
	return instance.Scope
}

// Kind implements localcloud.Package. Every group, version and kind is known:
// whether a definition of it exists shows when an object is made.
func (*Package) Kind(token string) (localcloud.Kind, bool) {
	if token == releaseType {
		return releaseKind, true
	}
	if t, ok := patched(token); ok {
		return patchKind(t), true
	}
	t, ok := parseToken(token)
	if !ok {
		return localcloud.Kind{}, false
	}
	return localcloud.Kind{
		Create: func(tx *localcloud.Tx, obj *localcloud.Object) error { return create(tx, t, obj) },
		Update: func(tx *localcloud.Tx, old, obj *localcloud.Object) error { return update(tx, t, old, obj) },
		Reach:  readable,
		Read:   func(tx *localcloud.Tx, obj *localcloud.Object) { observe(tx, t, obj) },
		Delete: func(tx *localcloud.Tx, obj *localcloud.Object) error { return remove(tx, t, obj) },
		Exists: func(tx *localcloud.Tx, obj *localcloud.Object) error { return alreadyExists(tx, t, obj.Name) },
	}, true
}

// Function implements localcloud.Package.
func (*Package) Function(token string) (localcloud.Function, bool) {
	function, ok := functions[token]
	return function, ok
}

// Check implements localcloud.Package.
func (*Package) Check(c *localcloud.Check) {
	if c.Type == releaseType {
		checkRelease(c)
		return
	}
	checkObject(c)
}

// Diff implements localcloud.Package.
func (*Package) Diff(d *localcloud.Diff) {
	if d.Type == releaseType {
		diffRelease(d)
		return
	}
	diffObject(d)
}

// Plan implements localcloud.Package.
func (*Package) Plan(p *localcloud.Plan) {
	if p.Type == releaseType {
		planRelease(p)
		return
	}
	planObject(p)
}

// Identify implements localcloud.Package: ids are "namespace/name", or the name
// alone outside namespaces.
func (*Package) Identify(_ *localcloud.Tx, obj *localcloud.Object) {
	at := "metadata."
	if obj.Type == releaseType {
		at = ""
	}
	obj.Name = obj.String(at + "name")
	obj.ID = objectID(obj.String(at+"namespace"), obj.Name)
}

func objectID(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "/" + name
}

// Complete implements localcloud.Package; nothing is left to fill in.
func (*Package) Complete(*localcloud.Tx, *localcloud.Object) {}

// Project implements localcloud.Package.
func (*Package) Project(obj *localcloud.Object, inputs localcloud.Props) localcloud.Props {
	if obj.Type == releaseType {
		return projectRelease(obj, inputs)
	}
	return projectObject(obj, inputs)
}

// explanations put a refusal of the API server the way the provider passes it
// on, by verb and the server's reason; "" is any other reason.
// https://github.com/pulumi/pulumi-kubernetes/blob/v4.30.0/provider/pkg/provider/provider.go
var explanations = map[string]map[string]func(op localcloud.Operation, message string) string{
	"create": {
		noMatch: func(op localcloud.Operation, message string) string {
			kind := op.Type
			if t, ok := parseToken(op.Type); ok {
				kind = t.apiVersion() + "/" + t.kind
			}
			return fmt.Sprintf("creation of resource %q with kind %s failed because the Kubernetes API server reported that "+
				"the apiVersion for this resource does not exist. Verify that any required CRDs have been created: %s",
				op.URN, kind, message)
		},
		"": func(op localcloud.Operation, message string) string {
			return fmt.Sprintf("resource %q was not successfully created by the Kubernetes API server: %s", op.URN, message)
		},
	},
	"update": {
		noMatch: func(op localcloud.Operation, message string) string {
			return fmt.Sprintf("update of resource %q failed because the Kubernetes API server reported that "+
				"the apiVersion for this resource does not exist. Verify that any required CRDs have been created: %s", op.URN, message)
		},
		"": func(op localcloud.Operation, message string) string {
			return fmt.Sprintf("the Kubernetes API server reported that %q failed to fully initialize or become live: %s", op.ID, message)
		},
	},
}

// Explain implements localcloud.Package.
func (*Package) Explain(op localcloud.Operation, err error) error {
	var refusal *localcloud.ServiceError
	if !errors.As(err, &refusal) {
		return err
	}
	words := explanations[op.Verb]
	if refusal.Code == unreachable || op.Type == releaseType || words == nil {
		return errors.New(refusal.Message)
	}
	say, ok := words[refusal.Code]
	if !ok {
		say = words[""]
	}
	return errors.New(say(op, refusal.Message))
}
