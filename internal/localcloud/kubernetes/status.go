package kubernetes

import (
	"fmt"
	"hash/fnv"
	"reflect"
	"strconv"

	"groundwork/internal/localcloud"
)

// observer gives objects of a type their status.
type observer struct {
	tx    *localcloud.Tx
	ready bool
}

// statuses are what the controllers report, by token; from the recordings.
var statuses = map[string]func(o observer, object fields){
	"kubernetes:apps/v1:Deployment":            deploymentStatus,
	"kubernetes:apps/v1:StatefulSet":           statefulSetStatus,
	"kubernetes:apps/v1:DaemonSet":             daemonSetStatus,
	"kubernetes:apps/v1:ReplicaSet":            replicaSetStatus,
	"kubernetes:batch/v1:Job":                  jobStatus,
	"kubernetes:batch/v1:CronJob":              blank,
	"kubernetes:core/v1:Pod":                   podStatus,
	"kubernetes:core/v1:ResourceQuota":         quotaStatus,
	"kubernetes:networking.k8s.io/v1:Ingress":  ingressStatus,
	"kubernetes:policy/v1:PodDisruptionBudget": budgetStatus,
	serviceType:   serviceStatus,
	namespaceType: blank,
	claimType:     blank,
	crdType:       crdStatus,
	hpaType:       blank,
}

// blankStatus is what stands there before a controller has looked.
var blankStatus = map[string]fields{
	"kubernetes:apps/v1:Deployment": {},
	"kubernetes:batch/v1:CronJob":   {},
	serviceType:                     {"loadBalancer": fields{}},
	namespaceType:                   {"phase": "Active"},
	claimType:                       {"phase": "Pending"},
	hpaType:                         {"currentMetrics": nil, "desiredReplicas": 0.0},
}

func report(tx *localcloud.Tx, t *resourceType, object fields, ready bool) {
	if blankly, ok := blankStatus[t.token()]; ok && object["status"] == nil {
		object["status"] = copyFields(blankly)
	}
	if status, ok := statuses[t.token()]; ok {
		status(observer{tx, ready}, object)
	}
}

func blank(observer, fields) {}

// since is when the object came to be: a status seen twice says the same.
func since(object fields) string { return textAt(object, "metadata", "creationTimestamp") }

func generation(object fields) float64 { return max(1, numberAt(object, "metadata", "generation")) }

// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
func deploymentStatus(o observer, d fields) {
	replicas := numberAt(d, "spec", "replicas")
	if textAt(d, "metadata", "annotations", revisionAnnotation) == "" {
		put(d, "1", "metadata", "annotations", revisionAnnotation)
	}
	set := fmt.Sprintf("%s-%s", textAt(d, "metadata", "name"), templateHash(d))
	condition := func(kind, status, reason, message string) any {
		return fields{
			"type": kind, "status": status, "reason": reason, "message": message,
			"lastTransitionTime": since(d), "lastUpdateTime": since(d),
		}
	}
	status := fields{"observedGeneration": generation(d), "replicas": replicas, "updatedReplicas": replicas}
	if o.ready {
		status["availableReplicas"], status["readyReplicas"] = replicas, replicas
		status["conditions"] = []any{
			condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability."),
			condition("Progressing", "True", "NewReplicaSetAvailable", fmt.Sprintf("ReplicaSet %q has successfully progressed.", set)),
		}
	} else {
		status["unavailableReplicas"] = replicas
		status["conditions"] = []any{
			condition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
			condition("Progressing", "False", "ProgressDeadlineExceeded", fmt.Sprintf("ReplicaSet %q has timed out progressing.", set)),
		}
	}
	for _, name := range []string{"replicas", "updatedReplicas", "availableReplicas", "readyReplicas"} {
		if status[name] == 0.0 {
			delete(status, name)
		}
	}
	d["status"] = status
}

// templateHash ends the names of what is made of a template.
func templateHash(object fields) string {
	sum := fnv.New32a()
	_, _ = fmt.Fprint(sum, at(object, "spec", "template")) // a hash does not fail
	return strconv.FormatUint(uint64(sum.Sum32()), 16)
}

func statefulSetStatus(o observer, s fields) {
	replicas := numberAt(s, "spec", "replicas")
	revision := textAt(s, "metadata", "name") + "-" + templateHash(s)
	status := fields{
		"availableReplicas": 0.0, "collisionCount": 0.0, "currentRevision": revision,
		"observedGeneration": generation(s), "replicas": replicas, "updateRevision": revision,
	}
	if o.ready {
		for _, name := range []string{"availableReplicas", "currentReplicas", "readyReplicas", "updatedReplicas"} {
			status[name] = replicas
		}
	}
	s["status"] = status
}

func daemonSetStatus(o observer, d fields) {
	nodes := 1.0
	status := fields{
		"currentNumberScheduled": nodes, "desiredNumberScheduled": nodes, "numberMisscheduled": 0.0,
		"numberReady": 0.0, "observedGeneration": generation(d), "updatedNumberScheduled": nodes,
	}
	if o.ready {
		status["numberAvailable"], status["numberReady"] = nodes, nodes
	} else {
		status["numberUnavailable"] = nodes
	}
	d["status"] = status
}

func replicaSetStatus(o observer, r fields) {
	replicas := numberAt(r, "spec", "replicas")
	status := fields{"observedGeneration": generation(r), "replicas": replicas}
	if o.ready {
		status["availableReplicas"], status["fullyLabeledReplicas"], status["readyReplicas"] = replicas, replicas, replicas
	}
	r["status"] = status
}

// https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions
func jobStatus(o observer, j fields) {
	status := fields{"ready": 0.0, "startTime": since(j), "terminating": 0.0, "uncountedTerminatedPods": fields{}}
	switch {
	case at(j, "spec", "suspend") == true:
		delete(status, "startTime")
	case o.ready:
		condition := func(kind string) any {
			return fields{
				"type": kind, "status": "True", "reason": "CompletionsReached",
				"message":       "Reached expected number of succeeded pods",
				"lastProbeTime": since(j), "lastTransitionTime": since(j),
			}
		}
		status["completionTime"] = since(j)
		status["succeeded"] = max(1, numberAt(j, "spec", "completions"))
		status["conditions"] = []any{condition("SuccessCriteriaMet"), condition("Complete")}
	default:
		status["active"] = 1.0
	}
	j["status"] = status
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

func successor(revision string) string {
	number, err := strconv.Atoi(revision)
	if err != nil {
		return "1"
	}
	return strconv.Itoa(number + 1)
}
