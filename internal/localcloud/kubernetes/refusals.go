package kubernetes

import (
	"fmt"

	"groundwork/internal/localcloud"
)

// The API server's reasons, and three of the provider's own, as codes of errors.
// https://github.com/kubernetes/kubernetes/blob/v1.34.4/staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go
const (
	invalid     = "Invalid"
	notFound    = "NotFound"
	exists      = "AlreadyExists"
	forbidden   = "Forbidden"
	badRequest  = "BadRequest"
	noMatch     = "NoKindMatch"
	unreachable = "Unreachable"
	stuck       = "Timeout"
)

// alreadyExists is the server's conflict with the provider's advice.
func alreadyExists(tx *localcloud.Tx, t *resourceType, name string) error {
	return tx.Fail(409, exists, "%s %q already exists\n\n"+
		"The resource already exists in the cluster. This can happen when:\n\n"+
		"  - Renaming a Pulumi resource: use an alias to preserve the identity,\n"+
		"    or use deleteBeforeReplace if the resource needs replacement.\n"+
		"  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)\n"+
		"    to manage specific fields without owning the resource lifecycle.\n"+
		"  - Adopting a resource into Pulumi: use `pulumi import`. Note that\n"+
		"    protected resources (e.g. kube-system) cannot be deleted on destroy.\n"+
		"  - Intentional upsert: set upsertExistingObjects on the provider to allow\n"+
		"    server-side apply to update existing objects on create.", t.plural(), name)
}

func missing(tx *localcloud.Tx, plural, name string) error {
	return tx.Fail(404, notFound, "%s %q not found", plural, name)
}

func noKind(tx *localcloud.Tx, t *resourceType) error {
	return tx.Fail(404, noMatch, "no matches for kind %q in version %q", t.kind, t.apiVersion())
}

// late says that an object was made or changed, but what the provider waits
// for does not happen. The reasons are what it shows after its time is up.
// https://www.pulumi.com/blog/improved-kubernetes-await-logic/
func late(obj *localcloud.Object, verb string, reasons []string) error {
	summary := fmt.Sprintf("resource %q was successfully created, but the Kubernetes API server reported that it "+
		"failed to fully initialize or become live: '%s' timed out waiting to be Ready", obj.URN, obj.Name)
	if verb == "update" {
		summary = fmt.Sprintf("the Kubernetes API server reported that %q failed to fully initialize or become live: "+
			"'%s' timed out waiting to be Ready", obj.ID, obj.Name)
	}
	return &localcloud.Incomplete{Reasons: append([]string{summary}, reasons...)}
}
