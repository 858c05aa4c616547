package conformance

const (
	kubeNamespacePatch  = "kubernetes:core/v1:NamespacePatch"
	kubeConfigMapPatch  = "kubernetes:core/v1:ConfigMapPatch"
	kubeDeploymentPatch = "kubernetes:apps/v1:DeploymentPatch"
	patchDocs           = "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/"
	applyDocs           = kubeDocs + "reference/using-api/server-side-apply/"
)

// settings is a ConfigMap with one value.
func settings(value string) Props {
	return Props{"metadata": kubeNamed("settings"), "data": Props{"colour": value}}
}

func forced(inputs Props) Props {
	return with(inputs, Props{"metadata": Props{"name": "settings", "annotations": Props{"pulumi.com/patchForce": "true"}}})
}

// afterPatch is what the ConfigMap shows once a patch was made and, if gone,
// deleted again.
func afterPatch(patch Props, gone bool, path, want string) func(*World) error {
	return func(w *World) error {
		made := w.Make(kubeConfigMap, "settings", settings("red"))
		changed, err := w.Create(kubeConfigMapPatch, "patch", patch)
		if err != nil {
			return err
		}
		if gone {
			if err := w.Delete(kubeConfigMapPatch, "patch", changed); err != nil {
				return err
			}
		}
		_, outputs, _ := w.provider(kubeConfigMap).Read(kubeConfigMap, "settings", made.ID, made.Inputs, made.Outputs)
		return same(path, want, outputs.String(path))
	}
}

var kubernetesPatches = []Case{
	{"a patch of what every cluster has", showing(kubeNamespacePatch, Props{"metadata": Props{
		"name": "default", "labels": Props{"team": "web"},
	}}, "status.phase", "Active"), "", "recordings: kubernetes:core/v1:NamespacePatch"},
	{"a patch without a name", creating(kubeNamespacePatch, Props{"metadata": Props{"labels": Props{"team": "web"}}}),
		"require the resource `.metadata.name` to be set", patchDocs},
	{"a patch of nothing", creating(kubeDeploymentPatch, webSpec(Props{"selector": nil, "template": nil, "replicas": 2})),
		`deployments.apps "web" not found`, patchDocs},
	{"a patch with a misspelt field", creating(kubeDeploymentPatch, webSpec(Props{"replica": 2})), `unknown field "spec.replica"`, strictDocs},
	{"a patch of another value", afterPatch(settings("blue"), false, "data.colour", "blue"),
		"Apply failed with 1 conflict", applyDocs + "#conflicts"},
	{"a patch of another value by force", afterPatch(forced(settings("blue")), false, "data.colour", "blue"), "", applyDocs + "#conflicts"},
	{"a patch of the same value", afterPatch(settings("red"), false, "data.colour", "red"), "", applyDocs + "#conflicts"},
	{"a patch adds a value", afterPatch(with(settings(""), Props{"data": Props{"size": "large"}}), false, "data.size", "large"), "", applyDocs},
	{"a patch that goes takes its value along", afterPatch(with(settings(""), Props{"data": Props{"size": "large"}}), true, "data.size", ""),
		"", applyDocs + "#clearing-managedfields"},
	{"a patch that goes leaves the object", afterPatch(with(settings(""), Props{"data": Props{"size": "large"}}), true, "data.colour", "red"),
		"", patchDocs},
	{"a patch of one container leaves the rest of it", func(w *World) error {
		w.Make(kubeDeployment, "web", webSpec(nil))
		made, err := w.Create(kubeDeploymentPatch, "patch", kubeSpec("web", Props{"template": Props{"spec": Props{
			"containers": []any{Props{"name": "web", "terminationMessagePath": "/tmp/log", "workingDir": "/srv"}},
		}}}))
		if err != nil {
			return err
		}
		return same("its image", "nginx:1.27", made.Outputs.String("spec.template.spec.containers.0.image"))
	}, "", applyDocs + "#merge-strategy"},
}
