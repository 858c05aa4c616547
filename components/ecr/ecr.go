// Package ecr provisions the image repositories of a system: scanned, with
// immutable tags, and emptied of what is old (controls ECR.1, 2, 3).
package ecr

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/limits"
	"groundwork/internal/problem"
	awsecr "groundwork/internal/sdk/aws/ecr"
	"groundwork/naming"
)

const (
	// untaggedDays is when an image that lost its tag to nobody goes: what a
	// broken push left behind.
	untaggedDays = 7
	// keepTagged is how many tagged images are kept when nobody says: enough to
	// roll back across many releases.
	keepTagged = 100
)

var imageName = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)

// Args describe the repositories.
type Args struct {
	// Names gives physical names and tags. Required.
	Names naming.Scope
	// Images are the images' short names, such as "api". Required.
	Images []string
	// KeepTagged is how many tagged images each repository keeps, the newest
	// ones; 0: 100. An image that still runs must be among them.
	KeepTagged int
	// Protect keeps a repository that has images from being deleted. Without it
	// a repository goes with all its images.
	Protect bool
}

// Repositories are the image repositories of a system.
type Repositories struct {
	pulumi.ResourceState

	// URLs are what images are pushed to and pulled from, by short name.
	URLs map[string]pulumi.StringOutput
	// ARNs are what policies name, by short name.
	ARNs map[string]pulumi.StringOutput
}

// New registers the repositories.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Repositories, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("repositories %q: %w", name, err)
	}
	if args.KeepTagged == 0 {
		args.KeepTagged = keepTagged
	}
	repositories := &Repositories{URLs: map[string]pulumi.StringOutput{}, ARNs: map[string]pulumi.StringOutput{}}
	if err := ctx.RegisterComponentResource("groundwork:ecr:Repositories", name, repositories, opts...); err != nil {
		return nil, fmt.Errorf("registering repositories %q: %w", name, err)
	}
	urls := pulumi.StringMap{}
	for _, image := range slices.Sorted(slices.Values(args.Images)) {
		repository, err := newRepository(ctx, name+"-"+image, image, args, pulumi.Parent(repositories))
		if err != nil {
			return nil, fmt.Errorf("repositories %q: image %q: %w", name, image, err)
		}
		repositories.URLs[image] = repository.RepositoryUrl
		repositories.ARNs[image] = repository.Arn
		urls[image] = repository.RepositoryUrl
	}
	return repositories, ctx.RegisterResourceOutputs(repositories, pulumi.Map{"urls": urls})
}

// repositoryName groups the images of a system's environment under a path:
// "stockindicator-prod/api". Environments do not share repositories, so that
// nothing that dev does touches an image of prod's.
func repositoryName(names naming.Scope, image string) string {
	return names.Prefix() + "/" + image
}

func newRepository(ctx *pulumi.Context, name, image string, args Args, parent pulumi.ResourceOption) (*awsecr.Repository, error) {
	repository, err := awsecr.NewRepository(ctx, name, &awsecr.RepositoryArgs{
		Name:                       pulumi.String(repositoryName(args.Names, image)),
		ImageTagMutability:         pulumi.String("IMMUTABLE"),
		ImageScanningConfiguration: awsecr.RepositoryImageScanningConfigurationArgs{ScanOnPush: pulumi.Bool(true)},
		// Images hold no secrets, so a key of our own would add a cost and a way
		// to lose them, and keep nobody out who may pull.
		EncryptionConfigurations: awsecr.RepositoryEncryptionConfigurationArray{
			awsecr.RepositoryEncryptionConfigurationArgs{EncryptionType: pulumi.String("AES256")},
		},
		ForceDelete: pulumi.Bool(!args.Protect),
		Tags:        pulumi.ToStringMap(args.Names.Tags("image", image)),
	}, parent)
	if err != nil {
		return nil, fmt.Errorf("creating the repository: %w", err)
	}
	policy, err := lifecycle(args.KeepTagged)
	if err != nil {
		return nil, err
	}
	_, err = awsecr.NewLifecyclePolicy(ctx, name+"-lifecycle", &awsecr.LifecyclePolicyArgs{
		Repository: repository.Name,
		Policy:     pulumi.String(policy),
	}, parent)
	if err != nil {
		return nil, fmt.Errorf("creating the lifecycle policy: %w", err)
	}
	return repository, nil
}

// validate reports everything that is wrong with the arguments.
func (a Args) validate() error {
	var problems problem.List
	problems.Refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	problems.Refuse(len(a.Images) == 0, "images are required")
	seen := map[string]bool{}
	for _, image := range a.Images {
		problems.Refuse(seen[image], "image %q is given twice", image)
		problems.Refuse(!imageName.MatchString(image), "image %q must be lower-case letters and digits, with single dots, dashes or underscores between", image)
		problems.Refuse(len(repositoryName(a.Names, image)) > limits.RepositoryName, "image %q makes a name of more than %d characters", image, limits.RepositoryName)
		seen[image] = true
	}
	problems.Refuse(a.KeepTagged < 0, "%d tagged images cannot be kept: write 1 or more, or 0 for %d", a.KeepTagged, keepTagged)
	return problems.Err()
}

// rule is one rule of a lifecycle policy:
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
type rule struct {
	Priority    int               `json:"rulePriority"`
	Description string            `json:"description"`
	Selection   selection         `json:"selection"`
	Action      map[string]string `json:"action"`
}

type selection struct {
	TagStatus   string   `json:"tagStatus"`
	TagPatterns []string `json:"tagPatternList,omitempty"`
	CountType   string   `json:"countType"`
	CountUnit   string   `json:"countUnit,omitempty"`
	CountNumber int      `json:"countNumber"`
}

// lifecycle is the policy that empties a repository of what is old.
func lifecycle(keep int) (string, error) {
	expire := map[string]string{"type": "expire"}
	text, err := json.Marshal(map[string][]rule{"rules": {
		{
			Priority:    1,
			Description: fmt.Sprintf("untagged images go after %d days", untaggedDays),
			Selection:   selection{TagStatus: "untagged", CountType: "sinceImagePushed", CountUnit: "days", CountNumber: untaggedDays},
			Action:      expire,
		},
		{
			Priority:    2,
			Description: fmt.Sprintf("the newest %d tagged images stay", keep),
			Selection:   selection{TagStatus: "tagged", TagPatterns: []string{"*"}, CountType: "imageCountMoreThan", CountNumber: keep},
			Action:      expire,
		},
	}})
	if err != nil {
		return "", fmt.Errorf("encoding the lifecycle policy: %w", err)
	}
	return string(text), nil
}
