package conformance

const (
	kubePolicy  = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
	kubeIngress = "kubernetes:networking.k8s.io/v1:Ingress"
	policyDocs  = kubeDocs + "concepts/services-networking/network-policies/"
	ingressDocs = kubeDocs + "concepts/services-networking/ingress/"
)

func kubeRules(direction string, rule Props) Props {
	return kubeSpec("deny", Props{"podSelector": Props{}, direction: []any{rule}})
}

func kubeRoute(path Props) Props {
	backend := Props{"service": Props{"name": "web", "port": Props{"number": 80}}}
	paths := []any{with(Props{"path": "/", "pathType": "Prefix", "backend": backend}, path)}
	return kubeSpec("web", Props{"rules": []any{Props{"host": "www.example.com", "http": Props{"paths": paths}}}})
}

var kubernetesNetworking = []Case{
	{"an address block that is none", creating(kubePolicy, kubeRules("egress", Props{"to": []any{
		Props{"ipBlock": Props{"cidr": "10.0.0.0"}},
	}})), "spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"10.0.0.0\": must be a valid CIDR value", kubeNetworking},
	{"an exception outside its block", creating(kubePolicy, kubeRules("egress", Props{"to": []any{
		Props{"ipBlock": Props{"cidr": "10.0.0.0/8", "except": []any{"192.168.0.0/16"}}},
	}})), "spec.egress[0].to[0].ipBlock.except[0]: Invalid value", kubeNetworking},
	{"a peer of nothing", creating(kubePolicy, kubeRules("ingress", Props{"from": []any{Props{}}})),
		"spec.ingress[0].from[0]: Required value: must specify a peer", kubeNetworking},
	{"a block and pods as one peer", creating(kubePolicy, kubeRules("ingress", Props{"from": []any{
		Props{"ipBlock": Props{"cidr": "10.0.0.0/8"}, "podSelector": Props{}},
	}})), "may not specify both ipBlock and another peer", kubeNetworking},
	{"a range of ports that ends first", creating(kubePolicy, kubeRules("ingress", Props{"ports": []any{
		Props{"port": 90, "endPort": 80},
	}})), "endPort: Invalid value: 80: must be greater than or equal to `port`", policyDocs + "#targeting-a-range-of-ports"},
	{"a policy of a third direction", creating(kubePolicy, kubeSpec("deny", Props{"podSelector": Props{}, "policyTypes": []any{"Both"}})),
		`spec.policyTypes[0]: Unsupported value: "Both"`, policyDocs},
	{"a policy that denies everything", creating(kubePolicy, kubeSpec("deny", Props{
		"podSelector": Props{}, "policyTypes": []any{"Ingress", "Egress"},
	})), "", policyDocs + "#default-deny-all-ingress-and-all-egress-traffic"},
	{"an Ingress of nothing", creating(kubeIngress, kubeSpec("web", Props{})),
		"either `defaultBackend` or `rules` must be specified", ingressDocs},
	{"a path without a type", creating(kubeIngress, kubeRoute(Props{"pathType": nil})),
		"paths[0].pathType: Required value: pathType must be specified", ingressDocs + "#path-types"},
	{"a path that begins nowhere", creating(kubeIngress, kubeRoute(Props{"path": "api"})),
		`paths[0].path: Invalid value: "api": must be an absolute path`, ingressDocs + "#path-types"},
	{"a backend without a port", creating(kubeIngress, kubeRoute(Props{"backend": Props{"service": Props{"name": "web"}}})),
		"port name or number is required", ingressDocs},
	{"a route to a Service", func(w *World) error {
		w.Make(kubeService, "web", kubePorts(Props{"port": 80}))
		_, err := w.Create(kubeIngress, "web", kubeRoute(nil))
		return err
	}, "", ingressDocs},
}
