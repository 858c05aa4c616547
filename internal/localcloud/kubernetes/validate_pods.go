package kubernetes

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiresource "k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// requests is the wording for an amount that its limit does not hold.
const overLimit = "must be less than or equal to %s limit of %s"

func validatePod(p *corev1.Pod) field.ErrorList {
	return validatePodSpec(&p.Spec, field.NewPath("spec"))
}

// validatePodSpec follows
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
func validatePodSpec(s *corev1.PodSpec, at *field.Path) field.ErrorList {
	problems, volumes := validateVolumes(s.Volumes, at.Child("volumes"))
	if len(s.Containers) == 0 {
		problems = append(problems, field.Required(at.Child("containers"), ""))
	}
	names := sets.New[string]()
	for _, group := range []struct {
		list []corev1.Container
		at   *field.Path
		init bool
	}{{s.InitContainers, at.Child("initContainers"), true}, {s.Containers, at.Child("containers"), false}} {
		for i := range group.list {
			where := group.at.Index(i)
			problems = append(problems, unique(names, group.list[i].Name, where.Child("name"))...)
			problems = append(problems, validateContainer(&group.list[i], volumes, where)...)
		}
	}
	problems = append(problems, oneOf(s.RestartPolicy, at.Child("restartPolicy"),
		corev1.RestartPolicyAlways, corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever)...)
	problems = append(problems, oneOf(s.DNSPolicy, at.Child("dnsPolicy"), corev1.DNSClusterFirstWithHostNet,
		corev1.DNSClusterFirst, corev1.DNSDefault, corev1.DNSNone)...)
	for i, spread := range s.TopologySpreadConstraints {
		problems = append(problems, validateSpread(spread, at.Child("topologySpreadConstraints").Index(i))...)
	}
	return problems
}

// https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
func validateSpread(s corev1.TopologySpreadConstraint, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	if s.MaxSkew <= 0 {
		problems = append(problems, field.Invalid(at.Child("maxSkew"), s.MaxSkew, "must be greater than zero"))
	}
	if s.TopologyKey == "" {
		problems = append(problems, field.Required(at.Child("topologyKey"), "can not be empty"))
	}
	return append(problems, oneOf(s.WhenUnsatisfiable, at.Child("whenUnsatisfiable"), corev1.DoNotSchedule, corev1.ScheduleAnyway)...)
}

func validateVolumes(volumes []corev1.Volume, at *field.Path) (field.ErrorList, sets.Set[string]) {
	var problems field.ErrorList
	names := sets.New[string]()
	for i, volume := range volumes {
		problems = append(problems, unique(names, volume.Name, at.Index(i).Child("name"))...)
	}
	return problems, names
}

// unique takes a name that must be a DNS label and not be taken.
func unique(names sets.Set[string], name string, at *field.Path) field.ErrorList {
	switch {
	case name == "":
		return field.ErrorList{field.Required(at, "")}
	case names.Has(name):
		return field.ErrorList{field.Duplicate(at, name)}
	}
	names.Insert(name)
	var problems field.ErrorList
	for _, problem := range validation.IsDNS1123Label(name) {
		problems = append(problems, field.Invalid(at, name, problem))
	}
	return problems
}

func oneOf[T ~string](value T, at *field.Path, allowed ...T) field.ErrorList {
	for _, choice := range allowed {
		if value == choice {
			return nil
		}
	}
	return field.ErrorList{field.NotSupported(at, value, allowed)}
}

// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
func validateContainer(c *corev1.Container, volumes sets.Set[string], at *field.Path) field.ErrorList {
	var problems field.ErrorList
	switch {
	case c.Image == "":
		problems = append(problems, field.Required(at.Child("image"), ""))
	case strings.TrimSpace(c.Image) != c.Image:
		problems = append(problems, field.Invalid(at.Child("image"), c.Image, "must not have leading or trailing whitespace"))
	}
	problems = append(problems, oneOf(c.ImagePullPolicy, at.Child("imagePullPolicy"),
		corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever)...)
	problems = append(problems, validatePorts(c.Ports, at.Child("ports"))...)
	problems = append(problems, validateEnv(c.Env, at.Child("env"))...)
	problems = append(problems, validateResources(c.Resources, at.Child("resources"))...)
	paths := sets.New[string]()
	for i, mount := range c.VolumeMounts {
		problems = append(problems, validateMount(mount, volumes, paths, at.Child("volumeMounts").Index(i))...)
	}
	problems = append(problems, validateProbe(c.LivenessProbe, true, at.Child("livenessProbe"))...)
	problems = append(problems, validateProbe(c.ReadinessProbe, false, at.Child("readinessProbe"))...)
	return append(problems, validateProbe(c.StartupProbe, true, at.Child("startupProbe"))...)
}

func validatePorts(ports []corev1.ContainerPort, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	names := sets.New[string]()
	for i, port := range ports {
		where := at.Index(i)
		if port.Name != "" {
			for _, problem := range validation.IsValidPortName(port.Name) {
				problems = append(problems, field.Invalid(where.Child("name"), port.Name, problem))
			}
			if names.Has(port.Name) {
				problems = append(problems, field.Duplicate(where.Child("name"), port.Name))
			}
			names.Insert(port.Name)
		}
		if port.ContainerPort == 0 {
			problems = append(problems, field.Required(where.Child("containerPort"), ""))
		} else {
			problems = append(problems, portNumber(int(port.ContainerPort), where.Child("containerPort"))...)
		}
		problems = append(problems, oneOf(port.Protocol, where.Child("protocol"), corev1.ProtocolSCTP, corev1.ProtocolTCP, corev1.ProtocolUDP)...)
	}
	return problems
}

func portNumber(port int, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for _, problem := range validation.IsValidPortNum(port) {
		problems = append(problems, field.Invalid(at, port, problem))
	}
	return problems
}

func portValue(port intstr.IntOrString, at *field.Path) field.ErrorList {
	if port.Type == intstr.Int {
		return portNumber(port.IntValue(), at)
	}
	var problems field.ErrorList
	for _, problem := range validation.IsValidPortName(port.StrVal) {
		problems = append(problems, field.Invalid(at, port.StrVal, problem))
	}
	return problems
}

func validateEnv(list []corev1.EnvVar, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for i, env := range list {
		if env.Name == "" {
			problems = append(problems, field.Required(at.Index(i).Child("name"), ""))
		} else {
			for _, problem := range validation.IsRelaxedEnvVarName(env.Name) {
				problems = append(problems, field.Invalid(at.Index(i).Child("name"), env.Name, problem))
			}
		}
		if env.ValueFrom != nil && env.Value != "" {
			problems = append(problems, field.Invalid(at.Index(i).Child("valueFrom"), "", "may not be specified when `value` is not empty"))
		}
	}
	return problems
}

// https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
func validateResources(r corev1.ResourceRequirements, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	negative := func(list corev1.ResourceList, where *field.Path) {
		for name, amount := range list {
			if amount.Sign() < 0 {
				problems = append(problems, field.Invalid(where.Key(string(name)), amount.String(), "must be greater than or equal to 0"))
			}
		}
	}
	negative(r.Limits, at.Child("limits"))
	negative(r.Requests, at.Child("requests"))
	for name, amount := range r.Requests {
		if limit, ok := r.Limits[name]; ok && exceeds(amount, limit) {
			problems = append(problems, field.Invalid(at.Child("requests"), amount.String(), fmt.Sprintf(overLimit, name, limit.String())))
		}
	}
	return problems
}

func exceeds(amount, limit apiresource.Quantity) bool { return amount.Cmp(limit) > 0 }
