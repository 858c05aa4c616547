package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// Errors of CloudFront:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors
var edgeLinks = []link{
	{from: distributionType, path: "origins.*.originAccessControlId", to: accessIDType, missing: refusal{404, "NoSuchOriginAccessControl", "The specified origin access control does not exist: %s"}},
	{from: distributionType, path: "defaultCacheBehavior.cachePolicyId", to: cachePolicyType},
	{from: distributionType, path: "orderedCacheBehaviors.*.cachePolicyId", to: cachePolicyType},
	{from: distributionType, path: "viewerCertificate.acmCertificateArn", to: certificateType, by: "arn"},
	{from: distributionType, path: "webAclId", to: "aws:wafv2/webAcl:WebAcl", by: "arn", loose: true},
}

// edgeService is CloudFront.
func edgeService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			distributionType: {Create: createDistribution, Update: updateDistribution, Name: nameDistribution},
			accessIDType:     {Create: createAccessControl},
		},
		functions: map[string]localcloud.Function{
			"aws:cloudfront/getCachePolicy:getCachePolicy": lookupCachePolicy,
		},
	}
}

// managedCachePolicies are AWS's own:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
var managedCachePolicies = map[string]string{
	"658327ea-f89d-4fab-a63d-7e88639e58f6": "Managed-CachingOptimized",
	"b2884449-e4de-46a7-ac36-70bc7f1ddd6d": "Managed-CachingOptimizedForUncompressedObjects",
	"4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "Managed-CachingDisabled",
	"08627262-05a9-4f76-9ded-b50ca2e3a84f": "Managed-Elemental-MediaPackage",
	"2e54312d-136d-493c-8eb9-b001f22f67d2": "Managed-Amplify",
	"83da9c7e-98b4-4e11-a168-04f0df8e2c65": "UseOriginCacheControlHeaders",
	"4cc15a8a-d715-48a4-82b8-cc0b614638fe": "UseOriginCacheControlHeaders-QueryStrings",
}

func createAccessControl(tx *localcloud.Tx, control *localcloud.Object) error {
	control.Set("etag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
	return nil
}

func nameDistribution(distribution *localcloud.Object) string {
	if aliases := distribution.Outputs.Strings("aliases"); len(aliases) > 0 {
		return aliases[0]
	}
	return distribution.String("comment")
}

func createDistribution(tx *localcloud.Tx, distribution *localcloud.Object) error {
	if err := checkDistribution(tx, distribution); err != nil {
		return err
	}
	distribution.Set("domainName", "d"+tx.Dice().Text(13, localcloud.LowerAlnum)+".cloudfront.net")
	distribution.Set("hostedZoneId", "Z2FDTNDATAQYW2")
	distribution.Set("callerReference", "terraform-"+tx.Dice().Text(26, localcloud.Digits))
	distribution.Set("status", "Deployed")
	distribution.Set("inProgressValidationBatches", 0)
	distribution.Set("lastModifiedTime", tx.Now().Format("2006-01-02 15:04:05 -0700 MST"))
	distribution.Set("etag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
	return nil
}

func updateDistribution(tx *localcloud.Tx, _, distribution *localcloud.Object) error {
	if err := checkDistribution(tx, distribution); err != nil {
		return err
	}
	distribution.Set("lastModifiedTime", tx.Now().Format("2006-01-02 15:04:05 -0700 MST"))
	distribution.Set("etag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
	return nil
}

func checkDistribution(tx *localcloud.Tx, distribution *localcloud.Object) error {
	for _, rule := range []func(*localcloud.Tx, *localcloud.Object) error{checkOrigins, checkBehaviors, checkAliases} {
		if err := rule(tx, distribution); err != nil {
			return err
		}
	}
	return nil
}

// checkOrigins: behaviours lead to origins that are there, and a bucket that is
// an origin exists.
func checkOrigins(tx *localcloud.Tx, distribution *localcloud.Object) error {
	ids := append(valuesAt(distribution.Outputs, "origins.*.originId"), valuesAt(distribution.Outputs, "originGroups.*.originId")...)
	targets := append(valuesAt(distribution.Outputs, "orderedCacheBehaviors.*.targetOriginId"), distribution.String("defaultCacheBehavior.targetOriginId"))
	for _, target := range targets {
		if !slices.Contains(ids, target) {
			return tx.Fail(404, "NoSuchOrigin", "One or more of your origins or origin groups do not exist.")
		}
	}
	for _, host := range valuesAt(distribution.Outputs, "origins.*.domainName") {
		name, _, bucket := strings.Cut(host, ".s3.")
		if bucket && strings.HasSuffix(host, ".amazonaws.com") && named(tx.World(), bucketType, "", name) == nil {
			return tx.Fail(400, "InvalidOrigin", "The specified origin server does not exist or is not valid: %s", host)
		}
	}
	return nil
}

// checkBehaviors: a behaviour has a cache policy that exists, or the older
// settings in its place.
func checkBehaviors(tx *localcloud.Tx, distribution *localcloud.Object) error {
	behaviors := append(distribution.Outputs.Maps("orderedCacheBehaviors"), distribution.Outputs.Map("defaultCacheBehavior"))
	for _, behavior := range behaviors {
		policy := behavior.String("cachePolicyId")
		switch {
		case policy == "" && !behavior.Has("forwardedValues"):
			return tx.Fail(400, "InvalidArgument", "The parameter ForwardedValues is required, or a cache policy in its place.")
		case policy != "" && behavior.Has("forwardedValues"):
			return tx.Fail(400, "InvalidArgument", "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.")
		case policy != "" && managedCachePolicies[policy] == "" && tx.Get(cachePolicyType, policy) == nil:
			return tx.Fail(404, "NoSuchCachePolicy", "The cache policy does not exist: %s", policy)
		}
	}
	return nil
}

// checkAliases: own names need a certificate of us-east-1 that covers them, and
// belong to one distribution:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
func checkAliases(tx *localcloud.Tx, distribution *localcloud.Object) error {
	arn := distribution.String("viewerCertificate.acmCertificateArn")
	aliases := distribution.Outputs.Strings("aliases")
	var covers []string
	if arn != "" {
		certificate := tx.In("us-east-1").Get(certificateType, arn)
		if certificate == nil || !issued(tx, certificate) {
			return tx.Fail(400, "InvalidViewerCertificate", "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.")
		}
		covers = domains(certificate)
	}
	for _, alias := range aliases {
		if arn == "" && distribution.String("viewerCertificate.iamCertificateId") == "" || arn != "" && !covered(alias, covers) {
			return tx.Fail(400, "InvalidViewerCertificate", "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name: %s", alias)
		}
		for _, other := range tx.Where(distributionType, "aliases", alias) {
			if other.ID != distribution.ID {
				return tx.Fail(409, "CNAMEAlreadyExists", "One or more of the CNAMEs you provided are already associated with a different resource: %s", alias)
			}
		}
	}
	return nil
}

// covered: a wildcard stands for one label.
func covered(name string, by []string) bool {
	_, parent, _ := strings.Cut(name, ".")
	return slices.Contains(by, name) || slices.Contains(by, "*."+parent)
}

func lookupCachePolicy(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	for id, name := range managedCachePolicies {
		if id == args.String("id") || name == args.String("name") {
			return localcloud.PropsOf(map[string]any{"id": id, "name": name, "etag": "E23ZP02F085DFQ", "comment": ""}), nil
		}
	}
	policy := tx.Get(cachePolicyType, args.String("id"))
	if policy == nil {
		policy = named(tx, cachePolicyType, "name", args.String("name"))
	}
	if policy == nil {
		return nil, tx.Fail(404, "NoSuchCachePolicy", "The cache policy does not exist: %s%s", args.String("id"), args.String("name"))
	}
	result := policy.Outputs.Clone()
	result.Set("id", policy.ID)
	return result, nil
}
