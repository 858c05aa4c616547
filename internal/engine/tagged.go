package engine

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/localcloud/aws"
)

// Tagged is one resource of the cloud that carries tags.
type Tagged struct {
	// ARN is Amazon's name of it.
	ARN  string
	Tags map[string]string
}

// Tagged lists what carries the tags in the region.
func (s *Session) Tagged(ctx context.Context, region string, tags map[string]string) ([]Tagged, error) {
	return tagged(ctx, s.command.pulumiCLI, s.environment(), region, tags)
}

// lookup is the answer of the function that finds resources by tags.
type lookup struct {
	Found []struct {
		ARN  string            `pulumi:"resourceArn"`
		Tags map[string]string `pulumi:"tags"`
	} `pulumi:"resourceTagMappingLists"`
}

// tagged previews a program that only asks AWS what carries the tags, on a
// backend that is thrown away: the same provider, credentials and region as the
// stacks have, and no second way to talk to AWS. Resources without a region are
// known to us-east-1 only; roles and other resources that the tagging API does
// not know are not found:
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
func tagged(ctx context.Context, command auto.PulumiCommand, environment map[string]string, region string, tags map[string]string) ([]Tagged, error) {
	dir, err := os.MkdirTemp("", "groundwork-tagged-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for a look at the cloud: %w", err)
	}
	defer os.RemoveAll(dir)
	var found []Tagged
	program := func(ctx *pulumi.Context) (err error) {
		found, err = askForTags(ctx, tags)
		return err
	}
	stack, err := passingStack(ctx, command, environment, dir, region, program)
	if err != nil {
		return nil, fmt.Errorf("preparing a look at region %q: %s", region, describe(ctx, err))
	}
	if _, err := stack.Preview(ctx, optpreview.SuppressOutputs(), optpreview.SuppressProgress()); err != nil {
		return nil, fmt.Errorf("asking AWS what carries the tags in %q: %s", region, describe(ctx, err))
	}
	return found, nil
}

// passingStack is a stack in a region whose state lies in a folder that is thrown
// away.
func passingStack(ctx context.Context, command auto.PulumiCommand, environment map[string]string, dir, region string, program pulumi.RunFunc) (auto.Stack, error) {
	variables := maps.Clone(environment)
	if variables == nil {
		variables = map[string]string{}
	}
	variables["PULUMI_BACKEND_URL"] = "file://" + filepath.ToSlash(dir)
	variables["PULUMI_CONFIG_PASSPHRASE"] = Passphrase
	variables["PULUMI_CONFIG_PASSPHRASE_FILE"] = ""
	project := workspace.Project{Name: tokens.PackageName("groundwork-tagged"), Runtime: workspace.NewProjectRuntimeInfo("go", nil)}
	settings := workspace.ProjectStack{EncryptionSalt: localSalt, Config: config.Map{config.MustMakeKey("aws", "region"): config.NewValue(region)}}
	space, err := auto.NewLocalWorkspace(ctx, auto.WorkDir(dir), auto.Project(project), auto.Stacks(map[string]workspace.ProjectStack{"look": settings}),
		auto.Program(program), auto.Pulumi(command), auto.EnvVars(variables))
	if err != nil {
		return auto.Stack{}, err
	}
	return auto.NewStack(ctx, "look", space)
}

// localSalt belongs to Passphrase; with a fixed one the CLI has nothing to
// write into a stack file.
const localSalt = "v1:1whsEHEqBDg=:v1:/fsv3oLDbY33yvOp:2vAUGcRSWPX6YZ6KNMrYfOvC1Clacw=="

func askForTags(ctx *pulumi.Context, tags map[string]string) ([]Tagged, error) {
	filters := make([]map[string]any, 0, len(tags))
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		filters = append(filters, map[string]any{"key": key, "values": []string{tags[key]}})
	}
	var answer lookup
	asked := struct {
		Filters []map[string]any `pulumi:"tagFilters"`
	}{filters}
	if err := ctx.Invoke("aws:resourcegroupstaggingapi/getResources:getResources", &asked, &answer, pulumi.Version(aws.Version)); err != nil {
		return nil, err
	}
	found := make([]Tagged, 0, len(answer.Found))
	for _, resource := range answer.Found {
		found = append(found, Tagged{ARN: resource.ARN, Tags: resource.Tags})
	}
	return found, nil
}
