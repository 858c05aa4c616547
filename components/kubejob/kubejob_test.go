package kubejob

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/internal/podspec"
	"groundwork/naming"
)

func backup() Args {
	return Args{
		Names:      naming.Scope{System: "stockindicator", Environment: "prod"},
		Namespace:  "stockindicator-prod",
		App:        "backup",
		Schedule:   "0 2 * * *",
		Image:      pulumi.String("repo/backup:1"),
		CPURequest: 250, MemoryRequest: 256 << 20,
		Timeout: time.Hour,
		Retries: 1,
		Env:     map[string]string{"BUCKET": "b"},
		Secrets: map[string]pulumi.StringInput{"DATABASE_URL": pulumi.String("postgres://")},
		Access: podspec.Access{
			To:       []podspec.Peer{{Name: "database", CIDRs: []string{"10.30.48.0/22"}, Port: 5432}},
			Internet: true, AWSIdentity: true,
		},
	}
}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		job, err := New(ctx, "job", backup(), pulumi.Provider(provider))
		if err == nil {
			assert.Equal(t, "backup", job.ServiceAccount)
		}
		return err
	}, options...)
}

func TestARunIsBoundedAndNeverMeetsTheNext(t *testing.T) {
	job := run(t).One(t, "kubernetes:batch/v1:CronJob")
	assert.Equal(t, "0 2 * * *", job.Get("spec", "schedule"))
	assert.Equal(t, "Etc/UTC", job.Get("spec", "timeZone"))
	assert.Equal(t, "Forbid", job.Get("spec", "concurrencyPolicy"))
	assert.EqualValues(t, 3600, job.Get("spec", "jobTemplate", "spec", "activeDeadlineSeconds"))
	assert.EqualValues(t, 1, job.Get("spec", "jobTemplate", "spec", "backoffLimit"))
	assert.EqualValues(t, 3, job.Get("spec", "failedJobsHistoryLimit"))
	pod := []string{"spec", "jobTemplate", "spec", "template"}
	assert.Equal(t, "Never", job.Get(append(pod, "spec", "restartPolicy")...))
	assert.Equal(t, "false", job.Get(append(pod, "metadata", "annotations", "cluster-autoscaler.kubernetes.io/safe-to-evict")...))
	dependencies := strings.Join(job.DependsOn, "\n")
	for _, name := range []string{"job-account", "job-network", "job-config", "job-secrets"} {
		assert.Contains(t, dependencies, name)
	}
}

// migration is a job of a release.
func migration(image, secret string) Args {
	args := backup()
	args.App, args.Schedule = "migrate", ""
	args.Image = pulumi.String(image)
	args.Secrets = map[string]pulumi.StringInput{"DATABASE_URL": pulumi.ToSecret(pulumi.String(secret)).(pulumi.StringOutput)}
	return args
}

func jobOf(t *testing.T, args Args) mocks.Registration {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		job, err := New(ctx, "job", args)
		if err == nil {
			assert.Len(t, job.Ready, 1)
		}
		return err
	}).One(t, "kubernetes:batch/v1:Job")
}

func TestAJobOfAReleaseRunsOnceForEachImageAndContent(t *testing.T) {
	name := func(args Args) any { return jobOf(t, args).Get("metadata", "name") }
	first := name(migration("repo:1", "a"))
	assert.Regexp(t, `^migrate-[0-9a-f]{6}$`, first)
	assert.Equal(t, first, name(migration("repo:1", "a")))
	assert.NotEqual(t, first, name(migration("repo:2", "a")), "another image")
	assert.NotEqual(t, first, name(migration("repo:1", "b")), "another secret")
	other := migration("repo:1", "a")
	other.Command = []string{"alembic", "upgrade", "head"}
	assert.NotEqual(t, first, name(other), "another command")
}

func TestAJobOfAReleaseIsBoundedAndKept(t *testing.T) {
	job := jobOf(t, migration("repo:1", "a"))
	assert.EqualValues(t, 3600, job.Get("spec", "activeDeadlineSeconds"))
	assert.Equal(t, "Never", job.Get("spec", "template", "spec", "restartPolicy"))
	assert.Nil(t, job.Get("spec", "ttlSecondsAfterFinished"), "a job that goes by itself would run again after a refresh")
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, mocks.Preview).Children(t, "groundwork:kubejob:Job", "job") {
		assert.Contains(t, child.Provider, "::k8s::", child.Name)
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Schedule: "daily", Retries: -1, Access: podspec.Access{FromApps: []string{"x"}}}.validate()
	for _, want := range []string{
		`app ""`, "namespace is required", `schedule "daily"`, "timeout 0s", "retries -1", "image is required", "cpu request", "cannot let anyone in",
	} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, backup().validate())
}
