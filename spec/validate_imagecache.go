package spec

import (
	"fmt"
	"regexp"
)

// hubSecret is a secret as ECR takes it:
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
var hubSecret = regexp.MustCompile(`^arn:aws:secretsmanager:([a-z0-9-]+):[0-9]{12}:secret:ecr-pullthroughcache/[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$`)

// imageCache checks how the cache signs in at Docker Hub.
func (v *validator) imageCache() {
	cache := v.sys.Compute.ImageCache
	if cache == nil || cache.DockerHub == "" {
		return
	}
	path, match := at("compute", "imageCache", "dockerHub"), hubSecret.FindStringSubmatch(cache.DockerHub)
	switch {
	case match == nil:
		v.add(path, cache.DockerHub, "this is the whole ARN of a secret whose name begins with ecr-pullthroughcache/, which is where ECR looks",
			"its ARN, once it is there: aws secretsmanager create-secret --name ecr-pullthroughcache/docker-hub")
	case match[1] != v.sys.Region:
		v.add(path, cache.DockerHub, fmt.Sprintf("ECR reads a secret of its own region, and the stack's is %s", v.sys.Region),
			"the ARN of one in "+v.sys.Region)
	}
}
