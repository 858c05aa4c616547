// Package kubejob is a program that runs to an end, on a schedule or once before
// a release, with the same hardening as a service.
package kubejob

import (
	"fmt"
	"regexp"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	"groundwork/internal/problem"
	batchv1 "groundwork/internal/sdk/kubernetes/batch/v1"
	"groundwork/naming"
)

// Args describe a job. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the cluster's Ready, the
// namespace's Ready and its pod role.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Namespace is an existing namespace. Required.
	Namespace string
	// App is the job's name in the namespace. Required.
	App string
	// Schedule is a cron schedule of five fields, in UTC. Empty: it runs once for
	// each image and content, and whatever depends on Ready waits for its success.
	Schedule string
	// Image is the full image reference. Required.
	Image pulumi.StringInput
	// Command replaces the image's command and arguments. Empty keeps them.
	Command []string
	// CPURequest and CPULimit are in thousandths of a processor. The request is
	// required; limit 0 means none.
	CPURequest, CPULimit int
	// MemoryRequest and MemoryLimit are in bytes. The request is required; limit 0
	// means the request.
	MemoryRequest, MemoryLimit int64
	// Timeout stops a run, all tries together, and fails it. Required.
	Timeout time.Duration
	// Retries is how often a failed run is tried again. 0 means not at all. With
	// Access.AWSIdentity give 1 or more: on a new node the first try can come
	// before the agent that hands out credentials
	// (https://github.com/aws/eks-pod-identity-agent/issues/159).
	Retries int
	// Writable are folders besides /tmp that it may write to. Empty: none.
	Writable []string
	// Mounts are folders with the contents of ConfigMaps. Empty: none.
	Mounts []podspec.Mount
	// User is the numeric user it runs as. 0: the image's.
	User int
	// Env are plain variables, Secrets secret ones, by name. Empty: none.
	Env     map[string]string
	Secrets map[string]pulumi.StringInput
	// After are what a run waits for, besides what the component's options name: its
	// account, network and variables are there already. Empty: nothing.
	After []pulumi.Resource
	// Access is the network it may use besides DNS. Nobody connects to a job.
	Access podspec.Access
}

// Job is a program that runs to an end.
type Job struct {
	pulumi.ResourceState

	// Ready is what a release waits for.
	Ready []pulumi.Resource

	// ServiceAccount is whom its pods run as: what a pod role names.
	ServiceAccount string
}

const (
	// keptRuns is how many finished runs, and failed ones, can be looked at.
	keptRuns = 3
	// lateness is how late a run may still start, in seconds. Without it the
	// scheduler gives up for good after 100 missed starts:
	// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline
	lateness = 600
)

// schedulePattern is five fields; the API server checks what is in them.
var schedulePattern = regexp.MustCompile(`^[0-9A-Za-z*,/?-]+( [0-9A-Za-z*,/?-]+){4}$`)

func (a Args) spec() podspec.Spec {
	return podspec.Spec{
		Names: a.Names, App: a.App, Image: a.Image, Command: a.Command,
		CPURequest: a.CPURequest, CPULimit: a.CPULimit,
		MemoryRequest: a.MemoryRequest, MemoryLimit: a.MemoryLimit,
		Writable: a.Writable, Mounts: a.Mounts, User: a.User, Once: true,
	}
}

func (a Args) validate() error {
	who := fmt.Sprintf("kubejob %q", a.App)
	problems := problem.List{About: who + ": "}
	problems.Add(a.spec().Problems(who), a.Access.Problems(who, 0))
	problems.Require(a.Namespace != "", "namespace is required")
	problems.Require(a.Schedule == "" || schedulePattern.MatchString(a.Schedule), "schedule %q must have five fields, such as \"0 2 * * *\"", a.Schedule)
	problems.Require(a.Timeout >= time.Second, "timeout %s must be at least a second", a.Timeout)
	problems.Require(a.Retries >= 0, "retries %d must not be negative", a.Retries)
	return problems.Err()
}

// New creates a job.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Job, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	job := &Job{ServiceAccount: args.App}
	if err := ctx.RegisterComponentResource("groundwork:kubejob:Job", name, job, opts...); err != nil {
		return nil, err
	}
	spec, child := args.spec(), pulumi.Parent(job)
	account, err := podspec.NewServiceAccount(ctx, name, args.Namespace, spec, child)
	if err != nil {
		return nil, err
	}
	policy, err := podspec.NewNetworkPolicy(ctx, name, args.Namespace, spec, args.Access, child)
	if err != nil {
		return nil, err
	}
	config, err := podspec.NewConfig(ctx, name, args.Namespace, spec, args.Env, args.Secrets, child)
	if err != nil {
		return nil, err
	}
	after := append([]pulumi.Resource{account, policy}, config.Objects...)
	after = append(after, args.After...)
	run := runOnce
	if args.Schedule != "" {
		run = makeCronJob
	}
	made, err := run(ctx, name, args, config, child, pulumi.DependsOn(after))
	if err != nil {
		return nil, err
	}
	job.Ready = []pulumi.Resource{made}
	return job, ctx.RegisterResourceOutputs(job, pulumi.Map{"serviceAccount": pulumi.String(job.ServiceAccount)})
}

// makeCronJob creates the schedule. A run that is still going when the next one
// is due lets that one pass: two dumps of one database at a time help nobody.
func makeCronJob(ctx *pulumi.Context, name string, args Args, config *podspec.Config, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	return batchv1.NewCronJob(ctx, name+"-schedule", &batchv1.CronJobArgs{
		Metadata: args.spec().Metadata(args.Namespace, args.App),
		Spec: &batchv1.CronJobSpecArgs{
			Schedule:                   pulumi.String(args.Schedule),
			TimeZone:                   pulumi.String("Etc/UTC"),
			ConcurrencyPolicy:          pulumi.String("Forbid"),
			StartingDeadlineSeconds:    pulumi.Int(lateness),
			SuccessfulJobsHistoryLimit: pulumi.Int(keptRuns),
			FailedJobsHistoryLimit:     pulumi.Int(keptRuns),
			JobTemplate:                &batchv1.JobTemplateSpecArgs{Spec: args.run(config)},
		},
	}, opts...)
}

// run is what one run is.
func (a Args) run(config *podspec.Config) *batchv1.JobSpecArgs {
	return &batchv1.JobSpecArgs{
		ActiveDeadlineSeconds: pulumi.Int(int(a.Timeout / time.Second)),
		BackoffLimit:          pulumi.Int(a.Retries),
		Template:              a.spec().Template(config),
	}
}
