package conformance

const (
	kubeRole           = "kubernetes:rbac.authorization.k8s.io/v1:Role"
	kubeBinding        = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
	kubeClusterBinding = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
	roleDocs           = kubeDocs + "reference/access-authn-authz/rbac/"
	roleSource         = kubeSource + "rbac/validation/validation.go"
)

func kubeRule(changes Props) Props {
	rule := with(Props{"apiGroups": []any{""}, "resources": []any{"pods"}, "verbs": []any{"get"}}, changes)
	return Props{"metadata": kubeNamed("r"), "rules": []any{rule}}
}

func kubeBound(kind, name string, subject Props) Props {
	return Props{
		"metadata": kubeNamed("b"), "subjects": []any{subject},
		"roleRef": Props{"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name},
	}
}

func kubeAccountSubject(changes Props) Props {
	return with(Props{"kind": "ServiceAccount", "name": "app", "namespace": "default"}, changes)
}

var kubernetesAccess = []Case{
	{"a rule without verbs", creating(kubeRole, kubeRule(Props{"verbs": nil})), "rules[0].verbs: Required value", roleSource},
	{"a rule without groups", creating(kubeRole, kubeRule(Props{"apiGroups": nil})),
		"rules[0].apiGroups: Required value: resource rules must supply at least one api group", roleSource},
	{"a rule without resources", creating(kubeRole, kubeRule(Props{"resources": nil})),
		"rules[0].resources: Required value: resource rules must supply at least one resource", roleSource},
	{"paths in a namespace", creating(kubeRole, kubeRule(Props{"nonResourceURLs": []any{"/metrics"}})),
		"rules[0].nonResourceURLs: Invalid value", roleDocs + "#clusterrole-example"},
	{"a role", creating(kubeRole, kubeRule(nil)), "", roleDocs + "#role-example"},
	{"a binding to a user's role", creating(kubeBinding, kubeBound("User", "x", kubeAccountSubject(nil))),
		`roleRef.kind: Unsupported value: "User": supported values: "Role", "ClusterRole"`, roleDocs + "#rolebinding-and-clusterrolebinding"},
	{"a binding of the cluster to a namespace's role", creating(kubeClusterBinding, kubeBound("Role", "x", kubeAccountSubject(nil))),
		`roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"`, roleDocs + "#rolebinding-and-clusterrolebinding"},
	{"a subject of no namespace", creating(kubeClusterBinding, kubeBound("ClusterRole", "view", kubeAccountSubject(Props{"namespace": nil}))),
		"subjects[0].namespace: Required value", roleDocs + "#referring-to-subjects"},
	{"a subject of an odd kind", creating(kubeBinding, kubeBound("Role", "r", kubeAccountSubject(Props{"kind": "Pod"}))),
		`subjects[0].kind: Unsupported value: "Pod"`, roleDocs + "#referring-to-subjects"},
	{"a binding to a role that is not there yet", creating(kubeBinding, kubeBound("Role", "r", kubeAccountSubject(nil))),
		"", roleDocs + "#rolebinding-and-clusterrolebinding"},
	{"another role replaces the binding", replacing(kubeBinding, kubeBound("Role", "r", kubeAccountSubject(nil)),
		kubeBound("Role", "s", kubeAccountSubject(nil)), "roleRef.name"), "", roleDocs + "#rolebinding-and-clusterrolebinding"},
}
