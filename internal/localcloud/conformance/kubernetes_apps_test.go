package conformance

const (
	deploymentDocs = kubeDocs + "concepts/workloads/controllers/deployment/"
	containerDocs  = kubeDocs + "concepts/configuration/manage-resources-containers/"
	probeDocs      = kubeDocs + "tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
	strictDocs     = kubeDocs + "reference/using-api/api-concepts/#setting-the-field-validation-level"
)

var kubernetesApps = []Case{
	{"a misspelt field", creating(kubeDeployment, webContainer(Props{"imge": "x"})),
		`strict decoding error: unknown field "spec.template.spec.containers[0].imge"`, strictDocs},
	{"a text for a number", creating(kubeDeployment, webSpec(Props{"replicas": "two"})),
		"json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32", strictDocs},
	{"half a replica", creating(kubeDeployment, webSpec(Props{"replicas": 1.5})), "cannot unmarshal number 1.5", strictDocs},
	{"fewer replicas than none", creating(kubeDeployment, webSpec(Props{"replicas": -1})),
		"spec.replicas: Invalid value: -1: must be greater than or equal to 0", kubeApps},
	{"a quantity that is none", creating(kubeDeployment, webContainer(Props{"resources": Props{"limits": Props{"memory": "512 megabytes"}}})),
		"quantities must match the regular expression", kubeDocs + "reference/kubernetes-api/common-definitions/quantity/"},
	{"another kind's name in the data", creating(kubeDeployment, Props{"kind": "StatefulSet", "metadata": kubeNamed("x")}),
		"the kind in the data (StatefulSet) does not match the expected kind (Deployment)", kubeDocs + "reference/using-api/api-concepts/"},
	{"no selector", creating(kubeDeployment, webSpec(Props{"selector": nil})), "spec.selector: Required value", deploymentDocs + "#selector"},
	{"a selector that does not match", creating(kubeDeployment, webSpec(Props{"selector": Props{"matchLabels": Props{"app": "other"}}})),
		"spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`", deploymentDocs + "#selector"},
	{"an empty selector", creating(kubeDeployment, webSpec(Props{"selector": Props{}})), "empty selector is invalid for deployment", kubeApps},
	{"no containers", creating(kubeDeployment, webPod(Props{"containers": []any{}})),
		`Deployment.apps "web" is invalid: spec.template.spec.containers: Required value`, kubeCore},
	{"no image", creating(kubeDeployment, webContainer(Props{"image": nil})), "spec.template.spec.containers[0].image: Required value", kubeCore},
	{"capitals in a container's name", creating(kubeDeployment, webContainer(Props{"name": "Web"})),
		`spec.template.spec.containers[0].name: Invalid value: "Web": a lowercase RFC 1123 label`, kubeNames},
	{"two containers of one name", creating(kubeDeployment, webPod(Props{"containers": []any{kubeContainer(nil), kubeContainer(nil)}})),
		`spec.template.spec.containers[1].name: Duplicate value: "web"`, kubeCore},
	{"a request above its limit", creating(kubeDeployment, webContainer(Props{"resources": Props{
		"requests": Props{"cpu": "2"}, "limits": Props{"cpu": "500m"},
	}})), `resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 500m`, containerDocs},
	{"a port out of range", creating(kubeDeployment, webContainer(Props{"ports": []any{Props{"containerPort": 70000}}})),
		"ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535", kubeCore},
	{"two ports of one name", creating(kubeDeployment, webContainer(Props{"ports": []any{
		Props{"containerPort": 80, "name": "http"}, Props{"containerPort": 81, "name": "http"},
	}})), `ports[1].name: Duplicate value: "http"`, kubeCore},
	{"a mount without its volume", creating(kubeDeployment, webContainer(Props{"volumeMounts": []any{
		Props{"name": "tmp", "mountPath": "/tmp"},
	}})), `volumeMounts[0].name: Not found: "tmp"`, kubeDocs + "concepts/storage/volumes/"},
	{"a probe without a handler", creating(kubeDeployment, webContainer(Props{"livenessProbe": Props{"periodSeconds": 5}})),
		"livenessProbe: Required value: must specify a handler type", probeDocs},
	{"a liveness probe that must succeed twice", creating(kubeDeployment, webContainer(Props{"livenessProbe": Props{
		"successThreshold": 2, "tcpSocket": Props{"port": 80},
	}})), "livenessProbe.successThreshold: Invalid value: 2: must be 1", probeDocs + "#configure-probes"},
	{"a restart policy that Deployments cannot have", creating(kubeDeployment, webPod(Props{"restartPolicy": "Never"})),
		`spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"`, deploymentDocs + "#pod-template"},
	{"a rolling update with Recreate", creating(kubeDeployment, webSpec(Props{"strategy": Props{
		"type": "Recreate", "rollingUpdate": Props{"maxSurge": 1},
	}})), "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'", kubeApps},
	{"a rollout that cannot move", creating(kubeDeployment, webSpec(Props{"strategy": Props{
		"rollingUpdate": Props{"maxSurge": 0, "maxUnavailable": 0},
	}})), "may not be 0 when `maxSurge` is 0", deploymentDocs + "#max-unavailable"},
	{"a list in place of its items", creating("kubernetes:core/v1:ConfigMapList", Props{"items": []any{}}),
		"list resources exist for compatibility", "https://www.pulumi.com/registry/packages/kubernetes/api-docs/core/v1/configmaplist/"},
	{"a selector replaces", replacing(kubeDeployment, webSpec(nil), func() Props {
		labels := Props{"app": "web", "tier": "front"}
		template := with(kubeTemplate(nil, nil), Props{"metadata": Props{"labels": labels}})
		return kubeWeb(template, Props{"selector": Props{"matchLabels": labels}})
	}(), "spec.selector.matchLabels.tier"), "", deploymentDocs + "#label-selector-updates"},
	{"another image is an update in place", replacing(kubeDeployment, webSpec(nil), webContainer(Props{"image": "nginx:1.28"})),
		"", deploymentDocs + "#updating-a-deployment"},
	{"one replica when none is asked for", showing(kubeDeployment, webSpec(nil), "spec.strategy.type", "RollingUpdate"), "", deploymentDocs + "#strategy"},
	{"claim templates replace", replacing(kubeStatefulSet, kubeStateful("1Gi"), kubeStateful("2Gi"), "spec.volumeClaimTemplates[0].spec.resources.requests.storage"),
		"", "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/"},
	{"claims of a StatefulSet stay when it goes", func(w *World) error {
		made := w.Make(kubeStatefulSet, "db", kubeStateful("1Gi"))
		if err := w.Delete(kubeStatefulSet, "db", made); err != nil {
			return err
		}
		_, err := w.Create(kubeClaim, "data", Props{"metadata": kubeNamed("data-db-0"), "spec": kubeClaimSpec("1Gi")})
		return err
	}, `persistentvolumeclaims "data-db-0" already exists`, kubeDocs + "concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention"},
}

func kubeClaimSpec(size string) Props {
	return Props{"accessModes": []any{"ReadWriteOnce"}, "resources": Props{"requests": Props{"storage": size}}}
}

func kubeStateful(size string) Props {
	return kubeSpec("db", Props{
		"serviceName": "db", "selector": kubeSelector(), "template": kubeTemplate(nil, nil),
		"volumeClaimTemplates": []any{Props{"metadata": kubeNamed("data"), "spec": kubeClaimSpec(size)}},
	})
}
