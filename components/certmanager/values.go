package certmanager

// values is the part of the chart's values that we set:
// https://github.com/cert-manager/cert-manager/blob/v1.21.2/deploy/charts/cert-manager/values.yaml
type values struct {
	CRDs                definitions   `json:"crds"`
	ReplicaCount        int           `json:"replicaCount"`
	PodDisruptionBudget budget        `json:"podDisruptionBudget"`
	Resources           resources     `json:"resources"`
	NetworkPolicy       enabled       `json:"networkPolicy"`
	Prometheus          enabled       `json:"prometheus"`
	Webhook             program       `json:"webhook"`
	CAInjector          program       `json:"cainjector"`
	StartupAPICheck     enabled       `json:"startupapicheck"`
	Global              globalOptions `json:"global"`
}

type definitions struct {
	Enabled bool `json:"enabled"`
	Keep    bool `json:"keep"`
}

type program struct {
	ReplicaCount        int       `json:"replicaCount"`
	PodDisruptionBudget budget    `json:"podDisruptionBudget"`
	Resources           resources `json:"resources"`
	NetworkPolicy       enabled   `json:"networkPolicy"`
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

// newValues installs the definitions with the chart and removes them with it;
// keeps the lock of the replicas in its own namespace, where EKS lets it be;
// and leaves out the check after the installation, since the issuer that comes
// next is one.
func newValues(replicas int) values {
	one := 1
	disruption := budget{Enabled: replicas > 1}
	if disruption.Enabled {
		disruption.MaxUnavailable = &one
	}
	size := resources{Requests: amounts{CPU: "25m", Memory: "64Mi"}, Limits: amounts{Memory: "256Mi"}}
	side := program{ReplicaCount: replicas, PodDisruptionBudget: disruption, Resources: size, NetworkPolicy: enabled{true}}
	return values{
		CRDs:                definitions{Enabled: true},
		ReplicaCount:        replicas,
		PodDisruptionBudget: disruption,
		Resources:           size,
		NetworkPolicy:       enabled{true},
		Prometheus:          enabled{true},
		Webhook:             side,
		CAInjector:          side,
		Global:              globalOptions{LeaderElection: leaderElection{Namespace: chart}},
	}
}
