package keda

// values is the part of the chart's values that we set. What the chart hardens
// by itself is written all the same: a later chart must not take it back
// unseen.
type values struct {
	WatchNamespace     string                      `json:"watchNamespace"`
	Operator           program                     `json:"operator"`
	MetricsServer      program                     `json:"metricsServer"`
	Webhooks           program                     `json:"webhooks"`
	RBAC               rbac                        `json:"rbac"`
	Permissions        permissions                 `json:"permissions"`
	Resources          perProgram[resources]       `json:"resources"`
	SecurityContext    perProgram[securityContext] `json:"securityContext"`
	PodSecurityContext perProgram[podSecurity]     `json:"podSecurityContext"`
	Budgets            map[string]map[string]int   `json:"podDisruptionBudget"`
	Image              map[string]string           `json:"image"`
}

type program struct {
	Replicas int `json:"replicaCount"`
}

type rbac struct {
	// CustomKinds lets the operator scale objects of any kind; Deployments and
	// StatefulSets it always may.
	CustomKinds bool `json:"enabledCustomScaledRefKinds"`
}

type permissions struct {
	MetricServer restricted `json:"metricServer"`
}

type restricted struct {
	Restrict restriction `json:"restrict"`
}

type restriction struct {
	Secret bool `json:"secret"`
}

// perProgram has one value for each of KEDA's three programs.
type perProgram[T any] struct {
	Operator     T `json:"operator"`
	MetricServer T `json:"metricServer"`
	Webhooks     T `json:"webhooks"`
}

func each[T any](value T) perProgram[T] { return perProgram[T]{value, value, value} }

type resources struct {
	Requests amounts `json:"requests"`
	Limits   amounts `json:"limits"`
}

// amounts are Kubernetes quantities; an empty one is the chart's own.
type amounts struct {
	CPU    string `json:"cpu,omitempty"`
	Memory string `json:"memory"`
}

type securityContext struct {
	Capabilities             capabilities `json:"capabilities"`
	AllowPrivilegeEscalation bool         `json:"allowPrivilegeEscalation"`
	ReadOnlyRootFilesystem   bool         `json:"readOnlyRootFilesystem"`
	SeccompProfile           seccomp      `json:"seccompProfile"`
}

type capabilities struct {
	Drop []string `json:"drop"`
}

type seccomp struct {
	Type string `json:"type"`
}

type podSecurity struct {
	RunAsNonRoot bool `json:"runAsNonRoot"`
}

// newValues keep KEDA to one namespace and to what it needs there. The metrics
// server asks the operator for measures and never reads a secret. The chart
// pulls its images anew at every start by default; theirs are pinned.
func newValues(args Args) values {
	return values{
		WatchNamespace: args.Watch,
		Operator:       program{args.Replicas},
		MetricsServer:  program{args.Replicas},
		Webhooks:       program{1},
		Permissions:    permissions{MetricServer: restricted{restriction{Secret: true}}},
		Resources: each(resources{
			Requests: amounts{CPU: "50m", Memory: "128Mi"},
			Limits:   amounts{Memory: "512Mi"},
		}),
		SecurityContext: each(securityContext{
			Capabilities:           capabilities{Drop: []string{"ALL"}},
			ReadOnlyRootFilesystem: true,
			SeccompProfile:         seccomp{Type: "RuntimeDefault"},
		}),
		PodSecurityContext: each(podSecurity{RunAsNonRoot: true}),
		Budgets: map[string]map[string]int{
			"operator": {"maxUnavailable": 1}, "metricServer": {"maxUnavailable": 1}, "webhooks": {"maxUnavailable": 1},
		},
		Image: map[string]string{"pullPolicy": "IfNotPresent"},
	}
}
