package cloudfront

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awscloudfront "groundwork/internal/sdk/aws/cloudfront"
)

const (
	originID = "bucket"
	// cachingOptimized caches by path alone, compressed:
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	// securityHeaders adds HSTS, nosniff, frame and referrer headers, and lets
	// other origins fetch: fonts and modules on a host of their own are useless
	// to the site without it, and the files are public anyway.
	// (Managed-CORS-and-SecurityHeadersPolicy)
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
	securityHeaders = "e61eb60c-9c35-4d20-a928-2b84e02af89c"
	// minimumTLS is TLS 1.2 with forward secrecy. CloudFront knows a newer
	// policy, TLSv1.2_2025, which this version of the provider refuses.
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
	minimumTLS = "TLSv1.2_2021"
)

// distribution reads the bucket as itself: it signs every request, whatever the
// viewer sent.
func (b *builder) distribution() (*awscloudfront.Distribution, error) {
	access, err := awscloudfront.NewOriginAccessControl(b.ctx, b.child("access"), &awscloudfront.OriginAccessControlArgs{
		Description:                   pulumi.String("Reads the assets of " + b.args.Names.Prefix()),
		OriginAccessControlOriginType: pulumi.String("s3"),
		SigningBehavior:               pulumi.String("always"),
		SigningProtocol:               pulumi.String("sigv4"),
	}, b.parent)
	if err != nil {
		return nil, fmt.Errorf("creating the origin access control: %w", err)
	}
	distribution, err := awscloudfront.NewDistribution(b.ctx, b.child("distribution"), &awscloudfront.DistributionArgs{
		Enabled:           pulumi.Bool(true),
		Comment:           pulumi.String("Static assets of " + b.args.Names.Prefix()),
		Aliases:           pulumi.StringArray{pulumi.String(b.args.Host)},
		DefaultRootObject: pulumi.String("index.html"),
		HttpVersion:       pulumi.String("http2and3"),
		IsIpv6Enabled:     pulumi.Bool(true),
		PriceClass:        pulumi.String(b.args.PriceClass),
		Origins: awscloudfront.DistributionOriginArray{awscloudfront.DistributionOriginArgs{
			OriginId:              pulumi.String(originID),
			DomainName:            b.args.BucketDomainName,
			OriginAccessControlId: access.ID().ToStringOutput(),
		}},
		DefaultCacheBehavior: behavior(),
		Restrictions: awscloudfront.DistributionRestrictionsArgs{
			GeoRestriction: awscloudfront.DistributionRestrictionsGeoRestrictionArgs{RestrictionType: pulumi.String("none")},
		},
		ViewerCertificate: awscloudfront.DistributionViewerCertificateArgs{
			AcmCertificateArn:      b.args.CertificateARN.ToStringOutput(),
			MinimumProtocolVersion: pulumi.String(minimumTLS),
			SslSupportMethod:       pulumi.String("sni-only"),
		},
		Tags: b.tags(),
	}, b.parent)
	if err != nil {
		return nil, fmt.Errorf("creating the distribution: %w", err)
	}
	return distribution, nil
}

// behavior is how assets are served: read only, over HTTPS, compressed.
func behavior() awscloudfront.DistributionDefaultCacheBehaviorArgs {
	readOnly := pulumi.ToStringArray([]string{"GET", "HEAD", "OPTIONS"})
	return awscloudfront.DistributionDefaultCacheBehaviorArgs{
		TargetOriginId:          pulumi.String(originID),
		ViewerProtocolPolicy:    pulumi.String("redirect-to-https"),
		AllowedMethods:          readOnly,
		CachedMethods:           pulumi.ToStringArray([]string{"GET", "HEAD"}),
		Compress:                pulumi.Bool(true),
		CachePolicyId:           pulumi.String(cachingOptimized),
		ResponseHeadersPolicyId: pulumi.String(securityHeaders),
	}
}
