package conformance

const (
	kubeRelease = "kubernetes:helm.sh/v3:Release"
	releaseDocs = "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/"
	issuerType  = "kubernetes:cert-manager.io/v1:ClusterIssuer"
)

func kubeInstall(chart string, changes Props) Props {
	return with(Props{"chart": chart, "version": "1.2.3", "name": chart, "namespace": "kube-system"}, changes)
}

func issuer() Props {
	return Props{"metadata": kubeNamed("letsencrypt"), "spec": Props{"acme": Props{"server": "x"}}}
}

var kubernetesHelm = []Case{
	{"a release", showing(kubeRelease, kubeInstall("metrics-server", nil), "status.status", "deployed"), "", releaseDocs},
	{"a release's name twice", func(w *World) error {
		w.Make(kubeRelease, "one", kubeInstall("metrics-server", nil))
		_, err := w.Create(kubeRelease, "two", kubeInstall("metrics-server", nil))
		return err
	}, "cannot re-use a name that is still in use", "https://helm.sh/docs/helm/helm_install/"},
	{"a release without its namespace", creating(kubeRelease, kubeInstall("keda", Props{"namespace": "keda"})),
		`namespaces "keda" not found`, releaseDocs},
	{"a release that makes its namespace", creating(kubeRelease, kubeInstall("keda", Props{"namespace": "keda", "createNamespace": true})),
		"", releaseDocs},
	{"a release with a misspelt input", creating(kubeRelease, kubeInstall("keda", Props{"valuse": Props{}})), `did you mean "values"?`, releaseDocs},
	{"another version is an update in place", replacing(kubeRelease, kubeInstall("keda", nil), kubeInstall("keda", Props{"version": "2.0.0"})),
		"", releaseDocs},
	{"another namespace replaces", replacing(kubeRelease, kubeInstall("keda", nil), kubeInstall("keda", Props{"namespace": "default"}), "namespace"),
		"", releaseDocs},
	{"an object of a kind that nothing defines", creating(issuerType, issuer()),
		`no matches for kind "ClusterIssuer" in version "cert-manager.io/v1"`,
		kubeDocs + "concepts/extend-kubernetes/api-extension/custom-resources/"},
	{"a chart that leaves its definitions out", func(w *World) error {
		w.Make(kubeRelease, "certs", kubeInstall("cert-manager", nil))
		_, err := w.Create(issuerType, "i", issuer())
		return err
	}, "no matches for kind", "https://cert-manager.io/docs/installation/helm/"},
	{"a chart that defines kinds", func(w *World) error {
		w.Make(kubeRelease, "certs", kubeInstall("cert-manager", Props{"values": Props{"crds": Props{"enabled": true}}}))
		_, err := w.Create(issuerType, "i", issuer())
		return err
	}, "", "https://cert-manager.io/docs/installation/helm/"},
}
