package conformance

// missing is a workload whose pods never start.
func missing(container, pod Props) func(*World) error {
	return func(w *World) error {
		w.Make(kubeSecret, "db", Props{"metadata": kubeNamed("db"), "stringData": Props{"password": "x"}})
		_, err := w.Create(kubeDeployment, "web", kubeWeb(kubeTemplate(container, pod), nil))
		return err
	}
}

func from(kind, name string) Props {
	return Props{"envFrom": []any{Props{kind: Props{"name": name}}}}
}

func volume(volume Props) Props { return Props{"volumes": []any{volume}} }

var kubernetesReferences = []Case{
	{"variables of a missing ConfigMap", missing(from("configMapRef", "settings"), nil),
		`[CreateContainerConfigError] configmap "settings" not found`, configMapDocs},
	{"variables of a missing Secret", missing(from("secretRef", "passwords"), nil),
		`[CreateContainerConfigError] secret "passwords" not found`, secretDocs + "#restriction-secret-must-exist"},
	{"a Deployment without pods in the provider's words", missing(from("secretRef", "passwords"), nil), missingName, awaitDocs},
	{"a variable of a missing key", missing(Props{"env": []any{Props{
		"name": "PW", "valueFrom": Props{"secretKeyRef": Props{"name": "db", "key": "word"}},
	}}}, nil), "couldn't find key word in Secret default/db", secretDocs + "#restriction-secret-must-exist"},
	{"a missing service account", missing(nil, Props{"serviceAccountName": "app"}),
		`error looking up service account default/app: serviceaccount "app" not found`,
		kubeDocs + "reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller"},
	{"a volume of a missing ConfigMap", missing(nil, volume(Props{"name": "cfg", "configMap": Props{"name": "settings"}})),
		`MountVolume.SetUp failed for volume "cfg" : configmap "settings" not found`,
		kubeDocs + "tasks/configure-pod-container/configure-pod-configmap/#restrictions"},
	{"a volume of a missing Secret", missing(nil, volume(Props{"name": "pw", "secret": Props{"secretName": "passwords"}})),
		`MountVolume.SetUp failed for volume "pw" : secret "passwords" not found`, secretDocs + "#restriction-secret-must-exist"},
	{"a missing claim", missing(nil, volume(Props{"name": "data", "persistentVolumeClaim": Props{"claimName": "data"}})),
		`persistentvolumeclaim "data" not found`, kubeDocs + "concepts/storage/persistent-volumes/#claims-as-volumes"},
	{"a missing priority class", missing(nil, Props{"priorityClassName": "high"}),
		"no PriorityClass with name high was found", kubeDocs + "concepts/scheduling-eviction/pod-priority-preemption/#pod-priority"},
	{"an optional ConfigMap may be missing", creating(kubeDeployment, webContainer(Props{"envFrom": []any{
		Props{"configMapRef": Props{"name": "settings", "optional": true}},
	}})), "", configMapDocs},
	{"the service account that every namespace has", creating(kubeDeployment, webPod(Props{"serviceAccountName": "default"})),
		"", kubeDocs + "concepts/security/service-accounts/#default-service-accounts"},
	{"a pod of a missing service account is not even made", creating(kubePod, with(kubeTemplate(nil, Props{
		"serviceAccountName": "app",
	}), Props{"metadata": kubeNamed("p")})), `pods "p" is forbidden: error looking up service account default/app`,
		kubeDocs + "reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller"},
	{"what is missing does not matter to those who do not wait", func(w *World) error {
		inputs := webPod(Props{"serviceAccountName": "app"})
		inputs["metadata"] = Props{"name": "web", "annotations": Props{"pulumi.com/skipAwait": "true"}}
		_, err := w.Create(kubeDeployment, "web", inputs)
		return err
	}, "", "https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/"},
}
