package kubernetes

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var spec = field.NewPath("spec")

// validateController is what Deployments, StatefulSets and their kin have in
// common: a selector that their template's labels match.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
func validateController(kind string, selector *metav1.LabelSelector, template *corev1.PodTemplateSpec) field.ErrorList {
	problems := validateTemplate(template, spec.Child("template"), corev1.RestartPolicyAlways)
	if selector == nil {
		problems = append(problems, field.Required(spec.Child("selector"), ""))
		return append(problems, field.Invalid(spec.Child("template", "metadata", "labels"), template.Labels,
			"`selector` does not match template `labels`"))
	}
	problems = append(problems, metavalidation.ValidateLabelSelector(selector,
		metavalidation.LabelSelectorValidationOptions{}, spec.Child("selector"))...)
	if len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
		return append(problems, field.Invalid(spec.Child("selector"), selector, "empty selector is invalid for "+kind))
	}
	matcher, err := metav1.LabelSelectorAsSelector(selector)
	if err == nil && !matcher.Matches(labels.Set(template.Labels)) {
		problems = append(problems, field.Invalid(spec.Child("template", "metadata", "labels"), template.Labels,
			"`selector` does not match template `labels`"))
	}
	return problems
}

func validateTemplate(t *corev1.PodTemplateSpec, at *field.Path, restart ...corev1.RestartPolicy) field.ErrorList {
	problems := metavalidation.ValidateLabels(t.Labels, at.Child("metadata", "labels"))
	problems = append(problems, validatePodSpec(&t.Spec, at.Child("spec"))...)
	for _, allowed := range restart {
		if t.Spec.RestartPolicy == allowed {
			return problems
		}
	}
	return append(problems, field.NotSupported(at.Child("spec", "restartPolicy"), t.Spec.RestartPolicy, restart))
}

func validateDeployment(d *appsv1.Deployment) field.ErrorList {
	problems := validateController("deployment", d.Spec.Selector, &d.Spec.Template)
	problems = append(problems, notNegative(int64(*d.Spec.Replicas), spec.Child("replicas"))...)
	problems = append(problems, validateStrategy(&d.Spec.Strategy, spec.Child("strategy"))...)
	if *d.Spec.ProgressDeadlineSeconds <= d.Spec.MinReadySeconds {
		problems = append(problems, field.Invalid(spec.Child("progressDeadlineSeconds"), *d.Spec.ProgressDeadlineSeconds,
			"must be greater than minReadySeconds"))
	}
	return problems
}

// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
func validateStrategy(s *appsv1.DeploymentStrategy, at *field.Path) field.ErrorList {
	problems := oneOf(s.Type, at.Child("type"), appsv1.RecreateDeploymentStrategyType, appsv1.RollingUpdateDeploymentStrategyType)
	rolling := at.Child("rollingUpdate")
	switch {
	case s.Type == appsv1.RecreateDeploymentStrategyType && s.RollingUpdate != nil:
		return append(problems, field.Forbidden(rolling, "may not be specified when strategy `type` is 'Recreate'"))
	case s.RollingUpdate == nil:
		return problems
	}
	problems = append(problems, share(s.RollingUpdate.MaxUnavailable, rolling.Child("maxUnavailable"))...)
	problems = append(problems, share(s.RollingUpdate.MaxSurge, rolling.Child("maxSurge"))...)
	if nothing(s.RollingUpdate.MaxUnavailable) && nothing(s.RollingUpdate.MaxSurge) {
		problems = append(problems, field.Invalid(rolling.Child("maxUnavailable"), s.RollingUpdate.MaxUnavailable,
			"may not be 0 when `maxSurge` is 0"))
	}
	return problems
}

// share is a number of pods or a percentage.
func share(value *intstr.IntOrString, at *field.Path) field.ErrorList {
	if value == nil {
		return nil
	}
	if value.Type == intstr.Int {
		return notNegative(int64(value.IntVal), at)
	}
	if _, err := intstr.GetScaledValueFromIntOrPercent(value, 100, true); err != nil {
		return field.ErrorList{field.Invalid(at, value.String(),
			"a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")}
	}
	return nil
}

func nothing(value *intstr.IntOrString) bool {
	return value != nil && (value.Type == intstr.Int && value.IntVal == 0 || value.StrVal == "0%")
}

func validateStatefulSet(s *appsv1.StatefulSet) field.ErrorList {
	problems := validateStatefulVolumes(s)
	problems = append(problems, notNegative(int64(*s.Spec.Replicas), spec.Child("replicas"))...)
	problems = append(problems, oneOf(s.Spec.PodManagementPolicy, spec.Child("podManagementPolicy"),
		appsv1.OrderedReadyPodManagement, appsv1.ParallelPodManagement)...)
	return append(problems, oneOf(s.Spec.UpdateStrategy.Type, spec.Child("updateStrategy", "type"),
		appsv1.RollingUpdateStatefulSetStrategyType, appsv1.OnDeleteStatefulSetStrategyType)...)
}

// validateStatefulVolumes counts the claim templates among the volumes: pods
// get one of each.
// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
func validateStatefulVolumes(s *appsv1.StatefulSet) field.ErrorList {
	template := *s.Spec.Template.DeepCopy()
	for _, claim := range s.Spec.VolumeClaimTemplates {
		template.Spec.Volumes = append(template.Spec.Volumes, corev1.Volume{Name: claim.Name})
	}
	return validateController("statefulset", s.Spec.Selector, &template)
}

func validateDaemonSet(d *appsv1.DaemonSet) field.ErrorList {
	return validateController("daemonset", d.Spec.Selector, &d.Spec.Template)
}

func validateReplicaSet(r *appsv1.ReplicaSet) field.ErrorList {
	problems := validateController("replicaset", r.Spec.Selector, &r.Spec.Template)
	return append(problems, notNegative(int64(*r.Spec.Replicas), spec.Child("replicas"))...)
}

func validateJob(j *batchv1.Job) field.ErrorList { return validateJobSpec(&j.Spec, spec) }

// https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template
func validateJobSpec(j *batchv1.JobSpec, at *field.Path) field.ErrorList {
	problems := validateTemplate(&j.Template, at.Child("template"), corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever)
	for name, value := range map[string]*int32{
		"parallelism": j.Parallelism, "completions": j.Completions, "backoffLimit": j.BackoffLimit,
		"ttlSecondsAfterFinished": j.TTLSecondsAfterFinished,
	} {
		if value != nil {
			problems = append(problems, notNegative(int64(*value), at.Child(name))...)
		}
	}
	if j.ActiveDeadlineSeconds != nil {
		problems = append(problems, notNegative(*j.ActiveDeadlineSeconds, at.Child("activeDeadlineSeconds"))...)
	}
	return problems
}

// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
func validateCronJob(c *batchv1.CronJob) field.ErrorList {
	problems := validateJobSpec(&c.Spec.JobTemplate.Spec, spec.Child("jobTemplate", "spec"))
	at := spec.Child("schedule")
	if c.Spec.Schedule == "" {
		problems = append(problems, field.Required(at, ""))
	} else if err := scheduleProblem(c.Spec.Schedule); err != nil {
		problems = append(problems, field.Invalid(at, c.Spec.Schedule, err.Error()))
	}
	if zone := c.Spec.TimeZone; zone != nil {
		if _, err := time.LoadLocation(*zone); err != nil || *zone == "Local" {
			problems = append(problems, field.Invalid(spec.Child("timeZone"), *zone, fmt.Sprintf("unknown time zone %s", *zone)))
		}
	}
	if c.Spec.StartingDeadlineSeconds != nil {
		problems = append(problems, notNegative(*c.Spec.StartingDeadlineSeconds, spec.Child("startingDeadlineSeconds"))...)
	}
	return append(problems, oneOf(c.Spec.ConcurrencyPolicy, spec.Child("concurrencyPolicy"),
		batchv1.AllowConcurrent, batchv1.ForbidConcurrent, batchv1.ReplaceConcurrent)...)
}
