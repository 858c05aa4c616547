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
	{from: distributionType, path: "defaultCacheBehavior.originRequestPolicyId", to: originPolicyType},
	{from: distributionType, path: "orderedCacheBehaviors.*.originRequestPolicyId", to: originPolicyType},
	{from: distributionType, path: "defaultCacheBehavior.responseHeadersPolicyId", to: headersPolicyType},
	{from: distributionType, path: "orderedCacheBehaviors.*.responseHeadersPolicyId", to: headersPolicyType},
	{from: distributionType, path: "defaultCacheBehavior.functionAssociations.*.functionArn", to: edgeFunctionType, by: "arn"},
	{from: distributionType, path: "orderedCacheBehaviors.*.functionAssociations.*.functionArn", to: edgeFunctionType, by: "arn"},
	{from: distributionType, path: "viewerCertificate.acmCertificateArn", to: certificateType, by: "arn"},
	{from: distributionType, path: "webAclId", to: "aws:wafv2/webAcl:WebAcl", by: "arn", loose: true},
}

const (
	identityType     = "aws:cloudfront/originAccessIdentity:OriginAccessIdentity"
	edgeFunctionType = "aws:cloudfront/function:Function"
)

// edgeService is CloudFront.
func edgeService() service {
	edge := service{
		kinds: map[string]localcloud.Kind{
			distributionType:  {Create: createDistribution, Update: updateDistribution, Name: nameDistribution},
			accessIDType:      {Create: createEdgePolicy},
			identityType:      {Create: createIdentity},
			edgeFunctionType:  {Check: checkEdgeFunction, Create: createEdgeFunction, Update: again(createEdgeFunction)},
			cachePolicyType:   {Create: createEdgePolicy, Update: again(createEdgePolicy)},
			originPolicyType:  {Create: createEdgePolicy, Update: again(createEdgePolicy)},
			headersPolicyType: {Create: createEdgePolicy, Update: again(createEdgePolicy)},
		},
		functions: map[string]localcloud.Function{
			"aws:cloudfront/getOriginAccessIdentity:getOriginAccessIdentity": lookupIdentity,
			"aws:cloudfront/getDistribution:getDistribution":                 lookupDistribution,
		},
	}
	for _, kind := range policyKinds {
		name := "get" + short(kind.token)
		edge.functions["aws:cloudfront/"+name+":"+name] = lookupEdgePolicy(kind.token, kind.missing)
	}
	return edge
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

// checkBehaviors: a behaviour has a cache policy, or the older settings in its
// place, and what it names exists.
func checkBehaviors(tx *localcloud.Tx, distribution *localcloud.Object) error {
	for _, behavior := range behaviors(distribution) {
		policy := behavior.String("cachePolicyId")
		switch {
		case policy == "" && !behavior.Has("forwardedValues"):
			return tx.Fail(400, "InvalidArgument", "The parameter ForwardedValues is required, or a cache policy in its place.")
		case policy != "" && behavior.Has("forwardedValues"):
			return tx.Fail(400, "InvalidArgument", "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.")
		}
		if err := checkPolicies(tx, behavior); err != nil {
			return err
		}
		if err := checkEdgeCode(tx, behavior); err != nil {
			return err
		}
	}
	return nil
}

func behaviors(distribution *localcloud.Object) []localcloud.Props {
	return append(distribution.Outputs.Maps("orderedCacheBehaviors"), distribution.Outputs.Map("defaultCacheBehavior"))
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
		if arn == "" && distribution.String("viewerCertificate.iamCertificateId") == "" {
			return tx.Fail(400, "InvalidViewerCertificate", "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.")
		}
		if arn != "" && !covered(alias, covers) {
			return tx.Fail(400, "InvalidViewerCertificate", "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.")
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
