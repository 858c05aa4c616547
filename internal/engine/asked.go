package engine

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
)

// Question is a data source of a provider that is asked.
type Question struct {
	// Token is the function's, Args are its arguments: plain values.
	Token string
	Args  map[string]any
}

// pkg is the provider's package.
func (q Question) pkg() string {
	name, _, _ := strings.Cut(q.Token, ":")
	return name
}

// versions are the plugins that are asked, those of the SDKs.
var versions = map[string]string{"aws": aws.Version, "cloudflare": cloudflare.Version}

// Ask has questions answered in the region, in their order. The local cloud is in this
// process: it is asked without an engine.
func (s *Session) Ask(ctx context.Context, _ Request, region string, questions []Question) ([]map[string]any, error) {
	var answers []map[string]any
	for _, question := range questions {
		settings := localcloud.Props{}
		if question.pkg() == "aws" {
			settings.Set("region", region)
		}
		provider := resource.NewURN("look", passingProject, "", tokens.Type("pulumi:providers:"+question.pkg()), "default")
		planner, err := s.cloud.Planner(string(provider), settings)
		if err != nil {
			return nil, fmt.Errorf("preparing a look at region %q: %w", region, err)
		}
		answer, err := planner.Invoke(ctx, question.Token, localcloud.Props(resource.NewPropertyMapFromMap(question.Args)))
		if err != nil {
			return nil, fmt.Errorf("asking the local cloud in %q: %w", region, err)
		}
		answers = append(answers, resource.PropertyMap(answer).Mappable())
	}
	return answers, nil
}

// Ask previews a program that only asks, on a backend that is thrown away: the same
// providers, credentials and region as the stack has, and no second way to talk to a
// cloud.
func (a *Account) Ask(ctx context.Context, request Request, region string, questions []Question) ([]map[string]any, error) {
	variables, err := a.credentials(ctx, request)
	if err != nil {
		return nil, err
	}
	return asked(ctx, a.command, region, variables, questions)
}

// credentials are what a stack keeps itself of what its providers need, as the variables
// in which they look for it.
func (a *Account) credentials(ctx context.Context, request Request) (map[string]string, error) {
	stack, err := a.open(ctx, request)
	if err != nil {
		return nil, err
	}
	settings, err := stack.GetAllConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration of stack %q: %s", stack.Name(), describe(ctx, err))
	}
	variables := map[string]string{}
	for key, name := range map[string]string{
		"cloudflare:apiToken": "CLOUDFLARE_API_TOKEN", "cloudflare:apiKey": "CLOUDFLARE_API_KEY", "cloudflare:email": "CLOUDFLARE_EMAIL",
		"aws:profile": "AWS_PROFILE",
	} {
		if value, is := settings[key]; is && value.Value != "" {
			variables[name] = value.Value
		}
	}
	return variables, nil
}

// asked answers questions by the preview of a program.
func asked(ctx context.Context, command auto.PulumiCommand, region string, variables map[string]string, questions []Question) ([]map[string]any, error) {
	dir, err := os.MkdirTemp("", "groundwork-asked-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for a look at the cloud: %w", err)
	}
	defer os.RemoveAll(dir)
	var answers []map[string]any
	program := func(ctx *pulumi.Context) error {
		answers = nil
		for _, question := range questions {
			var answer map[string]any
			if err := ctx.Invoke(question.Token, question.Args, &answer, pulumi.Version(versions[question.pkg()])); err != nil {
				return err
			}
			answers = append(answers, answer)
		}
		return nil
	}
	stack, err := passingStack(ctx, command, dir, region, variables, program)
	if err != nil {
		return nil, fmt.Errorf("preparing a look at region %q: %s", region, describe(ctx, err))
	}
	if _, err := stack.Preview(ctx, optpreview.SuppressOutputs(), optpreview.SuppressProgress()); err != nil {
		return nil, fmt.Errorf("asking the cloud in %q: %s", region, describe(ctx, err))
	}
	return answers, nil
}

// passingProject is the project of a stack that is thrown away.
const passingProject = "groundwork-asked"

// passingStack is a stack in a region whose state lies in a folder that is thrown
// away.
func passingStack(ctx context.Context, command auto.PulumiCommand, dir, region string, more map[string]string, program pulumi.RunFunc) (auto.Stack, error) {
	variables := map[string]string{
		"PULUMI_BACKEND_URL":            "file://" + filepath.ToSlash(dir),
		"PULUMI_CONFIG_PASSPHRASE":      Passphrase,
		"PULUMI_CONFIG_PASSPHRASE_FILE": "",
	}
	maps.Copy(variables, more)
	project := workspace.Project{Name: tokens.PackageName(passingProject), Runtime: workspace.NewProjectRuntimeInfo("go", nil)}
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
