package conformance

const (
	autoscalerDocs = kubeDocs + "tasks/run-application/horizontal-pod-autoscale/"
	budgetDocs     = kubeDocs + "tasks/run-application/configure-pdb/"
	priorityDocs   = kubeDocs + "concepts/scheduling-eviction/pod-priority-preemption/"
)

func kubeScale(changes Props) Props {
	return kubeSpec("web", with(Props{
		"minReplicas": 3, "maxReplicas": 6,
		"scaleTargetRef": Props{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
	}, changes))
}

var kubernetesScaling = []Case{
	{"more at least than at most", creating(kubeAutoscaler, kubeScale(Props{"maxReplicas": 2})),
		"spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`", kubeAutoscaling},
	{"a calm of two hours", creating(kubeAutoscaler, kubeScale(Props{"behavior": Props{"scaleDown": Props{"stabilizationWindowSeconds": 7200}}})),
		"stabilizationWindowSeconds: Invalid value: 7200: must be less than or equal to 3600", kubeAutoscaling},
	{"a metric without its source", creating(kubeAutoscaler, kubeScale(Props{"metrics": []any{Props{"type": "Resource"}}})),
		"must populate information for the given metric source", kubeAutoscaling},
	{"an autoscaler without its target", creating(kubeAutoscaler, kubeScale(nil)), `deployments.apps "web" not found`,
		kubeDocs + "tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions"},
	{"an autoscaler with its target", func(w *World) error {
		w.Make(kubeDeployment, "web", webSpec(nil))
		_, err := w.Create(kubeAutoscaler, "web", kubeScale(nil))
		return err
	}, "", autoscalerDocs},
	{"a budget of two minds", creating(kubeBudget, kubeSpec("web", Props{"minAvailable": 1, "maxUnavailable": 1})),
		"minAvailable and maxUnavailable cannot be both set", budgetDocs},
	{"a budget of a word", creating(kubeBudget, kubeSpec("web", Props{"minAvailable": "half"})), "a valid percent string", budgetDocs},
	{"a budget of a share", creating(kubeBudget, kubeSpec("web", Props{"minAvailable": "50%", "selector": kubeSelector()})), "",
		budgetDocs + "#specifying-a-poddisruptionbudget"},
	{"a priority of the system's", creating(kubePriority, Props{"metadata": kubeNamed("top"), "value": 2000000000}),
		"maximum allowed value of a user defined priority is 1000000000", priorityDocs + "#priorityclass"},
	{"a priority with the system's name", creating(kubePriority, Props{"metadata": kubeNamed("system-top"), "value": 1000}),
		"metadata.name: Forbidden", priorityDocs + "#priorityclass"},
	{"a priority that changes", changing(kubePriority, Props{"metadata": kubeNamed("high"), "value": 1000},
		Props{"metadata": kubeNamed("high"), "value": 2000}), "value: Forbidden: may not be changed in an update.",
		kubeSource + "scheduling/validation/validation.go"},
}
