package pace

import (
	"time"

	"groundwork/internal/localcloud"
)

const (
	deploymentType  = "kubernetes:apps/v1:Deployment"
	statefulSetType = "kubernetes:apps/v1:StatefulSet"
	daemonSetType   = "kubernetes:apps/v1:DaemonSet"
	jobType         = "kubernetes:batch/v1:Job"
	ingressType     = "kubernetes:networking.k8s.io/v1:Ingress"
	serviceType     = "kubernetes:core/v1:Service"
	releaseType     = "kubernetes:helm.sh/v3:Release"
	namespaceType   = "kubernetes:core/v1:Namespace"
)

var kubernetesRows = []row{
	{deploymentType, create, nil, rollout(1), logs + "10s to 1m16s, for a pod without probes"},
	{deploymentType, update, changes("spec"), rollout(2), "new pods beside the old: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment"},
	{statefulSetType, create, nil, inTurn, "one pod after the other: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#ordered-pod-management"},
	{statefulSetType, update, changes("spec"), inTurn, "one pod after the other: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates"},
	{daemonSetType, create, nil, rollout(1), "as a Deployment"},
	{jobType, create, nil, always(30 * sec), "a pod's start and a short run; no log was found"},
	{ingressType, create, is("spec.ingressClassName", "alb"), always(4 * minute), "https://github.com/awslabs/kubeflow-manifests/pull/157"},
	{serviceType, create, is("spec.type", "LoadBalancer"), always(47 * sec), logs + "38s, 56s"},
	{releaseType, create, nil, always(45 * sec), logs + "21s to 1m16s, by chart"},
	{releaseType, update, nil, always(30 * sec), "as a small chart's create"},
	{namespaceType, remove, nil, always(13 * sec), logs + "6s empty, 13s to 22s with pods"},
}

// start is what a pod takes to be scheduled, to pull an image of some hundred
// megabytes and to start.
const start = 15 * time.Second

// ready is when a pod counts as ready: started, then as its probes say.
// https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
func ready(spec localcloud.Props) time.Duration {
	wait := time.Duration(0)
	for _, container := range spec.Maps("template.spec.containers") {
		for _, probe := range []string{"startupProbe", "readinessProbe"} {
			delay := max(container.Int(probe+".initialDelaySeconds"), 0)
			wait = max(wait, time.Duration(delay)*sec)
		}
	}
	return start + wait + time.Duration(spec.Int("minReadySeconds"))*sec
}

// rollout is a Deployment's time: as many waves as it takes to start its pods.
func rollout(waves int) func(localcloud.Operation) time.Duration {
	return func(op localcloud.Operation) time.Duration {
		return ready(op.Inputs.Map("spec")) * time.Duration(waves)
	}
}

// inTurn is a StatefulSet's time.
func inTurn(op localcloud.Operation) time.Duration {
	spec := op.Inputs.Map("spec")
	if spec.String("podManagementPolicy") == "Parallel" {
		return ready(spec)
	}
	return ready(spec) * time.Duration(max(spec.Int("replicas"), 1))
}
