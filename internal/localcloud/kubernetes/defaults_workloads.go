package kubernetes

import (
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

const (
	revisionHistory  = 10
	progressDeadline = 600
)

// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#writing-a-deployment-spec
func defaultDeployment(d *appsv1.Deployment) {
	defaultTemplate(&d.Spec.Template)
	point(&d.Spec.Replicas, 1)
	point(&d.Spec.RevisionHistoryLimit, revisionHistory)
	point(&d.Spec.ProgressDeadlineSeconds, progressDeadline)
	strategy := &d.Spec.Strategy
	fill(&strategy.Type, appsv1.RollingUpdateDeploymentStrategyType)
	if strategy.Type == appsv1.RollingUpdateDeploymentStrategyType {
		point(&strategy.RollingUpdate, appsv1.RollingUpdateDeployment{})
		point(&strategy.RollingUpdate.MaxUnavailable, intstr.FromString("25%"))
		point(&strategy.RollingUpdate.MaxSurge, intstr.FromString("25%"))
	}
}

// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
func defaultStatefulSet(s *appsv1.StatefulSet) {
	defaultTemplate(&s.Spec.Template)
	fill(&s.Spec.PodManagementPolicy, appsv1.OrderedReadyPodManagement)
	point(&s.Spec.Replicas, 1)
	point(&s.Spec.RevisionHistoryLimit, revisionHistory)
	point(&s.Spec.PersistentVolumeClaimRetentionPolicy, appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy{})
	fill(&s.Spec.PersistentVolumeClaimRetentionPolicy.WhenDeleted, appsv1.RetainPersistentVolumeClaimRetentionPolicyType)
	fill(&s.Spec.PersistentVolumeClaimRetentionPolicy.WhenScaled, appsv1.RetainPersistentVolumeClaimRetentionPolicyType)
	update := &s.Spec.UpdateStrategy
	fill(&update.Type, appsv1.RollingUpdateStatefulSetStrategyType)
	if update.Type == appsv1.RollingUpdateStatefulSetStrategyType {
		point(&update.RollingUpdate, appsv1.RollingUpdateStatefulSetStrategy{})
		point(&update.RollingUpdate.Partition, 0)
	}
	for i := range s.Spec.VolumeClaimTemplates {
		claim := &s.Spec.VolumeClaimTemplates[i]
		claim.APIVersion, claim.Kind = "v1", "PersistentVolumeClaim"
		defaultClaim(claim)
	}
}

// https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/#daemonset-update-strategy
func defaultDaemonSet(d *appsv1.DaemonSet) {
	defaultTemplate(&d.Spec.Template)
	point(&d.Spec.RevisionHistoryLimit, revisionHistory)
	update := &d.Spec.UpdateStrategy
	fill(&update.Type, appsv1.RollingUpdateDaemonSetStrategyType)
	if update.Type == appsv1.RollingUpdateDaemonSetStrategyType {
		point(&update.RollingUpdate, appsv1.RollingUpdateDaemonSet{})
		point(&update.RollingUpdate.MaxUnavailable, intstr.FromInt32(1))
		point(&update.RollingUpdate.MaxSurge, intstr.FromInt32(0))
	}
	if d.Annotations == nil {
		d.Annotations = map[string]string{}
	}
	fillEntry(d.Annotations, appsv1.DeprecatedTemplateGeneration, "1")
}

func fillEntry(values map[string]string, name, value string) {
	if values[name] == "" {
		values[name] = value
	}
}

func defaultReplicaSet(r *appsv1.ReplicaSet) {
	defaultTemplate(&r.Spec.Template)
	point(&r.Spec.Replicas, 1)
}

func defaultReplicationController(r *corev1.ReplicationController) {
	point(&r.Spec.Replicas, 1)
	if r.Spec.Template == nil {
		return
	}
	defaultTemplate(r.Spec.Template)
	if len(r.Spec.Selector) == 0 {
		r.Spec.Selector = r.Spec.Template.Labels
	}
}

// https://kubernetes.io/docs/concepts/workloads/controllers/job/
func defaultJob(j *batchv1.Job) {
	defaultTemplate(&j.Spec.Template)
	if j.Spec.Completions == nil && j.Spec.Parallelism == nil {
		point(&j.Spec.Completions, 1)
	}
	point(&j.Spec.Parallelism, 1)
	if j.Spec.BackoffLimitPerIndex == nil {
		point(&j.Spec.BackoffLimit, 6)
	}
	point(&j.Spec.CompletionMode, batchv1.NonIndexedCompletion)
	point(&j.Spec.Suspend, false)
	point(&j.Spec.ManualSelector, false)
	replace := batchv1.TerminatingOrFailed
	if j.Spec.PodFailurePolicy != nil {
		replace = batchv1.Failed
	}
	point(&j.Spec.PodReplacementPolicy, replace)
}

// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits
func defaultCronJob(c *batchv1.CronJob) {
	defaultTemplate(&c.Spec.JobTemplate.Spec.Template)
	fill(&c.Spec.ConcurrencyPolicy, batchv1.AllowConcurrent)
	point(&c.Spec.Suspend, false)
	point(&c.Spec.SuccessfulJobsHistoryLimit, 3)
	point(&c.Spec.FailedJobsHistoryLimit, 1)
}

// defaultPod is what a template does not get: it is applied when the pod is
// made of it.
// https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
func defaultPod(p *corev1.Pod) {
	defaultPodSpec(&p.Spec)
	point(&p.Spec.EnableServiceLinks, true)
	point(&p.Spec.PreemptionPolicy, corev1.PreemptLowerPriority)
	point(&p.Spec.Priority, 0)
	fill(&p.Spec.ServiceAccountName, "default")
	p.Spec.DeprecatedServiceAccount = p.Spec.ServiceAccountName
	p.Spec.Tolerations = append(p.Spec.Tolerations, evicting(corev1.TaintNodeNotReady), evicting(corev1.TaintNodeUnreachable))
	for i := range p.Spec.Containers {
		resources := &p.Spec.Containers[i].Resources
		for name, amount := range resources.Limits {
			if resources.Requests == nil {
				resources.Requests = corev1.ResourceList{}
			}
			if _, given := resources.Requests[name]; !given {
				resources.Requests[name] = amount
			}
		}
	}
}

// evicting is the toleration that admission adds.
// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
func evicting(taint string) corev1.Toleration {
	seconds := int64(300)
	return corev1.Toleration{
		Key: taint, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute, TolerationSeconds: &seconds,
	}
}
