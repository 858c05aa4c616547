package conformance

const (
	jobDocs     = kubeDocs + "concepts/workloads/controllers/job/"
	cronJobDocs = kubeDocs + "concepts/workloads/controllers/cron-jobs/"
)

func kubeMigration(policy, image string) Props {
	return kubeSpec("migrate", Props{"template": kubeTemplate(Props{"image": image}, Props{"restartPolicy": policy})})
}

func kubeNightly(schedule string, changes Props) Props {
	return kubeSpec("nightly", with(Props{
		"schedule": schedule, "jobTemplate": Props{"spec": Props{"template": kubeTemplate(nil, Props{"restartPolicy": "OnFailure"})}},
	}, changes))
}

var kubernetesBatch = []Case{
	{"a Job that restarts always", creating(kubeJob, kubeMigration("Always", "app:1")),
		`spec.template.spec.restartPolicy: Unsupported value: "Always": supported values: "OnFailure", "Never"`, jobDocs + "#pod-template"},
	{"a Job with fewer tries than none", creating(kubeJob, func() Props {
		job := kubeMigration("Never", "app:1")
		job["spec"].(Props)["backoffLimit"] = -1
		return job
	}()), "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0", kubeBatch},
	{"a Job that is done", showing(kubeJob, kubeMigration("Never", "app:1"), "status.conditions.1.type", "Complete"),
		"", jobDocs + "#terminal-job-conditions"},
	{"another image replaces a Job", replacing(kubeJob, kubeMigration("Never", "app:1"), kubeMigration("Never", "app:2"), "spec.template.spec.containers[0].image"),
		"", "recordings: kubernetes:batch/v1:Job"},
	{"a schedule of four fields", creating(kubeCronJob, kubeNightly("0 2 * *", nil)),
		"expected exactly 5 fields, found 4", cronJobDocs + "#schedule-syntax"},
	{"a schedule at 25 o'clock", creating(kubeCronJob, kubeNightly("0 25 * * *", nil)),
		"end of range (25) above maximum (23): 25", cronJobDocs + "#schedule-syntax"},
	{"a schedule of a day without name", creating(kubeCronJob, kubeNightly("0 2 * * xyz", nil)),
		"failed to parse int from xyz", cronJobDocs + "#schedule-syntax"},
	{"a nightly schedule by its name", creating(kubeCronJob, kubeNightly("@daily", nil)), "", cronJobDocs + "#schedule-syntax"},
	{"a time zone that is none", creating(kubeCronJob, kubeNightly("0 2 * * *", Props{"timeZone": "Mars/Olympus"})),
		"unknown time zone Mars/Olympus", cronJobDocs + "#time-zones"},
	{"a policy for runs that overlap", creating(kubeCronJob, kubeNightly("0 2 * * *", Props{"concurrencyPolicy": "Never"})),
		`spec.concurrencyPolicy: Unsupported value: "Never"`, cronJobDocs + "#concurrency-policy"},
	{"another schedule is an update in place", replacing(kubeCronJob, kubeNightly("0 2 * * *", nil), kubeNightly("0 3 * * *", nil)),
		"", "recordings: kubernetes:batch/v1:CronJob"},
}
