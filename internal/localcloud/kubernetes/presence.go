package kubernetes

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// Tokens of kinds that others refer to.
const (
	namespaceType      = "kubernetes:core/v1:Namespace"
	serviceAccountType = "kubernetes:core/v1:ServiceAccount"
	configMapType      = "kubernetes:core/v1:ConfigMap"
	secretType         = "kubernetes:core/v1:Secret"
	serviceType        = "kubernetes:core/v1:Service"
	claimType          = "kubernetes:core/v1:PersistentVolumeClaim"
	priorityClassType  = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
	storageClassType   = "kubernetes:storage.k8s.io/v1:StorageClass"
	limitRangeType     = "kubernetes:core/v1:LimitRange"
)

// inherent are objects that every cluster has; "*" is any namespace.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces
// https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts
// https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/
var inherent = map[string][]string{
	namespaceType:      {"default", "kube-system", "kube-public", "kube-node-lease"},
	serviceAccountType: {"*/default"},
	configMapType:      {"*/kube-root-ca.crt"},
	serviceType:        {"default/kubernetes", "kube-system/kube-dns"},
	priorityClassType:  {"system-cluster-critical", "system-node-critical"},
}

// writers are custom resources whose controllers write a Secret, with the field
// that names it.
var writers = map[string][]string{
	"kubernetes:cert-manager.io/v1:Certificate":             {"spec.secretName"},
	"kubernetes:external-secrets.io/v1:ExternalSecret":      {"spec.target.name", "metadata.name"},
	"kubernetes:external-secrets.io/v1beta1:ExternalSecret": {"spec.target.name", "metadata.name"},
	"kubernetes:bitnami.com/v1alpha1:SealedSecret":          {"metadata.name"},
}

// present reports whether an object exists, be it part of every cluster, made
// here, or likely made by a controller or a chart.
func present(tx *localcloud.Tx, token, namespace, name string) bool {
	if isInherent(token, namespace, name) || tx.Get(token, objectID(namespace, name)) != nil {
		return true
	}
	return token == secretType && written(tx, namespace, name) || charted(tx, namespace, name)
}

func isInherent(token, namespace, name string) bool {
	list := inherent[token]
	return slices.Contains(list, objectID(namespace, name)) || slices.Contains(list, "*/"+name)
}

func written(tx *localcloud.Tx, namespace, name string) bool {
	for token, paths := range writers {
		for _, path := range paths {
			for _, writer := range tx.Where(token, path, name) {
				if writer.String("metadata.namespace") == namespace {
					return true
				}
			}
		}
	}
	return false
}

// charted reports whether a name looks like an object of a release in the same
// namespace: charts begin the names of their objects with the release's.
// https://helm.sh/docs/chart_best_practices/conventions/
func charted(tx *localcloud.Tx, namespace, name string) bool {
	if namespace == "" {
		return false
	}
	for _, release := range tx.Where(releaseType, "namespace", namespace) {
		if name == release.Name || strings.HasPrefix(name, release.Name+"-") {
			return true
		}
	}
	return false
}

// hasNamespace reports whether a namespace exists.
func hasNamespace(tx *localcloud.Tx, name string) bool {
	return isInherent(namespaceType, "", name) || tx.Get(namespaceType, name) != nil
}
