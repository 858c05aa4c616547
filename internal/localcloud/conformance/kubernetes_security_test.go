package conformance

const (
	securityDocs  = kubeDocs + "concepts/security/pod-security-standards/"
	admissionDocs = kubeDocs + "concepts/security/pod-security-admission/"
)

// guarded makes something in a namespace that enforces a level.
func guarded(level, typ string, container, pod Props) func(*World) error {
	return func(w *World) error {
		w.Make(kubeNamespace, "safe", Props{"metadata": Props{
			"name": "safe", "labels": Props{"pod-security.kubernetes.io/enforce": level},
		}})
		inputs := kubeTemplate(container, pod)
		if typ == kubeDeployment {
			inputs = kubeWeb(inputs, nil)
		}
		_, err := w.Create(typ, "web", with(inputs, Props{"metadata": Props{"name": "web", "namespace": "safe"}}))
		return err
	}
}

func tight(changes Props) Props {
	return Props{"securityContext": with(Props{
		"allowPrivilegeEscalation": false, "capabilities": Props{"drop": []any{"ALL"}}, "runAsNonRoot": true,
		"seccompProfile": Props{"type": "RuntimeDefault"},
	}, changes)}
}

var kubernetesSecurity = []Case{
	{"a loose pod in a restricted namespace", guarded("restricted", kubePod, nil, nil),
		`violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false)`,
		admissionDocs},
	{"a Deployment of loose pods exists without them", guarded("restricted", kubeDeployment, nil, nil),
		`violates PodSecurity "restricted:latest"`, admissionDocs + "#workload-resources-and-pod-templates"},
	{"a tight pod in a restricted namespace", guarded("restricted", kubePod, tight(nil), nil), "", securityDocs + "#restricted"},
	{"capabilities that are kept", guarded("restricted", kubePod, tight(Props{"capabilities": nil}), nil),
		"unrestricted capabilities", securityDocs + "#restricted"},
	{"a pod that may be root", guarded("restricted", kubePod, tight(Props{"runAsNonRoot": nil}), nil),
		"runAsNonRoot != true", securityDocs + "#restricted"},
	{"a pod that says it for its containers", guarded("restricted", kubePod, tight(Props{"runAsNonRoot": nil}), Props{
		"securityContext": Props{"runAsNonRoot": true},
	}), "", securityDocs + "#restricted"},
	{"a loose pod in a baseline namespace", guarded("baseline", kubePod, nil, nil), "", securityDocs + "#baseline"},
	{"the host's network in a baseline namespace", guarded("baseline", kubePod, nil, Props{"hostNetwork": true}),
		"host namespaces", securityDocs + "#baseline"},
	{"a privileged pod in a baseline namespace", guarded("baseline", kubePod, Props{"securityContext": Props{"privileged": true}}, nil),
		"must not set securityContext.privileged=true", securityDocs + "#baseline"},
	{"a privileged pod in a privileged namespace", guarded("privileged", kubePod, Props{"securityContext": Props{"privileged": true}}, nil),
		"", securityDocs + "#privileged"},
}
