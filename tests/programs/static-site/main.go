// A static site: files in S3, served by CloudFront under a name at Cloudflare.
package main

import (
	"encoding/json"
	"mime"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cfg := config.New(ctx, "")
		domain := cfg.Require("domain")
		zoneID := cfg.Require("cloudflareZoneId")

		bucket, err := s3.NewBucketV2(ctx, "site", nil)
		if err != nil {
			return err
		}
		_, err = s3.NewBucketPublicAccessBlock(ctx, "site", &s3.BucketPublicAccessBlockArgs{
			Bucket:                bucket.ID(),
			BlockPublicAcls:       pulumi.Bool(true),
			BlockPublicPolicy:     pulumi.Bool(true),
			IgnorePublicAcls:      pulumi.Bool(true),
			RestrictPublicBuckets: pulumi.Bool(true),
		})
		if err != nil {
			return err
		}
		if err := upload(ctx, bucket, "www"); err != nil {
			return err
		}

		certificateArn, err := certificate(ctx, domain, zoneID)
		if err != nil {
			return err
		}
		access, err := cloudfront.NewOriginAccessControl(ctx, "site", &cloudfront.OriginAccessControlArgs{
			OriginAccessControlOriginType: pulumi.String("s3"),
			SigningBehavior:               pulumi.String("always"),
			SigningProtocol:               pulumi.String("sigv4"),
		})
		if err != nil {
			return err
		}
		cdn, err := cloudfront.NewDistribution(ctx, "cdn", &cloudfront.DistributionArgs{
			Enabled:           pulumi.Bool(true),
			Aliases:           pulumi.StringArray{pulumi.String(domain)},
			DefaultRootObject: pulumi.String("index.html"),
			Origins: cloudfront.DistributionOriginArray{
				cloudfront.DistributionOriginArgs{
					OriginId:              bucket.Arn,
					DomainName:            bucket.BucketRegionalDomainName,
					OriginAccessControlId: access.ID(),
				},
			},
			DefaultCacheBehavior: cloudfront.DistributionDefaultCacheBehaviorArgs{
				TargetOriginId:       bucket.Arn,
				ViewerProtocolPolicy: pulumi.String("redirect-to-https"),
				AllowedMethods:       pulumi.ToStringArray([]string{"GET", "HEAD", "OPTIONS"}),
				CachedMethods:        pulumi.ToStringArray([]string{"GET", "HEAD", "OPTIONS"}),
				Compress:             pulumi.Bool(true),
				DefaultTtl:           pulumi.Int(600),
				MaxTtl:               pulumi.Int(600),
				MinTtl:               pulumi.Int(0),
				ForwardedValues: cloudfront.DistributionDefaultCacheBehaviorForwardedValuesArgs{
					QueryString: pulumi.Bool(false),
					Cookies: cloudfront.DistributionDefaultCacheBehaviorForwardedValuesCookiesArgs{
						Forward: pulumi.String("none"),
					},
				},
			},
			CustomErrorResponses: cloudfront.DistributionCustomErrorResponseArray{
				cloudfront.DistributionCustomErrorResponseArgs{
					ErrorCode:        pulumi.Int(404),
					ResponseCode:     pulumi.Int(404),
					ResponsePagePath: pulumi.String("/404.html"),
				},
			},
			PriceClass: pulumi.String("PriceClass_100"),
			Restrictions: cloudfront.DistributionRestrictionsArgs{
				GeoRestriction: cloudfront.DistributionRestrictionsGeoRestrictionArgs{
					RestrictionType: pulumi.String("none"),
				},
			},
			ViewerCertificate: cloudfront.DistributionViewerCertificateArgs{
				AcmCertificateArn:      certificateArn,
				SslSupportMethod:       pulumi.String("sni-only"),
				MinimumProtocolVersion: pulumi.String("TLSv1.2_2021"),
			},
		})
		if err != nil {
			return err
		}
		_, err = s3.NewBucketPolicy(ctx, "site", &s3.BucketPolicyArgs{
			Bucket: bucket.ID(),
			Policy: pulumi.All(bucket.Arn, cdn.Arn).ApplyT(func(args []any) (string, error) {
				return readableBy(args[0].(string), args[1].(string))
			}).(pulumi.StringOutput),
		})
		if err != nil {
			return err
		}

		if err := record(ctx, "site", zoneID, pulumi.String(domain), pulumi.String("CNAME"), cdn.DomainName); err != nil {
			return err
		}
		ctx.Export("bucketName", bucket.ID())
		ctx.Export("cdnUrl", pulumi.Sprintf("https://%s", cdn.DomainName))
		ctx.Export("url", pulumi.Sprintf("https://%s", domain))
		return nil
	})
}

// upload puts the folder's files into the bucket.
func upload(ctx *pulumi.Context, bucket *s3.BucketV2, folder string) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, file := range files {
		_, err := s3.NewBucketObjectv2(ctx, file.Name(), &s3.BucketObjectv2Args{
			Bucket:      bucket.ID(),
			Key:         pulumi.String(file.Name()),
			Source:      pulumi.NewFileAsset(filepath.Join(folder, file.Name())),
			ContentType: pulumi.String(mime.TypeByExtension(filepath.Ext(file.Name()))),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// certificate makes one that CloudFront can use: in us-east-1, whatever region
// the bucket is in.
func certificate(ctx *pulumi.Context, domain, zoneID string) (pulumi.StringOutput, error) {
	none := pulumi.StringOutput{}
	east, err := aws.NewProvider(ctx, "east", &aws.ProviderArgs{Region: pulumi.String("us-east-1")})
	if err != nil {
		return none, err
	}
	made, err := acm.NewCertificate(ctx, "certificate", &acm.CertificateArgs{
		DomainName:       pulumi.String(domain),
		ValidationMethod: pulumi.String("DNS"),
	}, pulumi.Provider(east))
	if err != nil {
		return none, err
	}
	proof := made.DomainValidationOptions.Index(pulumi.Int(0))
	err = record(ctx, "certificate-validation", zoneID,
		undotted(proof.ResourceRecordName()), proof.ResourceRecordType().Elem(), undotted(proof.ResourceRecordValue()))
	if err != nil {
		return none, err
	}
	validation, err := acm.NewCertificateValidation(ctx, "certificate", &acm.CertificateValidationArgs{
		CertificateArn:        made.Arn,
		ValidationRecordFqdns: pulumi.StringArray{proof.ResourceRecordName().Elem()},
	}, pulumi.Provider(east))
	if err != nil {
		return none, err
	}
	return validation.CertificateArn, nil
}

// undotted is a name as Cloudflare writes it.
func undotted(name pulumi.StringPtrOutput) pulumi.StringOutput {
	return name.Elem().ApplyT(func(name string) string {
		return strings.TrimSuffix(name, ".")
	}).(pulumi.StringOutput)
}

// record makes a DNS record at Cloudflare, by its token: Cloudflare's SDK takes
// minutes to compile, and this is all that the site needs of it.
func record(ctx *pulumi.Context, name, zoneID string, fqdn, kind, content pulumi.StringInput) error {
	var made pulumi.CustomResourceState
	return ctx.RegisterResource("cloudflare:index/dnsRecord:DnsRecord", name, pulumi.Map{
		"zoneId":  pulumi.String(zoneID),
		"name":    fqdn,
		"type":    kind,
		"content": content,
		"ttl":     pulumi.Float64(300),
		"proxied": pulumi.Bool(false),
	}, &made)
}

// readableBy is the bucket policy that lets one distribution read it.
func readableBy(bucketArn, distributionArn string) (string, error) {
	policy, err := json.Marshal(map[string]any{
		"Version": "2012-10-17",
		"Statement": []map[string]any{{
			"Effect":    "Allow",
			"Principal": map[string]string{"Service": "cloudfront.amazonaws.com"},
			"Action":    "s3:GetObject",
			"Resource":  bucketArn + "/*",
			"Condition": map[string]any{"StringEquals": map[string]string{"AWS:SourceArn": distributionArn}},
		}},
	})
	return string(policy), err
}
