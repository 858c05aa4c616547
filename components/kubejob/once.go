package kubejob

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	batchv1 "groundwork/internal/sdk/kubernetes/batch/v1"
	"groundwork/naming"
)

// placing is how long a job may wait for a node besides its own time.
const placing = 10 * time.Minute

// runOnce creates the job of a release. A job's pods cannot be changed, so its
// name carries the hash of what runs in it: the same image and content is the
// same job and does not run again, anything else is a new job. The old one is
// taken away at the end of the rollout; nothing else takes a finished job away,
// or a refresh would find it missing and run it again.
// https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-template
func runOnce(ctx *pulumi.Context, name string, args Args, config *podspec.Config, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	parts := []any{args.Command, args.CPURequest, args.CPULimit, args.MemoryRequest, args.MemoryLimit, args.Timeout, args.Retries, args.Writable}
	if len(args.Mounts) > 0 || args.User > 0 {
		parts = append(parts, args.Mounts, args.User)
	}
	content, err := json.Marshal(parts)
	if err != nil {
		return nil, fmt.Errorf("encoding job %q: %w", args.App, err)
	}
	jobName := pulumi.All(args.Image, config.ConfigName(), config.SecretName()).ApplyT(func(parts []any) string {
		return args.App + "-" + naming.Hash(fmt.Sprint(parts...)+string(content))
	}).(pulumi.StringOutput)
	hook, err := ctx.RegisterErrorHook(name+"-logs", args.tellLogs(ctx))
	if err != nil {
		return nil, err
	}
	metadata := args.spec().Metadata(args.Namespace, args.App)
	metadata.Name = jobName.ToStringPtrOutput()
	return batchv1.NewJob(ctx, name+"-run", &batchv1.JobArgs{Metadata: metadata, Spec: args.run(config)},
		append(opts,
			pulumi.Timeouts(&pulumi.CustomTimeouts{Create: (args.Timeout + placing).String()}),
			pulumi.ResourceHooks(&pulumi.ResourceHookBinding{OnError: []*pulumi.ErrorHook{hook}}))...)
}

// tellLogs says where the logs of a job that failed are. A failed job stays, as
// the same image and content would fail again; whoever took the cause away
// replaces it.
func (a Args) tellLogs(ctx *pulumi.Context) pulumi.ErrorHookFunction {
	return func(failed *pulumi.ErrorHookArgs) (bool, error) {
		metadata, ok := failed.NewInputs["metadata"]
		if !ok || !metadata.IsObject() || !metadata.ObjectValue()["name"].IsString() {
			return false, nil
		}
		return false, ctx.Log.Error(fmt.Sprintf("%q did not succeed, so nothing was released. Its logs: kubectl -n %s logs job/%s. To run the same again: pulumi up --replace '%s'",
			a.App, a.Namespace, metadata.ObjectValue()["name"].StringValue(), failed.URN), nil)
	}
}
