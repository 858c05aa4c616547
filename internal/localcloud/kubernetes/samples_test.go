package kubernetes

// named is metadata of an object in the namespace default.
func named(name string) props { return props{"name": name} }

// pod is a template whose only container is changed by change.
func pod(change func(spec, container props)) props {
	container := props{"name": "web", "image": "nginx:1.27"}
	spec := props{"containers": []any{container}}
	if change != nil {
		change(spec, container)
	}
	return props{"metadata": props{"labels": props{"app": "web"}}, "spec": spec}
}

func deployment(change func(spec, container props)) props {
	return props{"metadata": named("web"), "spec": props{
		"selector": props{"matchLabels": props{"app": "web"}}, "template": pod(change),
	}}
}

func deploymentWith(name string, value any) props {
	d := deployment(nil)
	d["spec"].(props)[name] = value
	return d
}

func service(ports ...any) props {
	return props{"metadata": named("web"), "spec": props{"selector": props{"app": "web"}, "ports": ports}}
}

func autoscaler(least, most int) props {
	return props{"metadata": named("web"), "spec": props{
		"minReplicas": least, "maxReplicas": most,
		"scaleTargetRef": props{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
	}}
}
