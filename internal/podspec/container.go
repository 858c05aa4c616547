package podspec

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
)

const (
	// tmp is the one folder that every program may write to.
	tmp = "/tmp"
	// scratchSize is how much a writable folder holds. A pod that fills one is
	// evicted before it fills the node's disk.
	scratchSize = "1Gi"

	defaultGrace = 30 * time.Second
)

func (s Spec) container(config *Config) *corev1.ContainerArgs {
	container := &corev1.ContainerArgs{
		Name:            pulumi.String(s.App),
		Image:           s.Image,
		ImagePullPolicy: pulumi.String("IfNotPresent"),
		EnvFrom:         config.sources(),
		Resources: &corev1.ResourceRequirementsArgs{
			Requests: pulumi.StringMap{"cpu": pulumi.String(CPU(s.CPURequest)), "memory": pulumi.String(Memory(s.MemoryRequest))},
			Limits:   s.limits(),
		},
		SecurityContext: containerSecurity(),
		VolumeMounts:    s.mounts(),
	}
	if len(s.Command) > 0 {
		container.Command = pulumi.ToStringArray(s.Command)
	}
	if s.Port > 0 {
		container.Ports = corev1.ContainerPortArray{&corev1.ContainerPortArgs{
			Name: pulumi.String(PortName), ContainerPort: pulumi.Int(s.Port), Protocol: pulumi.String("TCP"),
		}}
	}
	container.StartupProbe, container.LivenessProbe, container.ReadinessProbe = s.Startup.args(), s.Liveness.args(), s.Readiness.args()
	if s.Drain > 0 {
		// A sleep of the kubelet, not of a shell the image may lack; on by default
		// since Kubernetes 1.30: https://www.kubernetes.dev/resources/keps/3960/
		container.Lifecycle = &corev1.LifecycleArgs{PreStop: &corev1.LifecycleHandlerArgs{
			Sleep: &corev1.SleepActionArgs{Seconds: pulumi.Int(seconds(s.Drain))},
		}}
	}
	return container
}

// limits always hold memory: a pod that may take more than it asked for is what
// the kernel kills its neighbours for.
func (s Spec) limits() pulumi.StringMap {
	limits := pulumi.StringMap{"memory": pulumi.String(Memory(max(s.MemoryLimit, s.MemoryRequest)))}
	if s.CPULimit > 0 {
		limits["cpu"] = pulumi.String(CPU(s.CPULimit))
	}
	return limits
}

// stopSeconds is the time until a stopping pod is killed. The sleep before the
// stop counts, so both parts are added up.
func (s Spec) stopSeconds() int {
	grace := s.Grace
	if grace == 0 {
		grace = defaultGrace
	}
	return seconds(s.Drain) + seconds(grace)
}

// seconds rounds up, so that a wish of half a second is not no wish.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// podSecurity and containerSecurity are the restricted pod security standard
// and a read-only root (CIS Kubernetes 5.2.6-5.2.9, 5.6.2, 5.6.3):
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
func (s Spec) podSecurity() *corev1.PodSecurityContextArgs {
	context := &corev1.PodSecurityContextArgs{
		RunAsNonRoot:   pulumi.Bool(true),
		SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
	}
	if s.User > 0 {
		context.RunAsUser, context.RunAsGroup = pulumi.Int(s.User), pulumi.Int(s.User)
	}
	return context
}

func containerSecurity() *corev1.SecurityContextArgs {
	return &corev1.SecurityContextArgs{
		AllowPrivilegeEscalation: pulumi.Bool(false),
		Privileged:               pulumi.Bool(false),
		ReadOnlyRootFilesystem:   pulumi.Bool(true),
		RunAsNonRoot:             pulumi.Bool(true),
		Capabilities:             &corev1.CapabilitiesArgs{Drop: pulumi.ToStringArray([]string{"ALL"})},
	}
}
