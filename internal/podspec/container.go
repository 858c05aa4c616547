package podspec

import (
	"time"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	// scratch is the volume behind /tmp, the one place a program may write to. A
	// pod that fills it is evicted before it fills the node's disk.
	scratch     = "tmp"
	scratchSize = "1Gi"

	defaultGrace     = 30 * time.Second
	defaultPeriod    = 10 * time.Second
	longestTimeout   = 5 * time.Second
	failureThreshold = 3
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
		VolumeMounts: corev1.VolumeMountArray{&corev1.VolumeMountArgs{
			Name: pulumi.String(scratch), MountPath: pulumi.String("/tmp"),
		}},
	}
	if len(s.Command) > 0 {
		container.Command = pulumi.ToStringArray(s.Command)
	}
	if s.Port > 0 {
		container.Ports = corev1.ContainerPortArray{&corev1.ContainerPortArgs{
			Name: pulumi.String(PortName), ContainerPort: pulumi.Int(s.Port), Protocol: pulumi.String("TCP"),
		}}
	}
	if s.Liveness != nil {
		container.LivenessProbe = s.Liveness.args()
	}
	if s.Readiness != nil {
		container.ReadinessProbe = s.Readiness.args()
	}
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

func (p Probe) args() *corev1.ProbeArgs {
	period := p.Period
	if period == 0 {
		period = defaultPeriod
	}
	return &corev1.ProbeArgs{
		HttpGet:             &corev1.HTTPGetActionArgs{Path: pulumi.String(p.Path), Port: pulumi.String(PortName)},
		InitialDelaySeconds: pulumi.Int(seconds(p.Delay)),
		PeriodSeconds:       pulumi.Int(seconds(period)),
		TimeoutSeconds:      pulumi.Int(seconds(min(period, longestTimeout))),
		FailureThreshold:    pulumi.Int(failureThreshold),
	}
}

// seconds rounds up, so that a wish of half a second is not no wish.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// podSecurity and containerSecurity are the restricted pod security standard
// and a read-only root (CIS Kubernetes 5.2.6-5.2.9, 5.6.2, 5.6.3):
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
func podSecurity() *corev1.PodSecurityContextArgs {
	return &corev1.PodSecurityContextArgs{
		RunAsNonRoot:   pulumi.Bool(true),
		SeccompProfile: &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
	}
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
