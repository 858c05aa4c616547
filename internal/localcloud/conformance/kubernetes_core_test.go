package conformance

const (
	serviceDocs   = kubeDocs + "concepts/services-networking/service/"
	configMapDocs = kubeDocs + "concepts/configuration/configmap/"
	secretDocs    = kubeDocs + "concepts/configuration/secret/"
	limitDocs     = kubeDocs + "concepts/policy/limit-range/"
	rangeDocs     = kubeDocs + "concepts/services-networking/cluster-ip-allocation/"
	awaitDocs     = "https://www.pulumi.com/blog/improving-kubernetes-management-with-pulumis-await-logic/"
	missingName   = "Minimum number of live Pods was not attained"
)

var kubernetesCore = []Case{
	{"a Service without ports", creating(kubeService, kubePorts()), `Service "web" is invalid: spec.ports: Required value`, serviceDocs},
	{"two ports without names", creating(kubeService, kubePorts(Props{"port": 80}, Props{"port": 81})),
		"[spec.ports[0].name: Required value, spec.ports[1].name: Required value]", serviceDocs + "#multi-port-services"},
	{"one port twice", creating(kubeService, kubePorts(Props{"port": 80, "name": "a"}, Props{"port": 80, "name": "b"})),
		"spec.ports[1]: Duplicate value", kubeCore},
	{"a node port on an inner Service", creating(kubeService, kubePorts(Props{"port": 80, "nodePort": 30080})),
		"spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'", kubeCore},
	{"a Service's name with a digit first", creating(kubeService, with(kubePorts(Props{"port": 80}), Props{"metadata": kubeNamed("1web")})),
		`metadata.name: Invalid value: "1web": a DNS-1035 label`, serviceDocs + "#defining-a-service"},
	{"an address that another Service has", func(w *World) error {
		made := w.Make(kubeService, "web", kubePorts(Props{"port": 80}))
		_, err := w.Create(kubeService, "other", kubeSpec("other", Props{
			"ports": []any{Props{"port": 80}}, "clusterIP": made.Outputs.String("spec.clusterIP"),
		}))
		return err
	}, "provided IP is already allocated", rangeDocs},
	{"an address outside the cluster's range", creating(kubeService, kubeSpec("web", Props{
		"ports": []any{Props{"port": 80}}, "clusterIP": "10.0.0.1",
	})), "The range of valid IPs is 172.20.0.0/16", rangeDocs},
	{"a headless Service has no address", showing(kubeService, kubeSpec("web", Props{
		"ports": []any{Props{"port": 80}}, "clusterIP": "None",
	}), "spec.clusterIP", "None"), "", serviceDocs + "#headless-services"},
	{"another address replaces a Service", replacing(kubeService, kubePorts(Props{"port": 80}), kubeSpec("web", Props{
		"selector": Props{"app": "web"}, "ports": []any{Props{"port": 80}}, "clusterIP": "172.20.200.1",
	}), "spec.clusterIP"), "", "recordings: kubernetes:core/v1:Service"},
	{"ports that become many need names", changing(kubeService, kubePorts(Props{"port": 80}), kubePorts(Props{"port": 80}, Props{"port": 81})),
		"[spec.ports[0].name: Required value, spec.ports[1].name: Required value]", serviceDocs + "#multi-port-services"},
	{"a name in capitals", creating(kubeConfigMap, Props{"metadata": kubeNamed("Config")}),
		`metadata.name: Invalid value: "Config": a lowercase RFC 1123 subdomain`, kubeNames},
	{"a label that is too odd", creating(kubeConfigMap, Props{"metadata": Props{"name": "x", "labels": Props{"team": "a b"}}}),
		`metadata.labels: Invalid value: "a b"`, kubeDocs + "concepts/overview/working-with-objects/labels/#syntax-and-character-set"},
	{"a key with a slash", creating(kubeConfigMap, Props{"metadata": kubeNamed("x"), "data": Props{"a/b": "c"}}),
		`data[a/b]: Invalid value: "a/b"`, configMapDocs + "#configmap-object"},
	{"a key in both data and binaryData", creating(kubeConfigMap, Props{
		"metadata": kubeNamed("x"), "data": Props{"a": "c"}, "binaryData": Props{"a": "Yw=="},
	}), "duplicate of key present in binaryData", configMapDocs + "#configmap-object"},
	{"an immutable ConfigMap that becomes mutable", changing(kubeConfigMap,
		Props{"metadata": kubeNamed("x"), "immutable": true}, Props{"metadata": kubeNamed("x")}),
		"immutable: Forbidden: field is immutable when `immutable` is set", configMapDocs + "#configmap-immutable"},
	{"other data replaces a ConfigMap", replacing(kubeConfigMap, Props{"metadata": kubeNamed("x"), "data": Props{"a": "1"}},
		Props{"metadata": kubeNamed("x"), "data": Props{"a": "2"}}, "data.a"), "", "recordings: kubernetes:core/v1:ConfigMap"},
	{"one name twice", func(w *World) error {
		w.Make(kubeConfigMap, "x", Props{"metadata": kubeNamed("x")})
		_, err := w.Create(kubeConfigMap, "again", Props{"metadata": kubeNamed("x")})
		return err
	}, `configmaps "x" already exists`, kubeNames},
	{"one name for two kinds", func(w *World) error {
		w.Make(kubeConfigMap, "x", Props{"metadata": kubeNamed("x")})
		_, err := w.Create(kubeSecret, "x", Props{"metadata": kubeNamed("x")})
		return err
	}, "", kubeNames},
	{"a generated name", creating(kubeConfigMap, Props{"metadata": Props{"generateName": "x-"}}),
		"`.metadata.generateName` field is not supported", kubeDocs + "reference/using-api/server-side-apply/"},
	{"data that is not base64", creating(kubeSecret, Props{"metadata": kubeNamed("x"), "data": Props{"a": "%%"}}),
		"illegal base64 data", secretDocs},
	{"a TLS Secret without a key", creating(kubeSecret, Props{
		"metadata": kubeNamed("x"), "type": "kubernetes.io/tls", "stringData": Props{"tls.crt": "x"},
	}), "data[tls.key]: Required value", secretDocs + "#tls-secrets"},
	{"a pull secret without its file", creating(kubeSecret, Props{
		"metadata": kubeNamed("x"), "type": "kubernetes.io/dockerconfigjson", "stringData": Props{"a": "x"},
	}), "data[.dockerconfigjson]: Required value", secretDocs + "#docker-config-secrets"},
	{"a default above its maximum", creating(kubeLimits, kubeSpec("l", Props{"limits": []any{
		Props{"type": "Container", "default": Props{"memory": "2Gi"}, "max": Props{"memory": "1Gi"}},
	}})), "default value 2Gi is greater than max value 1Gi", limitDocs},
	{"a container above its namespace's limits", func(w *World) error {
		w.Make(kubeLimits, "l", kubeSpec("l", Props{"limits": []any{Props{"type": "Container", "max": Props{"memory": "1Gi"}}}}))
		_, err := w.Create(kubeDeployment, "web", webContainer(Props{"resources": Props{"limits": Props{"memory": "2Gi"}}}))
		return err
	}, "maximum memory usage per Container is 1Gi, but limit is 2Gi", limitDocs},
	{"a namespace with a dot", creating(kubeNamespace, Props{"metadata": kubeNamed("a.b")}),
		`Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b"`, kubeDocs + "concepts/overview/working-with-objects/namespaces/"},
	{"a namespace that every cluster has", creating(kubeNamespace, Props{"metadata": kubeNamed("default")}),
		`namespaces "default" already exists`, kubeDocs + "concepts/overview/working-with-objects/namespaces/#initial-namespaces"},
	{"an object without its namespace", creating(kubeConfigMap, Props{"metadata": Props{"name": "x", "namespace": "team"}}),
		`namespaces "team" not found`, kubeDocs + "concepts/overview/working-with-objects/namespaces/"},
	{"a namespace takes along what is in it", func(w *World) error {
		inside := Props{"metadata": Props{"name": "x", "namespace": "team"}}
		team := w.Make(kubeNamespace, "team", Props{"metadata": kubeNamed("team")})
		w.Make(kubeConfigMap, "x", inside)
		if err := w.Delete(kubeNamespace, "team", team); err != nil {
			return err
		}
		w.Make(kubeNamespace, "team", Props{"metadata": kubeNamed("team")})
		_, err := w.Create(kubeConfigMap, "x", inside)
		return err
	}, "", kubeDocs + "tasks/administer-cluster/namespaces/#deleting-a-namespace"},
	{"a new namespace has a service account", func(w *World) error {
		w.Make(kubeNamespace, "team", Props{"metadata": kubeNamed("team")})
		_, err := w.Create(kubeAccount, "x", Props{"metadata": Props{"name": "default", "namespace": "team"}})
		return err
	}, `serviceaccounts "default" already exists`, kubeDocs + "concepts/security/service-accounts/#default-service-accounts"},
}
