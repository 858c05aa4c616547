package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
)

// Tagged is one resource of the cloud that carries tags.
type Tagged struct {
	// ARN is Amazon's name of it.
	ARN  string
	Tags map[string]string
}

// findTagged is the function that finds resources by tags.
const findTagged = "aws:resourcegroupstaggingapi/getResources:getResources"

// Tagged lists what carries the tags in the region. The local cloud is in this
// process: it is asked without an engine.
func (s *Session) Tagged(ctx context.Context, region string, tags map[string]string) ([]Tagged, error) {
	provider := resource.NewURN("look", "groundwork-tagged", "", "pulumi:providers:aws", "default")
	planner, err := s.cloud.Planner(string(provider), localcloud.Props{"region": resource.NewProperty(region)})
	if err != nil {
		return nil, fmt.Errorf("preparing a look at region %q: %w", region, err)
	}
	answer, err := planner.Invoke(ctx, findTagged, localcloud.Props(resource.NewPropertyMapFromMap(map[string]any{"tagFilters": filters(tags)})))
	if err != nil {
		return nil, fmt.Errorf("asking the local cloud what carries the tags in %q: %w", region, err)
	}
	text, err := json.Marshal(resource.PropertyMap(answer).Mappable())
	if err != nil {
		return nil, fmt.Errorf("reading what carries the tags: %w", err)
	}
	var found lookup
	if err := json.Unmarshal(text, &found); err != nil {
		return nil, fmt.Errorf("reading what carries the tags: %w", err)
	}
	return found.tagged(), nil
}

// lookup is the answer of the function that finds resources by tags.
type lookup struct {
	Found []struct {
		ARN  string            `pulumi:"resourceArn" json:"resourceArn"`
		Tags map[string]string `pulumi:"tags" json:"tags"`
	} `pulumi:"resourceTagMappingLists" json:"resourceTagMappingLists"`
}

func (l lookup) tagged() []Tagged {
	found := make([]Tagged, 0, len(l.Found))
	for _, one := range l.Found {
		found = append(found, Tagged{ARN: one.ARN, Tags: one.Tags})
	}
	return found
}

// filters are tags as the function wants them.
func filters(tags map[string]string) []any {
	wanted := make([]any, 0, len(tags))
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		wanted = append(wanted, map[string]any{"key": key, "values": []any{tags[key]}})
	}
	return wanted
}

// tagged previews, on an account, a program that only asks AWS what carries the tags, on a
// backend that is thrown away: the same provider, credentials and region as the
// stacks have, and no second way to talk to AWS. Resources without a region are
// known to us-east-1 only; roles and other resources that the tagging API does
// not know are not found:
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
func tagged(ctx context.Context, command auto.PulumiCommand, region string, tags map[string]string) ([]Tagged, error) {
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
	stack, err := passingStack(ctx, command, dir, region, program)
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
func passingStack(ctx context.Context, command auto.PulumiCommand, dir, region string, program pulumi.RunFunc) (auto.Stack, error) {
	variables := map[string]string{
		"PULUMI_BACKEND_URL":            "file://" + filepath.ToSlash(dir),
		"PULUMI_CONFIG_PASSPHRASE":      Passphrase,
		"PULUMI_CONFIG_PASSPHRASE_FILE": "",
	}
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
	var answer lookup
	asked := struct {
		Filters []any `pulumi:"tagFilters"`
	}{filters(tags)}
	if err := ctx.Invoke(findTagged, &asked, &answer, pulumi.Version(aws.Version)); err != nil {
		return nil, err
	}
	return answer.tagged(), nil
}
