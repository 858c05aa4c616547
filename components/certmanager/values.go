package certmanager

import "groundwork/internal/helmvalues"

// values is the part of the chart's values that we set:
// https://github.com/cert-manager/cert-manager/blob/v1.21.2/deploy/charts/cert-manager/values.yaml
type values struct {
	CRDs                definitions         `json:"crds"`
	ReplicaCount        int                 `json:"replicaCount"`
	PodDisruptionBudget budget              `json:"podDisruptionBudget"`
	Resources           resources           `json:"resources"`
	NetworkPolicy       enabled             `json:"networkPolicy"`
	Spread              []helmvalues.Spread `json:"topologySpreadConstraints,omitempty"`
	Prometheus          enabled             `json:"prometheus"`
	Webhook             program             `json:"webhook"`
	CAInjector          program             `json:"cainjector"`
	StartupAPICheck     enabled             `json:"startupapicheck"`
	Global              globalOptions       `json:"global"`
}

type definitions struct {
	Enabled bool `json:"enabled"`
	Keep    bool `json:"keep"`
}

type program struct {
	ReplicaCount        int                 `json:"replicaCount"`
	PodDisruptionBudget budget              `json:"podDisruptionBudget"`
	Resources           resources           `json:"resources"`
	NetworkPolicy       enabled             `json:"networkPolicy"`
	Spread              []helmvalues.Spread `json:"topologySpreadConstraints,omitempty"`
}

type budget struct {
	Enabled        bool `json:"enabled"`
	MaxUnavailable *int `json:"maxUnavailable,omitempty"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

type resources struct {
	Requests amounts `json:"requests"`
	Limits   amounts `json:"limits"`
}

// amounts are Kubernetes quantities; empty ones are left out.
type amounts struct {
	CPU    string `json:"cpu,omitempty"`
	Memory string `json:"memory"`
}

type globalOptions struct {
	LeaderElection leaderElection `json:"leaderElection"`
}

type leaderElection struct {
	Namespace string `json:"namespace"`
}

// The chart's names of its programs.
const (
	theController = "controller"
	theInjector   = "cainjector"
	theWebhook    = "webhook"
)

// replicas are the pods that a program has with spares, as cert-manager's page on
// high availability asks for: the webhook stands in the way of every certificate that
// is written, so it has one more.
// https://cert-manager.io/docs/installation/best-practice/#high-availability
var replicas = map[string]int{theController: 2, theInjector: 2, theWebhook: 3}

// newValues installs the definitions with the chart and removes them with it;
// keeps the lock of the replicas in its own namespace, where EKS lets it be;
// and leaves out the check after the installation, since the issuer that comes
// next is one.
func newValues(spare bool) values {
	main := newProgram(theController, spare)
	return values{
		CRDs:                definitions{Enabled: true},
		ReplicaCount:        main.ReplicaCount,
		PodDisruptionBudget: main.PodDisruptionBudget,
		Resources:           main.Resources,
		NetworkPolicy:       main.NetworkPolicy,
		Spread:              main.Spread,
		Prometheus:          enabled{true},
		Webhook:             newProgram(theWebhook, spare),
		CAInjector:          newProgram(theInjector, spare),
		Global:              globalOptions{LeaderElection: leaderElection{Namespace: chart}},
	}
}

// newProgram is one pod, or with spares several, in other zones and on other nodes
// where there are some, of which a drain takes one at a time.
func newProgram(name string, spare bool) program {
	made := program{
		ReplicaCount:  1,
		Resources:     resources{Requests: amounts{CPU: "25m", Memory: "64Mi"}, Limits: amounts{Memory: "256Mi"}},
		NetworkPolicy: enabled{true},
	}
	if spare {
		one := 1
		made.ReplicaCount = replicas[name]
		made.PodDisruptionBudget = budget{Enabled: true, MaxUnavailable: &one}
		made.Spread = helmvalues.Apart(map[string]string{"app.kubernetes.io/instance": chart, "app.kubernetes.io/component": name})
	}
	return made
}
