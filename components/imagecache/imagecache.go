// Package imagecache provisions a pull-through cache in ECR for images of public
// registries: nodes pull them from the account's own registry, which fetches each version
// once, so that no registry's limit for strangers and no outage of one keeps a pod from
// starting.
//
// The repositories that the cache fills are made here, with the stack's tags, and go with
// it; otherwise ECR would make them in a node's name and nobody would delete them.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
package imagecache

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	awsecr "groundwork/internal/sdk/aws/ecr"
	"groundwork/naming"
)

// Args describe the cache.
type Args struct {
	// Names gives physical names and tags. Required.
	Names naming.Scope
	// AccountID and Region are where the registry is. Required.
	AccountID, Region string
	// Images are the images of public registries that are pulled, without their tags.
	// Required.
	Images []string
	// DockerHub is the ARN of the secret by which ECR signs in at Docker Hub, which it asks
	// for; empty: of Docker Hub's images only the official ones are cached, from where AWS
	// has them too.
	DockerHub string
}

// Cache is a pull-through cache.
type Cache struct {
	pulumi.ResourceState

	// Images are what is pulled in place of the images that are cached, without tags.
	Images map[string]string
	// Ready is what must be there before a pod pulls.
	Ready []pulumi.Resource
}

// untaggedDays is when a version goes that its tag has left: the cache asks each day
// whether a tag is at another one.
const untaggedDays = 7

func (a Args) validate() error {
	var problems problem.List
	problems.Refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	problems.Refuse(a.AccountID == "" || a.Region == "", "an account and a region are required")
	problems.Refuse(len(a.Images) == 0, "images are required")
	return problems.Err()
}

// New registers the cache.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Cache, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("image cache %q: %w", name, err)
	}
	cache := &Cache{Images: map[string]string{}}
	if err := ctx.RegisterComponentResource("groundwork:imagecache:Cache", name, cache, opts...); err != nil {
		return nil, fmt.Errorf("registering image cache %q: %w", name, err)
	}
	b := &builder{ctx: ctx, name: name, args: args, parent: pulumi.Parent(cache), rules: map[string]pulumi.Resource{}}
	for _, image := range slices.Compact(slices.Sorted(slices.Values(args.Images))) {
		found, ok := args.placeOf(image)
		if !ok {
			continue
		}
		if err := b.cache(found); err != nil {
			return nil, fmt.Errorf("image cache %q: image %q: %w", name, image, err)
		}
		cache.Images[image] = args.registry() + "/" + found.repository
	}
	cache.Ready = b.made
	return cache, ctx.RegisterResourceOutputs(cache, pulumi.Map{"images": pulumi.ToStringMap(cache.Images)})
}

func (a Args) registry() string {
	return fmt.Sprintf("%s.dkr.ecr.%s.amazonaws.com", a.AccountID, a.Region)
}

// builder carries what all images need.
type builder struct {
	ctx    *pulumi.Context
	name   string
	args   Args
	parent pulumi.ResourceOption
	// rules are the upstreams' rules that are made, made is all that pods wait for.
	rules map[string]pulumi.Resource
	made  []pulumi.Resource
}

// cache makes the repository of an image, once its upstream has a rule.
func (b *builder) cache(image place) error {
	rule, err := b.rule(image.upstream)
	if err != nil {
		return err
	}
	logical := b.name + "-" + image.short()
	repository, err := awsecr.NewRepository(b.ctx, logical, &awsecr.RepositoryArgs{
		Name: pulumi.String(image.repository),
		// The cache moves tags as their registry does.
		ImageTagMutability:         pulumi.String("MUTABLE"),
		ImageScanningConfiguration: awsecr.RepositoryImageScanningConfigurationArgs{ScanOnPush: pulumi.Bool(true)},
		EncryptionConfigurations: awsecr.RepositoryEncryptionConfigurationArray{
			awsecr.RepositoryEncryptionConfigurationArgs{EncryptionType: pulumi.String("AES256")},
		},
		ForceDelete: pulumi.Bool(true), // all of it is there again at the next pull
		Tags:        pulumi.ToStringMap(b.args.Names.Tags("image", image.short())),
	}, b.parent, pulumi.DependsOn([]pulumi.Resource{rule}))
	if err != nil {
		return fmt.Errorf("creating the repository: %w", err)
	}
	b.made = append(b.made, repository)
	if _, err := awsecr.NewLifecyclePolicy(b.ctx, logical, &awsecr.LifecyclePolicyArgs{
		Repository: repository.Name,
		Policy: pulumi.String(fmt.Sprintf(`{"rules":[{"rulePriority":1,"description":"what its tag has left","selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":%d},"action":{"type":"expire"}}]}`,
			untaggedDays)),
	}, b.parent); err != nil {
		return fmt.Errorf("creating the lifecycle policy: %w", err)
	}
	return nil
}

// rule makes the rule of an upstream, once.
func (b *builder) rule(of upstream) (pulumi.Resource, error) {
	if made, ok := b.rules[of.short]; ok {
		return made, nil
	}
	args := &awsecr.PullThroughCacheRuleArgs{
		EcrRepositoryPrefix: pulumi.String(b.args.prefix(of)),
		UpstreamRegistryUrl: pulumi.String(of.url),
	}
	if of.login {
		args.CredentialArn = pulumi.String(b.args.DockerHub)
	}
	made, err := awsecr.NewPullThroughCacheRule(b.ctx, b.name+"-"+of.short, args, b.parent)
	if err != nil {
		return nil, fmt.Errorf("creating the rule: %w", err)
	}
	b.rules[of.short] = made
	return made, nil
}
