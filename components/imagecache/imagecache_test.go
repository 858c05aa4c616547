package imagecache

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	ruleType       = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"
	repositoryType = "aws:ecr/repository:Repository"
)

func args() Args {
	return Args{
		Names: naming.Scope{System: "shop", Environment: "prod"}, AccountID: "123456789012", Region: "eu-central-1",
		Images: []string{
			"docker.io/library/redis", "docker.io/timescale/timescaledb", "grafana/grafana", "quay.io/jetstack/cert-manager-controller",
			"public.ecr.aws/aws-cli/aws-cli", "ghcr.io/kedacore/keda", "docker.io/library/redis",
		},
	}
}

// made runs the component, and gives what it tells besides.
func made(t *testing.T, args Args) (*mocks.Recorder, *Cache) {
	t.Helper()
	var cache *Cache
	recorder := mocks.Run(t, func(ctx *pulumi.Context) (err error) {
		cache, err = New(ctx, "images", args)
		return err
	})
	return recorder, cache
}

func TestWithoutALoginOnlyWhatAsksForNoneIsCached(t *testing.T) {
	recorder, cache := made(t, args())
	const registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-prod/"
	assert.Equal(t, map[string]string{
		"docker.io/library/redis":                  registry + "ecr/docker/library/redis",
		"quay.io/jetstack/cert-manager-controller": registry + "quay/jetstack/cert-manager-controller",
		"public.ecr.aws/aws-cli/aws-cli":           registry + "ecr/aws-cli/aws-cli",
	}, cache.Images)
	assert.Len(t, recorder.All(ruleType), 2, "a rule for each registry")
	assert.Equal(t, "public.ecr.aws", recorder.Named(t, ruleType, "images-ecr").Get("upstreamRegistryUrl"))
	assert.Equal(t, "shop-prod/ecr", recorder.Named(t, ruleType, "images-ecr").Get("ecrRepositoryPrefix"))
	redis := recorder.Named(t, repositoryType, "images-ecr-docker-library-redis")
	assert.Equal(t, "shop-prod/ecr/docker/library/redis", redis.Get("name"))
	assert.Equal(t, "MUTABLE", redis.Get("imageTagMutability"), "the cache moves tags")
	assert.Equal(t, "prod", redis.Get("tags", "Environment"))
	assert.Len(t, cache.Ready, 3)
}

func TestWithALoginAllOfDockerHubIsCached(t *testing.T) {
	with := args()
	with.DockerHub = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf"
	recorder, cache := made(t, with)
	const registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-prod/"
	assert.Equal(t, registry+"hub/library/redis", cache.Images["docker.io/library/redis"])
	assert.Equal(t, registry+"hub/timescale/timescaledb", cache.Images["docker.io/timescale/timescaledb"])
	assert.Equal(t, registry+"hub/grafana/grafana", cache.Images["grafana/grafana"], "an image without a registry is Docker Hub's")
	assert.NotContains(t, cache.Images, "ghcr.io/kedacore/keda")
	assert.Equal(t, with.DockerHub, recorder.Named(t, ruleType, "images-hub").Get("credentialArn"))
}

func TestAPrefixFitsIntoARule(t *testing.T) {
	long := args()
	long.Names = naming.Scope{System: "a-system-with-a-long-name", Environment: "staging"}
	for _, one := range upstreams {
		assert.LessOrEqual(t, len(long.prefix(one)), 30)
	}
}

func TestEveryProblemOfTheArgumentsIsTold(t *testing.T) {
	assert.EqualError(t, Args{}.validate(), "names are required\nan account and a region are required\nimages are required")
}
