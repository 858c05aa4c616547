package aws

import (
	"groundwork/internal/localcloud"
)

const (
	originPolicyType  = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy"
	headersPolicyType = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
)

// edgePolicies are AWS's own, by type and id:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
var edgePolicies = map[string]map[string]string{
	cachePolicyType: {
		"658327ea-f89d-4fab-a63d-7e88639e58f6": "Managed-CachingOptimized",
		"b2884449-e4de-46a7-ac36-70bc7f1ddd6d": "Managed-CachingOptimizedForUncompressedObjects",
		"4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "Managed-CachingDisabled",
		"08627262-05a9-4f76-9ded-b50ca2e3a84f": "Managed-Elemental-MediaPackage",
		"2e54312d-136d-493c-8eb9-b001f22f67d2": "Managed-Amplify",
		"83da9c7e-98b4-4e11-a168-04f0df8e2c65": "UseOriginCacheControlHeaders",
		"4cc15a8a-d715-48a4-82b8-cc0b614638fe": "UseOriginCacheControlHeaders-QueryStrings",
	},
	originPolicyType: {
		"216adef6-5c7f-47e4-b989-5492eafa07d3": "Managed-AllViewer",
		"33f36d7e-f396-46d9-90e0-52428a34d9dc": "Managed-AllViewerAndCloudFrontHeaders-2022-06",
		"b689b0a8-53d0-40ab-baf2-68738e2966ac": "Managed-AllViewerExceptHostHeader",
		"59781a5b-3903-41f3-afcb-af62929ccde1": "Managed-CORS-CustomOrigin",
		"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": "Managed-CORS-S3Origin",
		"775133bc-15f2-49f9-abea-afb2e0bf67d2": "Managed-Elemental-MediaTailor-PersonalizedManifests",
		"bf0718e1-ba1e-49d1-88b1-f726733018ae": "Managed-HostHeaderOnly",
		"acba4595-bd28-49b8-b9fe-13317c0390fa": "Managed-UserAgentRefererHeaders",
	},
	headersPolicyType: {
		"e61eb60c-9c35-4d20-a928-2b84e02af89c": "Managed-CORS-and-SecurityHeadersPolicy",
		"5cc3b908-e619-4b99-88e5-2cf7f45965bd": "Managed-CORS-With-Preflight",
		"eaab4381-ed33-4a86-88ca-d9558dc6cd63": "Managed-CORS-with-preflight-and-SecurityHeadersPolicy",
		"67f7725c-6f97-4210-82d7-5512b31e9d03": "Managed-SecurityHeadersPolicy",
		"60669652-455b-4ae9-85a4-c4c02393f86c": "Managed-SimpleCORS",
	},
}

// policyKinds are the properties of a behaviour that name a policy, and what
// CloudFront says of one that is not there:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors
var policyKinds = []struct {
	path, token string
	missing     refusal
}{
	{"cachePolicyId", cachePolicyType, refusal{404, "NoSuchCachePolicy", "The cache policy does not exist: %s"}},
	{"originRequestPolicyId", originPolicyType, refusal{404, "NoSuchOriginRequestPolicy", "The origin request policy does not exist: %s"}},
	{"responseHeadersPolicyId", headersPolicyType, refusal{404, "NoSuchResponseHeadersPolicy", "The response headers policy does not exist: %s"}},
}

// checkPolicies: what a behaviour names is AWS's own or exists.
func checkPolicies(tx *localcloud.Tx, behavior localcloud.Props) error {
	for _, kind := range policyKinds {
		id := behavior.String(kind.path)
		if id != "" && edgePolicies[kind.token][id] == "" && tx.Get(kind.token, id) == nil {
			return kind.missing.about(tx, id)
		}
	}
	return nil
}

func createEdgePolicy(tx *localcloud.Tx, policy *localcloud.Object) error {
	policy.Set("etag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
	return nil
}

// lookupEdgePolicy is the data source of a kind of policy, by id or by name.
func lookupEdgePolicy(token string, missing refusal) localcloud.Function {
	return func(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
		for id, name := range edgePolicies[token] {
			if id == args.String("id") || name == args.String("name") {
				return localcloud.PropsOf(map[string]any{"id": id, "name": name, "etag": "E23ZP02F085DFQ", "comment": ""}), nil
			}
		}
		policy := tx.Get(token, args.String("id"))
		if policy == nil {
			policy = named(tx, token, "name", args.String("name"))
		}
		if policy == nil {
			return nil, missing.about(tx, args.String("id")+args.String("name"))
		}
		return policy.Outputs, nil
	}
}
