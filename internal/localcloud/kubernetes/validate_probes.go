package kubernetes

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func validateMount(m corev1.VolumeMount, volumes, paths sets.Set[string], at *field.Path) field.ErrorList {
	var problems field.ErrorList
	switch {
	case m.Name == "":
		problems = append(problems, field.Required(at.Child("name"), ""))
	case !volumes.Has(m.Name):
		problems = append(problems, field.NotFound(at.Child("name"), m.Name))
	}
	switch {
	case m.MountPath == "":
		problems = append(problems, field.Required(at.Child("mountPath"), ""))
	case paths.Has(m.MountPath):
		problems = append(problems, field.Invalid(at.Child("mountPath"), m.MountPath, "must be unique"))
	}
	paths.Insert(m.MountPath)
	return problems
}

// validateProbe follows
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
func validateProbe(p *corev1.Probe, once bool, at *field.Path) field.ErrorList {
	if p == nil {
		return nil
	}
	var problems field.ErrorList
	handlers := 0
	if p.Exec != nil {
		handlers++
		if len(p.Exec.Command) == 0 {
			problems = append(problems, field.Required(at.Child("exec", "command"), ""))
		}
	}
	if p.HTTPGet != nil {
		handlers++
		problems = append(problems, portValue(p.HTTPGet.Port, at.Child("httpGet", "port"))...)
		problems = append(problems, oneOf(p.HTTPGet.Scheme, at.Child("httpGet", "scheme"), corev1.URISchemeHTTP, corev1.URISchemeHTTPS)...)
	}
	if p.TCPSocket != nil {
		handlers++
		problems = append(problems, portValue(p.TCPSocket.Port, at.Child("tcpSocket", "port"))...)
	}
	if p.GRPC != nil {
		handlers++
		problems = append(problems, portNumber(int(p.GRPC.Port), at.Child("grpc", "port"))...)
	}
	switch {
	case handlers == 0:
		problems = append(problems, field.Required(at, "must specify a handler type"))
	case handlers > 1:
		problems = append(problems, field.Forbidden(at, "may not specify more than 1 handler type"))
	}
	problems = append(problems, validateTimes(p, at)...)
	if once && p.SuccessThreshold != 1 {
		problems = append(problems, field.Invalid(at.Child("successThreshold"), p.SuccessThreshold, "must be 1"))
	}
	return problems
}

func validateTimes(p *corev1.Probe, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for name, value := range map[string]int32{
		"initialDelaySeconds": p.InitialDelaySeconds, "timeoutSeconds": p.TimeoutSeconds, "periodSeconds": p.PeriodSeconds,
		"successThreshold": p.SuccessThreshold, "failureThreshold": p.FailureThreshold,
	} {
		problems = append(problems, notNegative(int64(value), at.Child(name))...)
	}
	return problems
}

func notNegative(value int64, at *field.Path) field.ErrorList {
	if value < 0 {
		return field.ErrorList{field.Invalid(at, value, "must be greater than or equal to 0")}
	}
	return nil
}
