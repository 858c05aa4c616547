package nginxingress

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/helmvalues"
	"groundwork/internal/podspec"
)

// values is the part of the chart's values that we set:
// https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/charts/nginx-ingress/values.yaml
type values struct {
	Controller controller `json:"controller"`
	RBAC       create     `json:"rbac"`
}

type controller struct {
	ReplicaCount                  int                 `json:"replicaCount"`
	WatchNamespace                string              `json:"watchNamespace"`
	EnableCustomResources         bool                `json:"enableCustomResources"`
	EnableSnippets                bool                `json:"enableSnippets"`
	ReadOnlyRootFilesystem        bool                `json:"readOnlyRootFilesystem"`
	TerminationGracePeriodSeconds int                 `json:"terminationGracePeriodSeconds"`
	DisableIPV6                   bool                `json:"disableIPV6"`
	Config                        config              `json:"config"`
	IngressClass                  ingressClass        `json:"ingressClass"`
	Service                       create              `json:"service"`
	ServiceAccount                named               `json:"serviceAccount"`
	TelemetryReporting            enable              `json:"telemetryReporting"`
	PodDisruptionBudget           budget              `json:"podDisruptionBudget"`
	Pod                           pod                 `json:"pod"`
	PodSecurityContext            podSecurity         `json:"podSecurityContext"`
	Resources                     resources           `json:"resources"`
	InitContainerResources        resources           `json:"initContainerResources"`
	Lifecycle                     lifecycle           `json:"lifecycle"`
	TopologySpreadConstraints     []helmvalues.Spread `json:"topologySpreadConstraints"`
	ReadyStatus                   readyStatus         `json:"readyStatus"`
	Strategy                      updateByAdding      `json:"strategy"`
}

type config struct {
	Entries map[string]string `json:"entries"`
}

type ingressClass struct {
	Name   string `json:"name"`
	Create bool   `json:"create"`
}

type named struct {
	Name string `json:"name"`
}

type create struct {
	Create bool `json:"create"`
}

type enable struct {
	Enable bool `json:"enable"`
}

type budget struct {
	Enabled        bool `json:"enabled"`
	MaxUnavailable int  `json:"maxUnavailable"`
}

type pod struct {
	ExtraLabels map[string]string `json:"extraLabels"`
}

type podSecurity struct {
	RunAsNonRoot   bool           `json:"runAsNonRoot"`
	SeccompProfile seccompProfile `json:"seccompProfile"`
	Sysctls        []sysctl       `json:"sysctls"`
}

type seccompProfile struct {
	Type string `json:"type"`
}

type sysctl struct {
	Name  string `json:"name"`
	Value string `json:"value"`
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

type lifecycle struct {
	PreStop preStop `json:"preStop"`
}

type preStop struct {
	Sleep sleep `json:"sleep"`
}

type sleep struct {
	Seconds int `json:"seconds"`
}

type readyStatus struct {
	Enable bool `json:"enable"`
	Port   int  `json:"port"`
}

type updateByAdding struct {
	RollingUpdate rollingUpdate `json:"rollingUpdate"`
}

type rollingUpdate struct {
	MaxSurge       int `json:"maxSurge"`
	MaxUnavailable int `json:"maxUnavailable"`
}

const (
	// drain is how many seconds a pod that is to stop keeps answering, while the
	// load balancer lets go of it.
	drain = 35
	// year is in seconds.
	year = 365 * 24 * 60 * 60
)

// newValues watch one namespace, for plain Ingresses only: custom resources and
// snippets of NGINX configuration are off, of which the latter were the way into
// many a cluster. The ports below 1024 are opened to everybody inside the pod,
// because its user is not root and may gain no privilege:
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
func newValues(args Args) values {
	return values{Controller: controller{
		ReplicaCount:                  args.Replicas,
		WatchNamespace:                args.Namespace,
		ReadOnlyRootFilesystem:        true,
		TerminationGracePeriodSeconds: drain + 30,
		DisableIPV6:                   true,
		Config:                        config{Entries: entries(args.Trusted)},
		IngressClass:                  ingressClass{Name: Class},
		ServiceAccount:                named{Name: account},
		PodDisruptionBudget:           budget{Enabled: args.Replicas > 1, MaxUnavailable: 1},
		Pod:                           pod{ExtraLabels: podspec.AppSelector(App)},
		PodSecurityContext: podSecurity{
			RunAsNonRoot:   true,
			SeccompProfile: seccompProfile{Type: "RuntimeDefault"},
			Sysctls:        []sysctl{{Name: "net.ipv4.ip_unprivileged_port_start", Value: strconv.Itoa(HTTPPort)}},
		},
		Resources:                 resources{Requests: amounts{CPU: "100m", Memory: "128Mi"}, Limits: amounts{Memory: "512Mi"}},
		InitContainerResources:    resources{Requests: amounts{CPU: "100m", Memory: "128Mi"}, Limits: amounts{Memory: "128Mi"}},
		Lifecycle:                 lifecycle{PreStop: preStop{Sleep: sleep{Seconds: drain}}},
		TopologySpreadConstraints: helmvalues.Apart(podspec.AppSelector(App)),
		ReadyStatus:               readyStatus{Enable: true, Port: HealthPort},
		Strategy:                  updateByAdding{RollingUpdate: rollingUpdate{MaxSurge: 1}},
	}}
}

// entries are NGINX' settings for all hosts:
// https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
func entries(trusted bool) map[string]string {
	settings := map[string]string{
		"ssl-redirect":         "true",
		"ssl-protocols":        "TLSv1.2 TLSv1.3",
		"http2":                "true",
		"server-tokens":        "false",
		"client-max-body-size": "10m",
	}
	if trusted {
		settings["hsts"] = "true"
		settings["hsts-max-age"] = strconv.Itoa(year)
		settings["hsts-include-subdomains"] = "false"
	}
	return settings
}

// with adds what is known only once the load balancer exists: the address that
// the controller writes into the status of each ingress.
func (v values) with(address pulumi.StringInput) (pulumi.Map, error) {
	settings := pulumi.StringMap{"external-status-address": address}
	for key, value := range v.Controller.Config.Entries {
		settings[key] = pulumi.String(value)
	}
	return helmvalues.Map(v, helmvalues.Output{Path: []string{"controller", "config", "entries"}, Value: settings})
}
