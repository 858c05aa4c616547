package kubernetes

import (
	"fmt"
	"strings"

	"groundwork/internal/localcloud"
)

// podStatus: a pod that runs, on a node of its own address.
// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
func podStatus(o observer, p fields) {
	if !o.ready {
		p["status"] = fields{"phase": "Pending", "qosClass": qualityClass(p)}
		return
	}
	status := fields{
		"phase": "Running", "qosClass": qualityClass(p), "startTime": since(p), "hostIP": "10.0.0.10",
		"podIP": "10.0.0.20", "podIPs": []any{fields{"ip": "10.0.0.20"}},
	}
	var conditions, containers []any
	for _, kind := range []string{"PodScheduled", "Initialized", "ContainersReady", "Ready"} {
		conditions = append(conditions, fields{
			"type": kind, "status": "True", "lastProbeTime": nil, "lastTransitionTime": since(p),
		})
	}
	list, _ := at(p, "spec", "containers").([]any)
	for i, container := range list {
		image := textAt(container, "image")
		containers = append(containers, fields{
			"name": textAt(container, "name"), "image": image, "imageID": image, "ready": true, "restartCount": 0.0,
			"containerID": fmt.Sprintf("containerd://%s%d", strings.ReplaceAll(textAt(p, "metadata", "uid"), "-", ""), i),
			"lastState":   fields{}, "started": true, "state": fields{"running": fields{"startedAt": since(p)}},
		})
	}
	status["conditions"], status["containerStatuses"] = conditions, containers
	p["status"] = status
}

// qualityClass follows
// https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
func qualityClass(p fields) string {
	guaranteed, some := true, false
	list, _ := at(p, "spec", "containers").([]any)
	for _, container := range list {
		for _, name := range []string{"cpu", "memory"} {
			request, limit := at(container, "resources", "requests", name), at(container, "resources", "limits", name)
			some = some || request != nil || limit != nil
			guaranteed = guaranteed && limit != nil && (request == nil || request == limit)
		}
	}
	switch {
	case guaranteed && len(list) > 0:
		return "Guaranteed"
	case some:
		return "Burstable"
	}
	return "BestEffort"
}

// https://kubernetes.io/docs/concepts/policy/resource-quotas/
func quotaStatus(_ observer, q fields) {
	hard, _ := at(q, "spec", "hard").(fields)
	used, _ := at(q, "status", "used").(fields)
	counted := fields{}
	for name := range hard {
		counted[name] = "0"
		if before, ok := used[name]; ok {
			counted[name] = before
		}
	}
	q["status"] = fields{"hard": copyFields(hard), "used": counted}
}

// https://kubernetes.io/docs/tasks/run-application/configure-pdb/#check-the-status-of-the-pdb
func budgetStatus(_ observer, b fields) {
	if b["status"] == nil {
		b["status"] = fields{"currentHealthy": 0.0, "desiredHealthy": 0.0, "disruptionsAllowed": 0.0, "expectedPods": 0.0}
	}
}

// serviceStatus gives a load balancer its name, where it is none that a
// controller makes in AWS; see balance.
func serviceStatus(o observer, s fields) {
	if textAt(s, "spec", "type") != "LoadBalancer" {
		s["status"] = fields{"loadBalancer": fields{}}
		return
	}
	if at(s, "status", "loadBalancer", "ingress") != nil {
		return
	}
	if responsible(o.tx, serviceType, s) != nil {
		s["status"] = fields{"loadBalancer": fields{}}
		return
	}
	dice := o.tx.Seeded("load balancer", textAt(s, "metadata", "uid"))
	hostname := fmt.Sprintf("a%s-%s.%s.elb.amazonaws.com", dice.Hex(32), dice.Text(10, localcloud.Digits), region(o.tx))
	s["status"] = fields{"loadBalancer": fields{"ingress": []any{fields{"hostname": hostname}}}}
}

// ingressStatus is serviceStatus for an Ingress, which controllers beside
// those of AWS may serve.
func ingressStatus(o observer, i fields) {
	if at(i, "status", "loadBalancer", "ingress") != nil {
		return
	}
	if responsible(o.tx, ingressType, i) != nil {
		i["status"] = fields{"loadBalancer": fields{}}
		return
	}
	short := func(name string, length int) string {
		name = strings.ReplaceAll(name, "-", "")
		return name[:min(len(name), length)]
	}
	dice := o.tx.Seeded("load balancer", textAt(i, "metadata", "uid"))
	hostname := fmt.Sprintf("k8s-%s-%s-%s-%s.%s.elb.amazonaws.com", short(textAt(i, "metadata", "namespace"), 8),
		short(textAt(i, "metadata", "name"), 8), dice.Hex(10), dice.Text(10, localcloud.Digits), region(o.tx))
	i["status"] = fields{"loadBalancer": fields{"ingress": []any{fields{"hostname": hostname}}}}
}

// region is the EKS cluster's.
func region(tx *localcloud.Tx) string {
	if cluster := eks(tx); cluster != nil && cluster.Scope != "" {
		return cluster.Scope
	}
	return "us-east-1"
}

// crdStatus is at first what the server writes; its controller accepts the
// names a moment later.
// https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
func crdStatus(_ observer, crd fields) {
	var stored []any
	versions, _ := at(crd, "spec", "versions").([]any)
	for _, version := range versions {
		if at(version, "storage") == true {
			stored = append(stored, textAt(version, "name"))
		}
	}
	if crd["status"] == nil {
		crd["status"] = fields{
			"acceptedNames": fields{"kind": "", "plural": ""}, "conditions": nil, "storedVersions": stored,
		}
		return
	}
	condition := func(kind, reason, message string) any {
		return fields{
			"type": kind, "status": "True", "reason": reason, "message": message, "lastTransitionTime": since(crd),
		}
	}
	crd["status"] = fields{
		"acceptedNames": copyFields(at(crd, "spec", "names")), "storedVersions": stored,
		"conditions": []any{
			condition("NamesAccepted", "NoConflicts", "no conflicts found"),
			condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
		},
	}
}
