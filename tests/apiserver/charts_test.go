package apiserver

// Pods of the NGINX controller and of cert-manager, as parties of the network.
const (
	controller = "NGINX controller"
	solver     = "answer to Let's Encrypt"
)

// standIns are pods that others refer to and that are not in a stack's state,
// since nothing here renders charts: those of the NGINX controller, with the
// labels that the chart's values give them, and those that cert-manager makes
// beside it while Let's Encrypt asks whose a host name is. They are none at rest
// and ask for no room: that is read from the charts' values.
// https://github.com/nginx/kubernetes-ingress/tree/v5.5.4/charts/nginx-ingress/templates
// https://github.com/cert-manager/cert-manager/blob/v1.21.2/pkg/issuer/acme/http/pod.go
func (s stack) standIns() []Object {
	var objects []Object
	for _, made := range s.ofType("kubernetes:helm.sh/v3:Release") {
		if release := Object(made.Inputs); release["chart"] == "nginx-ingress" {
			labels, _ := release.At("values", "controller", "pod", "extraLabels").(map[string]any)
			objects = append(objects,
				standIn(controller, release["namespace"], labels, 80, 443, 8081),
				standIn(solver, release["namespace"], map[string]any{"acme.cert-manager.io/http01-solver": "true"}, 8089))
		}
	}
	return objects
}

// standIn is a workload of no pods. A Service may call a port by its number or by
// the name that the charts give it.
func standIn(name string, namespace any, labels map[string]any, ports ...int) Object {
	listed := make([]any, 0, len(ports))
	for _, port := range ports {
		listed = append(listed, map[string]any{"name": portNames[port], "containerPort": port, "protocol": "TCP"})
	}
	return Object{
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": map[string]any{"name": name, "namespace": namespace},
		"spec": map[string]any{"replicas": 0, "template": map[string]any{
			"metadata": map[string]any{"labels": labels},
			"spec":     map[string]any{"containers": []any{map[string]any{"name": name, "ports": listed}}},
		}},
	}
}

var portNames = map[int]string{80: "http", 443: "https", 8081: "readiness-port", 8089: "http"}
