package conformance

const (
	ecrAPI        = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/"
	ecrLifecycles = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html"
	ecrRepository = "aws:ecr/repository:Repository"
	ecrLifecycle  = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
	cacheRule     = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"
	cacheRules    = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html"
)

const expiry = `{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":7},"action":{"type":"expire"}}`

// keeping tries a lifecycle policy on the repository "shop/api".
func keeping(repository, policy string) func(*World) error {
	return after(ecrLifecycle, func(w *World) Props {
		w.Make(ecrRepository, "api", Props{"name": "shop/api"})
		return Props{"repository": repository, "policy": policy}
	})
}

var registryCases = []Case{
	{Name: "a repository has its address", Do: func(w *World) error {
		made := w.Make(ecrRepository, "api", Props{"name": "shop/api"})
		return same("address", "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api", made.Outputs.String("repositoryUrl"))
	}, Evidence: "recordings: aws:ecr/repository:Repository"},
	{Name: "a name twice", Do: after(ecrRepository, func(w *World) Props {
		w.Make(ecrRepository, "api", Props{"name": "shop/api"})
		return Props{"name": "shop/api"}
	}), Refused: "RepositoryAlreadyExistsException: The repository with name 'shop/api' already exists in the registry with id '123456789012'", Evidence: ecrAPI + "API_CreateRepository.html"},
	{Name: "a name with a capital", Do: creating(ecrRepository, Props{"name": "Shop"}), Refused: "lowercase", Evidence: ecrAPI + "API_CreateRepository.html"},
	{Name: "a policy", Do: keeping("shop/api", `{"rules":[`+expiry+`]}`), Evidence: ecrLifecycles},
	{Name: "a policy of nothing", Do: keeping("gone", `{"rules":[`+expiry+`]}`), Refused: "RepositoryNotFoundException", Evidence: ecrAPI + "API_PutLifecyclePolicy.html"},
	{Name: "a policy without rules", Do: keeping("shop/api", `{"rules":[]}`), Refused: "Lifecycle policy validation failure", Evidence: ecrLifecycles},
	{Name: "a priority twice", Do: keeping("shop/api", `{"rules":[`+expiry+`,`+expiry+`]}`), Refused: "rulePriority 1", Evidence: ecrLifecycles},
	{Name: "tags without a pattern", Do: keeping("shop/api", `{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}`), Refused: "tagPrefixList", Evidence: ecrLifecycles},
	{Name: "a cache of a registry that asks nobody", Do: creating(cacheRule, Props{"ecrRepositoryPrefix": "shop/ecr", "upstreamRegistryUrl": "public.ecr.aws"}), Evidence: cacheRules},
	{Name: "a cache of Docker Hub without a login", Do: creating(cacheRule, Props{"ecrRepositoryPrefix": "shop/hub", "upstreamRegistryUrl": "registry-1.docker.io"}), Refused: "requires a credentialArn", Evidence: cacheRules},
	{Name: "a cache with a login under any name", Do: creating(cacheRule, Props{"ecrRepositoryPrefix": "shop/hub", "upstreamRegistryUrl": "registry-1.docker.io", "credentialArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf"}), Refused: "ecr-pullthroughcache/", Evidence: cacheRules},
	{Name: "a cache of a registry that ECR does not know", Do: creating(cacheRule, Props{"ecrRepositoryPrefix": "shop/x", "upstreamRegistryUrl": "registry.example.com"}), Refused: "UnsupportedUpstreamRegistryException", Evidence: cacheRules},
	{Name: "a second cache of a prefix", Do: after(cacheRule, func(w *World) Props {
		w.Make(cacheRule, "first", Props{"ecrRepositoryPrefix": "shop/ecr", "upstreamRegistryUrl": "public.ecr.aws"})
		return Props{"ecrRepositoryPrefix": "shop/ecr", "upstreamRegistryUrl": "quay.io"}
	}), Refused: "PullThroughCacheRuleAlreadyExistsException", Evidence: cacheRules},
	{Name: "an image that nobody has pushed", Do: func(w *World) error {
		w.Make(ecrRepository, "api", Props{"name": "shop/api"})
		_, err := w.Invoke("aws:ecr/getImage:getImage", Props{"repositoryName": "shop/api", "imageTag": "latest"})
		return err
	}, Refused: "ImageNotFoundException", Evidence: ecrAPI + "API_DescribeImages.html"},
	{Name: "a repository by name", Do: func(w *World) error {
		w.Make(ecrRepository, "api", Props{"name": "shop/api"})
		found, err := w.Invoke("aws:ecr/getRepository:getRepository", Props{"name": "shop/api"})
		if err != nil {
			return err
		}
		return same("address", "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api", found.String("repositoryUrl"))
	}, Evidence: ecrAPI + "API_DescribeRepositories.html"},
	{Name: "a token to push with", Do: func(w *World) error {
		found, err := w.Invoke("aws:ecr/getAuthorizationToken:getAuthorizationToken", Props{})
		if err != nil {
			return err
		}
		return same("user", "AWS", found.String("userName"))
	}, Evidence: ecrAPI + "API_GetAuthorizationToken.html"},
}
