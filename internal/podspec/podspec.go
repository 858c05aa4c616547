// Package podspec is what the pods of services and of jobs have in common: the
// hardened template, the configuration they read, the network they may use.
//
// Every pod meets the "restricted" pod security standard (CIS Kubernetes 5.2)
// and so needs an image that names a numeric user other than 0 and that writes
// nowhere but to /tmp and the folders it names.
package podspec

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	"groundwork/naming"
)

// PortName names the port of every pod and service, so that a changed number
// changes one place.
const PortName = "http"

// Spec describes the pods of one program.
type Spec struct {
	// Names is required; labels say which system the pods belong to.
	Names naming.Scope
	// App is the program's name in its namespace. Required.
	App string
	// Instance tells two versions of one app apart, such as "api-blue". Empty
	// means App.
	Instance string
	// Image is the full image reference. Required.
	Image pulumi.StringInput
	// Command replaces the image's command and arguments. Empty keeps them.
	Command []string
	// Port is the TCP port it listens on. 0 means none.
	Port int
	// CPURequest and CPULimit are in thousandths of a processor. The request is
	// required; limit 0 means none.
	CPURequest, CPULimit int
	// MemoryRequest and MemoryLimit are in bytes. The request is required; limit 0
	// means the request.
	MemoryRequest, MemoryLimit int64
	// Startup holds the other probes back until it succeeded once, Liveness
	// restarts a pod, Readiness takes it out of service. nil means no such probe.
	Startup, Liveness, Readiness *Probe
	// Writable are folders besides /tmp that it may write to. Empty: none.
	Writable []string
	// Mounts are folders with the contents of ConfigMaps. Empty: none.
	Mounts []Mount
	// User is the numeric user it runs as. 0: the image's, which must be another than 0.
	User int
	// Token mounts the service account's token for the Kubernetes API.
	Token bool
	// Drain is how long a pod keeps answering after it was told to stop, while the
	// load balancer takes it out; whole seconds, 0 means not at all.
	Drain time.Duration
	// Grace is how long it may then take to stop; whole seconds, 0 means 30 s.
	Grace time.Duration
	// Once is for programs that run to an end: they are not restarted in place,
	// and the autoscaler does not take their node away.
	Once bool
}

// Mount is a folder with the contents of a ConfigMap; both fields are required.
type Mount struct {
	// ConfigMap is the object's name, which must change with its content: pods that run
	// see no other content.
	ConfigMap string
	// Path is the folder.
	Path string
}

// namePattern is a DNS label short enough for the suffixes it gets.
var namePattern = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)

// Problems are all that is wrong with a spec; who names the component.
func (s Spec) Problems(who string) error {
	var problems []error
	check := func(ok bool, format string, values ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf(who+": "+format, values...))
		}
	}
	check(s.Names.System != "" && s.Names.Environment != "", "names need a system and an environment")
	check(namePattern.MatchString(s.App), "app %q must be lower-case letters, digits and dashes, 40 at most", s.App)
	check(s.Image != nil, "image is required")
	check(s.Port >= 0 && s.Port <= 65535, "port %d must be from 1 to 65535, or 0 for none", s.Port)
	check(s.CPURequest > 0, "cpu request must be positive, not %dm", s.CPURequest)
	check(s.CPULimit == 0 || s.CPULimit >= s.CPURequest, "cpu limit %dm is below the request %dm", s.CPULimit, s.CPURequest)
	check(s.MemoryRequest > 0, "memory request must be positive, not %d", s.MemoryRequest)
	check(s.MemoryLimit == 0 || s.MemoryLimit >= s.MemoryRequest, "memory limit %d is below the request %d", s.MemoryLimit, s.MemoryRequest)
	check(s.Drain >= 0 && s.Grace >= 0, "drain %s and grace %s must not be negative", s.Drain, s.Grace)
	for _, folder := range s.Writable {
		check(path.IsAbs(folder) && path.Clean(folder) == folder && folder != "/" && folder != tmp, "writable folder %q must be a whole path, and neither / nor /tmp", folder)
	}
	for _, m := range s.Mounts {
		check(m.ConfigMap != "" && path.IsAbs(m.Path) && path.Clean(m.Path) == m.Path && m.Path != "/", "mount %q must name a ConfigMap and a whole path", m.Path)
	}
	for _, p := range s.probes() {
		problems = append(problems, p.probe.problems(who, p.name, s.Port)...)
	}
	return errors.Join(problems...)
}

// Template is the pod template that reads config.
func (s Spec) Template(config *Config) *corev1.PodTemplateSpecArgs {
	metadata := &metav1.ObjectMetaArgs{Labels: pulumi.ToStringMap(s.Labels())}
	spec := &corev1.PodSpecArgs{
		ServiceAccountName:            pulumi.String(s.App),
		AutomountServiceAccountToken:  pulumi.Bool(s.Token),
		EnableServiceLinks:            pulumi.Bool(false),
		SecurityContext:               s.podSecurity(),
		TerminationGracePeriodSeconds: pulumi.Int(s.stopSeconds()),
		Containers:                    corev1.ContainerArray{s.container(config)},
		Volumes:                       s.volumes(),
	}
	if s.Once {
		spec.RestartPolicy = pulumi.String("Never")
		metadata.Annotations = pulumi.StringMap{"cluster-autoscaler.kubernetes.io/safe-to-evict": pulumi.String("false")}
	} else {
		spec.TopologySpreadConstraints = s.spread()
	}
	return &corev1.PodTemplateSpecArgs{Metadata: metadata, Spec: spec}
}

// spread keeps the pods of one rollout apart, over zones and over nodes. It is a
// wish and not a condition: a zone without room must not hold up a rollout.
func (s Spec) spread() corev1.TopologySpreadConstraintArray {
	var constraints corev1.TopologySpreadConstraintArray
	for _, key := range []string{"topology.kubernetes.io/zone", "kubernetes.io/hostname"} {
		constraints = append(constraints, &corev1.TopologySpreadConstraintArgs{
			MaxSkew:           pulumi.Int(1),
			TopologyKey:       pulumi.String(key),
			WhenUnsatisfiable: pulumi.String("ScheduleAnyway"),
			LabelSelector:     &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(s.Selector())},
			MatchLabelKeys:    pulumi.ToStringArray([]string{"pod-template-hash"}),
		})
	}
	return constraints
}
