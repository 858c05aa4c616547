package conformance

// The rules' source, where no page states them, by API group.
const (
	kubeSource      = "https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/apis/"
	kubeCore        = kubeSource + "core/validation/validation.go"
	kubeApps        = kubeSource + "apps/validation/validation.go"
	kubeBatch       = kubeSource + "batch/validation/validation.go"
	kubeNetworking  = kubeSource + "networking/validation/validation.go"
	kubeAutoscaling = kubeSource + "autoscaling/validation/validation.go"
	kubeDocs        = "https://kubernetes.io/docs/"
	kubeNames       = kubeDocs + "concepts/overview/working-with-objects/names/"
)

const (
	kubeConfigMap   = "kubernetes:core/v1:ConfigMap"
	kubeSecret      = "kubernetes:core/v1:Secret"
	kubeService     = "kubernetes:core/v1:Service"
	kubeNamespace   = "kubernetes:core/v1:Namespace"
	kubeAccount     = "kubernetes:core/v1:ServiceAccount"
	kubePod         = "kubernetes:core/v1:Pod"
	kubeClaim       = "kubernetes:core/v1:PersistentVolumeClaim"
	kubeLimits      = "kubernetes:core/v1:LimitRange"
	kubeDeployment  = "kubernetes:apps/v1:Deployment"
	kubeStatefulSet = "kubernetes:apps/v1:StatefulSet"
	kubeJob         = "kubernetes:batch/v1:Job"
	kubeCronJob     = "kubernetes:batch/v1:CronJob"
	kubeAutoscaler  = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
	kubeBudget      = "kubernetes:policy/v1:PodDisruptionBudget"
	kubePriority    = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
)

// kubeNamed is metadata of an object in the provider's namespace.
func kubeNamed(name string) Props { return Props{"name": name} }

// kubeContainer is a container of which changes overwrite a part.
func kubeContainer(changes Props) Props {
	return with(Props{"name": "web", "image": "nginx:1.27"}, changes)
}

// kubeTemplate describes pods, of which changes overwrite a part of the spec.
func kubeTemplate(container, changes Props) Props {
	return Props{
		"metadata": Props{"labels": Props{"app": "web"}},
		"spec":     with(Props{"containers": []any{kubeContainer(container)}}, changes),
	}
}

func kubeSelector() Props { return Props{"matchLabels": Props{"app": "web"}} }

// kubeWeb is a Deployment whose pods are of the template.
func kubeWeb(template, changes Props) Props {
	spec := with(Props{"selector": kubeSelector(), "template": template}, changes)
	return Props{"metadata": kubeNamed("web"), "spec": spec}
}

// webPod makes a Deployment with a changed pod spec.
func webPod(changes Props) Props { return kubeWeb(kubeTemplate(nil, changes), nil) }

// webContainer makes a Deployment with a changed container.
func webContainer(changes Props) Props { return kubeWeb(kubeTemplate(changes, nil), nil) }

// webSpec makes a Deployment with a changed spec.
func webSpec(changes Props) Props { return kubeWeb(kubeTemplate(nil, nil), changes) }

func kubePorts(ports ...any) Props {
	return Props{"metadata": kubeNamed("web"), "spec": Props{"selector": Props{"app": "web"}, "ports": ports}}
}

func kubeSpec(name string, spec Props) Props { return Props{"metadata": kubeNamed(name), "spec": spec} }

// changing is the Do of a case about a change in place.
func changing(typ string, before, after Props) func(*World) error {
	return func(w *World) error {
		_, err := w.Change(typ, "x", w.Make(typ, "x", before), after)
		return err
	}
}

// replacing holds which properties force a replacement.
func replacing(typ string, before, after Props, want ...string) func(*World) error {
	return func(w *World) error {
		got, err := w.Replaces(typ, "x", w.Make(typ, "x", before), after)
		if err != nil {
			return err
		}
		return alike("what forces the replacement", want, got)
	}
}

// showing holds an output of a resource that was made.
func showing(typ string, inputs Props, path, want string) func(*World) error {
	return func(w *World) error {
		made, err := w.Create(typ, "x", inputs)
		if err != nil {
			return err
		}
		return same(path, want, made.Outputs.String(path))
	}
}
