package aws

import (
	"encoding/json"
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

var noRepository = refusal{400, "RepositoryNotFoundException", "The repository with name '%s' does not exist in the registry with id '" + localcloud.Account + "'"}

var registryLinks = []link{
	{from: lifecyclePolicyType, path: "repository", to: repositoryType, missing: noRepository, loose: true},
	{from: "aws:ecr/repositoryPolicy:RepositoryPolicy", path: "repository", to: repositoryType, missing: noRepository, loose: true},
	{from: repositoryType, path: "encryptionConfigurations.*.kmsKey", to: keyType, loose: true, missing: refusal{400, "KmsException", "The KMS key %s does not exist"}},
}

// registryService is ECR.
func registryService() service {
	return service{kinds: map[string]localcloud.Kind{
		// Nobody pushes images here, so there is never one that would keep it.
		repositoryType: {
			Check: checkRepository, Create: createRepository,
			Delete: takesAlong("repository", lifecyclePolicyType, "aws:ecr/repositoryPolicy:RepositoryPolicy"),
		},
		lifecyclePolicyType: {Create: createLifecycle},
		cacheRuleType:       {Check: checkCacheRule, Create: createCacheRule},
	}, functions: map[string]localcloud.Function{
		"aws:ecr/getRepository:getRepository":                 lookupRepository,
		"aws:ecr/getImage:getImage":                           lookupContainerImage,
		"aws:ecr/getAuthorizationToken:getAuthorizationToken": authorizationToken,
	}}
}

// repositoryNames follow
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
var repositoryNames = regexp.MustCompile(`^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$`)

func checkRepository(c *localcloud.Check) {
	name := c.Inputs.String("name")
	if name != "" && (len(name) < 2 || len(name) > 256 || !repositoryNames.MatchString(name)) {
		c.Fail("name", "invalid value for name (must be 2 to 256 lowercase letters, digits and single . _ - / between them): %q", name)
	}
}

const cacheRuleType = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"

// cacheUpstreams are the registries that rules name, and whether they ask for a login:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
var cacheUpstreams = map[string]bool{
	"public.ecr.aws": false, "registry.k8s.io": false, "quay.io": false,
	"registry-1.docker.io": true, "ghcr.io": true, "registry.gitlab.com": true,
}

func checkCacheRule(c *localcloud.Check) {
	prefix := c.Inputs.String("ecrRepositoryPrefix")
	if prefix != "" && prefix != "ROOT" && !repositoryNames.MatchString(prefix) {
		c.Fail("ecrRepositoryPrefix", "invalid value for ecr_repository_prefix (must only include alphanumeric, underscore, period, hyphen, or slash characters): %q", prefix)
	}
}

// createCacheRule asks for a login where the registry does; its secret has a name that
// begins so.
func createCacheRule(tx *localcloud.Tx, rule *localcloud.Object) error {
	url, login := rule.String("upstreamRegistryUrl"), rule.String("credentialArn")
	asks, known := cacheUpstreams[url]
	switch {
	case !known && !strings.HasSuffix(url, ".azurecr.io") && !strings.HasSuffix(url, ".amazonaws.com"):
		return tx.Fail(400, "UnsupportedUpstreamRegistryException", "The upstream registry %q isn't supported", url)
	case asks && login == "":
		return tx.Fail(400, "InvalidParameterException", "The upstream registry %q requires a credentialArn", url)
	case login != "" && !strings.Contains(login, ":secret:ecr-pullthroughcache/"):
		return tx.Fail(400, "InvalidParameterException", "Invalid parameter at 'credentialArn': the secret's name must begin with ecr-pullthroughcache/")
	}
	rule.Set("registryId", tx.Account())
	return nil
}

func createRepository(tx *localcloud.Tx, repository *localcloud.Object) error {
	repository.Set("registryId", tx.Account())
	repository.Set("repositoryUrl", tx.Account()+".dkr.ecr."+tx.Region()+".amazonaws.com/"+repository.String("name"))
	return nil
}

// lifecycle is a policy of
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
type lifecycle struct {
	Rules []struct {
		RulePriority int
		Selection    struct {
			TagStatus, CountType, CountUnit string
			CountNumber                     int
			TagPrefixList, TagPatternList   []string
		}
		Action struct{ Type string }
	}
}

func createLifecycle(tx *localcloud.Tx, policy *localcloud.Object) error {
	refuse := func(format string, args ...any) error {
		return tx.Fail(400, "InvalidParameterException", "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: "+format+"'", args...)
	}
	var text lifecycle
	if json.Unmarshal([]byte(policy.String("policy")), &text) != nil || len(text.Rules) == 0 {
		return refuse("the policy must be JSON with at least one rule")
	}
	seen := map[int]bool{}
	for _, rule := range text.Rules {
		chosen := rule.Selection
		tagged := len(chosen.TagPrefixList)+len(chosen.TagPatternList) > 0
		switch {
		case rule.RulePriority < 1 || seen[rule.RulePriority]:
			return refuse("rulePriority %d must be positive and given once", rule.RulePriority)
		case chosen.TagStatus != "tagged" && chosen.TagStatus != "untagged" && chosen.TagStatus != "any":
			return refuse("tagStatus %q must be tagged, untagged or any", chosen.TagStatus)
		case (chosen.TagStatus == "tagged") != tagged:
			return refuse("tagPrefixList or tagPatternList goes with tagStatus tagged, and only with it")
		case chosen.CountType != "imageCountMoreThan" && chosen.CountType != "sinceImagePushed":
			return refuse("countType %q must be imageCountMoreThan or sinceImagePushed", chosen.CountType)
		case (chosen.CountType == "sinceImagePushed") != (chosen.CountUnit == "days"):
			return refuse("countUnit days goes with countType sinceImagePushed, and only with it")
		case chosen.CountNumber < 1:
			return refuse("countNumber must be positive")
		case rule.Action.Type != "expire":
			return refuse("action type %q must be expire", rule.Action.Type)
		case chosen.TagStatus == "any" && rule.RulePriority < highest(text):
			return refuse("a rule with tagStatus any must have the highest value of rulePriority")
		}
		seen[rule.RulePriority] = true
	}
	return nil
}

func highest(text lifecycle) int {
	most := 0
	for _, rule := range text.Rules {
		most = max(most, rule.RulePriority)
	}
	return most
}
