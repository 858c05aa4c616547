package kubernetes

import "strings"

// replacing are the fields whose change makes the provider replace an object,
// by token; "*" is any item of a list. Every name and namespace does.
// https://github.com/pulumi/pulumi-kubernetes/blob/v4.30.0/provider/pkg/provider/diff.go
var replacing = map[string][]string{
	"kubernetes:apps/v1:DaemonSet":  {"spec.selector"},
	"kubernetes:apps/v1:Deployment": {"spec.selector"},
	"kubernetes:apps/v1:StatefulSet": {
		"spec.podManagementPolicy", "spec.revisionHistoryLimit", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates",
	},
	"kubernetes:batch/v1:Job":                                    {"spec.completions", "spec.parallelism", "spec.selector", "spec.template"},
	"kubernetes:rbac.authorization.k8s.io/v1:RoleBinding":        {"roleRef"},
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": {"roleRef"},
	storageClassType:                   {"parameters", "provisioner"},
	claimType:                          {"spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"},
	"kubernetes:core/v1:ResourceQuota": {"spec.scopes"},
	serviceType:                        {"spec.clusterIP"},
	"kubernetes:core/v1:PersistentVolume": under("spec", "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc "+
		"flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume "+
		"quobyte rbd scaleIO storageos vsphereVolume"),
	"kubernetes:core/v1:Pod": append(under("spec", "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks "+
		"hostAliases hostIPC hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy "+
		"priority priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount "+
		"serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes"),
		append(under("spec.containers.*", ofContainer), under("spec.initContainers.*", ofContainer)...)...),
}

const ofContainer = "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources " +
	"securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir"

func under(root, names string) []string {
	var list []string
	for _, name := range strings.Fields(names) {
		list = append(list, root+"."+name)
	}
	return list
}

// replacers are the fields of an object whose change replaces it. The data of
// ConfigMaps and Secrets may change in place where the provider is told so and
// the object is not immutable.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/#enableconfigmapmutable_go
func replacers(t *resourceType, news fields, mutable func(setting string) bool) []string {
	list := append([]string{"metadata.name", "metadata.namespace"}, replacing[t.token()]...)
	fixed := func(setting string) bool { return !mutable(setting) || news["immutable"] == true }
	switch t.token() {
	case configMapType:
		if fixed("enableConfigMapMutable") {
			list = append(list, "binaryData", "data")
		}
	case secretType:
		list = append(list, "type")
		if fixed("enableSecretMutable") {
			list = append(list, "stringData", "data")
		}
	}
	return list
}
