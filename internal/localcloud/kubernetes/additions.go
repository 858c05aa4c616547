package kubernetes

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// additions are what admission and allocation add to new objects, by token.
var additions = map[string]func(s server, object fields){
	"kubernetes:batch/v1:Job": addController,
	"kubernetes:core/v1:Pod":  addToPod,
	claimType:                 addClaim,
	serviceType:               addToService,
	crdType:                   addNames,
	targetGroupBindingType:    addTargetGroup,
}

// keeps are what stays of lists through an update.
var keeps = map[string]func(s server, old, object fields){serviceType: keepNodePorts}

// addController ties a Job to its pods.
// https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector
func addController(_ server, job fields) {
	if at(job, "spec", "manualSelector") == true {
		return
	}
	uid, name := textAt(job, "metadata", "uid"), textAt(job, "metadata", "name")
	labels := map[string]string{
		controllerUID: uid, "controller-uid": uid, "batch.kubernetes.io/job-name": name, "job-name": name,
	}
	for label, value := range labels {
		put(job, value, "metadata", "labels", label)
		put(job, value, "spec", "template", "metadata", "labels", label)
	}
	put(job, fields{"matchLabels": fields{controllerUID: uid}}, "spec", "selector")
}

// addToPod fills in the namespace's limits, mounts the service account's token
// and puts the pod on a node.
// https://kubernetes.io/docs/concepts/policy/limit-range/
// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume
func addToPod(s server, pod fields) {
	var spec corev1.PodSpec
	if decode(pod["spec"], &spec) == nil {
		if note := limited(s.tx, &spec, textAt(pod, "metadata", "namespace")); note != "" {
			put(pod, note, "metadata", "annotations", "kubernetes.io/limit-ranger")
		}
		if encoded, err := encode(spec); err == nil {
			pod["spec"] = encoded
		}
	}
	if !s.tx.Preview() {
		put(pod, "ip-10-0-0-10.ec2.internal", "spec", "nodeName")
	}
	if at(pod, "spec", "automountServiceAccountToken") != false {
		mountToken(s, pod)
	}
}

func mountToken(s server, pod fields) {
	name := "kube-api-access-" + s.tx.Dice().Text(5, "bcdfghjklmnpqrstvwxz2456789")
	volumes, _ := at(pod, "spec", "volumes").([]any)
	put(pod, append(volumes, fields{"name": name, "projected": fields{"defaultMode": float64(fileMode), "sources": []any{
		fields{"serviceAccountToken": fields{"expirationSeconds": 3607.0, "path": "token"}},
		fields{"configMap": fields{"name": "kube-root-ca.crt", "items": []any{fields{"key": "ca.crt", "path": "ca.crt"}}}},
		fields{"downwardAPI": fields{"items": []any{fields{
			"path": "namespace", "fieldRef": fields{"apiVersion": "v1", "fieldPath": "metadata.namespace"},
		}}}},
	}}}), "spec", "volumes")
	containers, _ := at(pod, "spec", "containers").([]any)
	for _, container := range containers {
		if c, ok := container.(fields); ok {
			mounts, _ := c["volumeMounts"].([]any)
			c["volumeMounts"] = append(mounts, fields{
				"name": name, "readOnly": true, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
			})
		}
	}
}

// addClaim protects a claim in use and gives it the default class, if there is
// one.
// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection
// https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass
func addClaim(s server, claim fields) {
	put(claim, []any{"kubernetes.io/pvc-protection"}, "metadata", "finalizers")
	if at(claim, "spec", "storageClassName") != nil {
		return
	}
	for _, class := range s.tx.Select(storageClassType, nil) {
		if textAt(live(class.Outputs), "metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" {
			put(claim, class.Name, "spec", "storageClassName")
		}
	}
}

// addNames completes the names of a definition.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
func addNames(_ server, crd fields) {
	kind := textAt(crd, "spec", "names", "kind")
	for name, value := range map[string]string{"listKind": kind + "List", "singular": strings.ToLower(kind)} {
		if at(crd, "spec", "names", name) == nil {
			put(crd, value, "spec", "names", name)
		}
	}
	if at(crd, "spec", "conversion") == nil {
		put(crd, fields{"strategy": "None"}, "spec", "conversion")
	}
}

func addToService(s server, service fields) {
	addBalancerClass(s, service)
	addAddresses(s, service)
}
