package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// checkOrigins: behaviours lead to origins that are there, a bucket that is an
// origin exists, and anything else says how it is reached:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html
func checkOrigins(tx *localcloud.Tx, distribution *localcloud.Object) error {
	ids := append(valuesAt(distribution.Outputs, "origins.*.originId"), valuesAt(distribution.Outputs, "originGroups.*.originId")...)
	for _, behavior := range behaviors(distribution) {
		if !slices.Contains(ids, behavior.String("targetOriginId")) {
			return tx.Fail(404, "NoSuchOrigin", "One or more of your origins or origin groups do not exist.")
		}
	}
	for _, origin := range distribution.Outputs.Maps("origins") {
		if err := checkOrigin(tx, origin); err != nil {
			return err
		}
	}
	return nil
}

func checkOrigin(tx *localcloud.Tx, origin localcloud.Props) error {
	host, access := origin.String("domainName"), origin.String("s3OriginConfig.originAccessIdentity")
	name, _, bucket := strings.Cut(host, ".s3")
	bucket = bucket && strings.HasSuffix(host, ".amazonaws.com")
	custom := origin.Has("customOriginConfig") || origin.Has("vpcOriginConfig")
	_, identity, _ := strings.Cut(access, "origin-access-identity/cloudfront/")
	switch {
	case strings.Contains(host, "/"):
		return tx.Fail(400, "InvalidArgument", "The parameter origin name must be a domain name.")
	case !bucket && !custom:
		return tx.Fail(400, "InvalidArgument", "The parameter Origin DomainName does not refer to a valid S3 bucket.")
	case bucket && !custom && !accessPoint(name) && named(tx.World(), bucketType, "", name) == nil:
		return tx.Fail(400, "InvalidOrigin", "The specified origin server does not exist or is not valid: %s", host)
	case access != "" && origin.String("originAccessControlId") != "":
		return tx.Fail(400, "IllegalOriginAccessConfiguration", "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).")
	case access != "" && tx.Get(identityType, identity) == nil:
		return tx.Fail(400, "InvalidOriginAccessIdentity", "The specified origin access identity does not exist or is not valid.")
	}
	return nil
}

// accessPoint reports whether a host is an alias of an access point:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
func accessPoint(name string) bool {
	return strings.HasSuffix(name, "-s3alias") || strings.HasSuffix(name, "--ol-s3") || strings.HasSuffix(name, ".mrap")
}

// createIdentity makes what came before access controls:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func createIdentity(tx *localcloud.Tx, identity *localcloud.Object) error {
	identity.Set("etag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
	identity.Set("callerReference", "terraform-"+tx.Dice().Text(26, localcloud.Digits))
	identity.Set("cloudfrontAccessIdentityPath", "origin-access-identity/cloudfront/"+identity.ID)
	identity.Set("iamArn", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity "+identity.ID)
	identity.Set("s3CanonicalUserId", tx.Hex(96))
	return nil
}

// identityUsed reports whether a distribution uses an access identity.
func identityUsed(tx *localcloud.Tx, identity *localcloud.Object) bool {
	return tx.Find(distributionType, func(distribution *localcloud.Object) bool {
		return slices.Contains(valuesAt(distribution.Outputs, "origins.*.s3OriginConfig.originAccessIdentity"), identity.String("cloudfrontAccessIdentityPath"))
	}) != nil
}

func lookupIdentity(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	identity := tx.Get(identityType, args.String("id"))
	if identity == nil {
		return nil, tx.Fail(404, "NoSuchCloudFrontOriginAccessIdentity", "The specified origin access identity does not exist.")
	}
	return identity.Outputs, nil
}

func lookupDistribution(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	distribution := tx.Get(distributionType, args.String("id"))
	if distribution == nil {
		return nil, tx.Fail(404, "NoSuchDistribution", "The specified distribution does not exist.")
	}
	return distribution.Outputs, nil
}
