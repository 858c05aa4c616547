package aws

import (
	"slices"

	"groundwork/internal/localcloud"
)

const bucketWebsiteType = "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2"

// dashed are the regions whose website endpoints join the region with a dash;
// the younger ones have a dot:
// https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
var dashed = []string{
	"us-east-1", "us-west-1", "us-west-2", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "eu-west-1", "sa-east-1",
}

func websiteDomain(region string) string {
	if slices.Contains(dashed, region) {
		return "s3-website-" + region + ".amazonaws.com"
	}
	return "s3-website." + region + ".amazonaws.com"
}

func putWebsite(tx *localcloud.Tx, website *localcloud.Object) error {
	website.Set("websiteDomain", websiteDomain(tx.Region()))
	website.Set("websiteEndpoint", website.String("bucket")+"."+websiteDomain(tx.Region()))
	return nil
}

// readBucket shows what stands beside the bucket in objects of their own.
func readBucket(tx *localcloud.Tx, bucket *localcloud.Object) {
	readBucketSettings(tx, bucket)
	website := tx.Get(bucketWebsiteType, bucket.ID)
	if website == nil || bucket.Outputs.Has("website") {
		return
	}
	bucket.Set("websiteDomain", website.String("websiteDomain"))
	bucket.Set("websiteEndpoint", website.String("websiteEndpoint"))
}

// inlineSettings are what the classic bucket has of its own: the same settings
// as the objects of their own types, with the same defaults.
func inlineSettings(tx *localcloud.Tx, bucket *localcloud.Object) error {
	if acl := bucket.String("acl"); acl != "" && acl != "private" {
		return tx.Fail(400, "InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
	}
	if bucket.Outputs.Has("website") || len(bucket.Outputs.Maps("websites")) > 0 {
		bucket.Set("websiteDomain", websiteDomain(tx.Region()))
		bucket.Set("websiteEndpoint", bucket.String("bucket")+"."+websiteDomain(tx.Region()))
	}
	if canonical(bucket.Type) == bucket.Type {
		return nil
	}
	decideIn(bucket, "versioning", map[string]any{"enabled": false, "mfaDelete": false})
	decide(bucket, "serverSideEncryptionConfiguration", map[string]any{"rule": map[string]any{
		"applyServerSideEncryptionByDefault": map[string]any{"kmsMasterKeyId": "", "sseAlgorithm": "AES256"}, "bucketKeyEnabled": false,
	}})
	if policy := bucket.String("policy"); policy != "" {
		return checkBucketPolicy(tx, bucket.String("bucket"), policy)
	}
	return nil
}
