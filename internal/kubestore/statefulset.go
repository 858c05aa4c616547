package kubestore

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	appsv1 "groundwork/internal/sdk/kubernetes/apps/v1"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
)

const (
	portName = "store"
	dataName = "data"
	// scratchSize is enough for sockets and sort files that spill; a pod that
	// writes more is evicted before it fills the node's disk.
	scratchSize = "1Gi"
	// storeLabel marks every data store, so that they can keep apart.
	storeLabel = "groundwork.io/store"
)

// makeSet creates the set. Its pod is stopped before a new one starts: two would
// write to one volume.
func (s Store) makeSet(ctx *pulumi.Context, name string, opts []pulumi.ResourceOption) (pulumi.Resource, error) {
	labels := s.spec().Labels()
	labels[storeLabel] = s.App
	return appsv1.NewStatefulSet(ctx, name+"-set", &appsv1.StatefulSetArgs{
		Metadata: s.spec().Metadata(s.Namespace, s.App),
		Spec: &appsv1.StatefulSetSpecArgs{
			Replicas:             pulumi.Int(1),
			RevisionHistoryLimit: pulumi.Int(10),
			ServiceName:          pulumi.String(s.App),
			Selector:             &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(s.spec().Selector())},
			Template: &corev1.PodTemplateSpecArgs{
				Metadata: &metav1.ObjectMetaArgs{
					Labels:      pulumi.ToStringMap(labels),
					Annotations: pulumi.StringMap{"cluster-autoscaler.kubernetes.io/safe-to-evict": pulumi.String("false")},
				},
				Spec: s.pod(),
			},
		},
	}, opts...)
}

func (s Store) pod() *corev1.PodSpecArgs {
	return &corev1.PodSpecArgs{
		ServiceAccountName:            pulumi.String(s.App),
		AutomountServiceAccountToken:  pulumi.Bool(false),
		EnableServiceLinks:            pulumi.Bool(false),
		TerminationGracePeriodSeconds: pulumi.Int(s.StopSeconds),
		SecurityContext: &corev1.PodSecurityContextArgs{
			RunAsNonRoot: pulumi.Bool(true),
			RunAsUser:    pulumi.Int(s.User),
			RunAsGroup:   pulumi.Int(s.User),
			FsGroup:      pulumi.Int(s.User),
			// A full volume has many files; going through all of them at each start
			// would take minutes.
			FsGroupChangePolicy: pulumi.String("OnRootMismatch"),
			SeccompProfile:      &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")},
		},
		Affinity:   apart(),
		Containers: corev1.ContainerArray{s.container()},
		Volumes:    s.volumes(),
	}
}

// apart keeps the data stores on different nodes where there are some, so that
// one lost node takes one of them. Zones are the volumes' to decide.
func apart() *corev1.AffinityArgs {
	return &corev1.AffinityArgs{PodAntiAffinity: &corev1.PodAntiAffinityArgs{
		PreferredDuringSchedulingIgnoredDuringExecution: corev1.WeightedPodAffinityTermArray{&corev1.WeightedPodAffinityTermArgs{
			Weight: pulumi.Int(100),
			PodAffinityTerm: &corev1.PodAffinityTermArgs{
				TopologyKey: pulumi.String("kubernetes.io/hostname"),
				LabelSelector: &metav1.LabelSelectorArgs{MatchExpressions: metav1.LabelSelectorRequirementArray{
					&metav1.LabelSelectorRequirementArgs{Key: pulumi.String(storeLabel), Operator: pulumi.String("Exists")},
				}},
			},
		}},
	}}
}

func (s Store) container() *corev1.ContainerArgs {
	limits := pulumi.StringMap{"memory": pulumi.String(podspec.Memory(max(s.MemoryLimit, s.MemoryRequest)))}
	if s.CPULimit > 0 {
		limits["cpu"] = pulumi.String(podspec.CPU(s.CPULimit))
	}
	container := &corev1.ContainerArgs{
		Name:            pulumi.String(s.App),
		Image:           pulumi.String(s.Image),
		ImagePullPolicy: pulumi.String("IfNotPresent"),
		Env:             s.variables(),
		Ports: corev1.ContainerPortArray{&corev1.ContainerPortArgs{
			Name: pulumi.String(portName), ContainerPort: pulumi.Int(s.Port), Protocol: pulumi.String("TCP"),
		}},
		Resources: &corev1.ResourceRequirementsArgs{
			Requests: pulumi.StringMap{"cpu": pulumi.String(podspec.CPU(s.CPURequest)), "memory": pulumi.String(podspec.Memory(s.MemoryRequest))},
			Limits:   limits,
		},
		SecurityContext: ContainerSecurity(),
		VolumeMounts:    s.mounts(),
		// Recovery after a crash reads the whole log: it has ten minutes.
		StartupProbe:   s.probe(10, 60),
		LivenessProbe:  s.probe(10, 6),
		ReadinessProbe: s.probe(10, 3),
	}
	if len(s.Command) > 0 {
		container.Command = pulumi.ToStringArray(s.Command)
	}
	return container
}

func (s Store) variables() corev1.EnvVarArray {
	var variables corev1.EnvVarArray
	for _, v := range s.Env {
		made := &corev1.EnvVarArgs{Name: pulumi.String(v.Name)}
		if v.Secret == "" {
			made.Value = pulumi.String(v.Value)
		} else {
			made.ValueFrom = &corev1.EnvVarSourceArgs{SecretKeyRef: &corev1.SecretKeySelectorArgs{
				Name: pulumi.String(v.Secret), Key: pulumi.String(v.Key),
			}}
		}
		variables = append(variables, made)
	}
	return variables
}

func (s Store) probe(period, failures int) *corev1.ProbeArgs {
	return &corev1.ProbeArgs{
		Exec:             &corev1.ExecActionArgs{Command: pulumi.ToStringArray(s.Check)},
		PeriodSeconds:    pulumi.Int(period),
		TimeoutSeconds:   pulumi.Int(5),
		FailureThreshold: pulumi.Int(failures),
	}
}

// scratch are the folders it writes to besides its data.
func (s Store) scratch() []string { return append([]string{"/tmp"}, s.Scratch...) }

func scratchName(i int) string { return fmt.Sprintf("scratch-%d", i) }

func (s Store) mounts() corev1.VolumeMountArray {
	mounts := corev1.VolumeMountArray{mount(dataName, s.MountPath)}
	for i, folder := range s.scratch() {
		mounts = append(mounts, mount(scratchName(i), folder))
	}
	if s.SharedMemory > 0 {
		mounts = append(mounts, mount("shm", "/dev/shm"))
	}
	return mounts
}

func mount(name, path string) *corev1.VolumeMountArgs {
	return &corev1.VolumeMountArgs{Name: pulumi.String(name), MountPath: pulumi.String(path)}
}

func (s Store) volumes() corev1.VolumeArray {
	volumes := corev1.VolumeArray{&corev1.VolumeArgs{
		Name:                  pulumi.String(dataName),
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSourceArgs{ClaimName: pulumi.String(s.App + "-storage")},
	}}
	for i := range s.scratch() {
		volumes = append(volumes, &corev1.VolumeArgs{
			Name: pulumi.String(scratchName(i)), EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: pulumi.String(scratchSize)},
		})
	}
	if s.SharedMemory > 0 {
		volumes = append(volumes, &corev1.VolumeArgs{Name: pulumi.String("shm"), EmptyDir: &corev1.EmptyDirVolumeSourceArgs{
			Medium: pulumi.String("Memory"), SizeLimit: pulumi.String(podspec.Memory(s.SharedMemory)),
		}})
	}
	return volumes
}

// ContainerSecurity is the restricted pod security standard and a read-only
// root: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
func ContainerSecurity() *corev1.SecurityContextArgs {
	return &corev1.SecurityContextArgs{
		AllowPrivilegeEscalation: pulumi.Bool(false),
		Privileged:               pulumi.Bool(false),
		ReadOnlyRootFilesystem:   pulumi.Bool(true),
		RunAsNonRoot:             pulumi.Bool(true),
		Capabilities:             &corev1.CapabilitiesArgs{Drop: pulumi.ToStringArray([]string{"ALL"})},
	}
}
