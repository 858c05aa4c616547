package stacks

import (
	"maps"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/ecr"
	"groundwork/components/s3bucket"
	"groundwork/spec"
	"groundwork/workload"
)

// makeStorage makes the buckets and the image repositories. The bucket of role
// logs comes first: the others log into it.
func (d *deployment) makeStorage() error {
	d.buckets = map[string]*s3bucket.Bucket{}
	names := slices.Sorted(maps.Keys(d.system.Buckets))
	slices.SortStableFunc(names, func(a, b string) int { return d.bucketOrder(a) - d.bucketOrder(b) })
	for _, name := range names {
		if err := d.makeBucket(name); err != nil {
			return err
		}
	}
	return d.makeRepositories()
}

func (d *deployment) bucketOrder(name string) int {
	if d.system.Buckets[name].Role == spec.RoleLogs {
		return 0
	}
	return 1
}

func (d *deployment) makeBucket(name string) error {
	described := d.system.Buckets[name]
	args := s3bucket.Args{
		Names:       d.names,
		AccountID:   d.account,
		ShortName:   name,
		Role:        s3bucket.Role(described.Role),
		Versioning:  described.Versioning,
		Expire:      time.Duration(described.Expire),
		OldVersions: time.Duration(described.OldVersions),
		Protect:     d.system.Protects("buckets." + name),
		KeepObjects: described.Role == spec.RoleBackups && d.keepsData(),
	}
	if d.logs != nil && described.Role != spec.RoleLogs {
		args.LogsBucket = d.logs.Ready
	}
	if cdn := d.system.Edge.CDN; cdn != nil && cdn.Bucket == name {
		args.Served = true
	}
	bucket, err := s3bucket.New(d.ctx, d.name("bucket", name), args)
	if err != nil {
		return err
	}
	d.buckets[name] = bucket
	if described.Role == spec.RoleLogs && d.logs == nil {
		d.logs = bucket
	}
	return nil
}

// makeRepositories makes a repository for each image that is the system's own.
func (d *deployment) makeRepositories() (err error) {
	own := slices.Concat(workload.Images(d.workloads), d.system.Repositories)
	slices.Sort(own)
	own = slices.DeleteFunc(slices.Compact(own), spec.Foreign)
	if len(own) == 0 {
		return nil
	}
	d.repositories, err = ecr.New(d.ctx, "repositories", ecr.Args{Names: d.names, Images: own, Protect: d.system.Protects("repositories")})
	return err
}

// image is the full reference of an image.
func (d *deployment) image(image workload.Image) pulumi.StringInput {
	if spec.Foreign(image.Name) {
		return pulumi.String(d.fromCache(image.Name, image.Tag))
	}
	return pulumi.Sprintf("%s:%s", d.repositories.URLs[image.Name], image.Tag)
}
