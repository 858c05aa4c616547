package aws

import (
	"net/netip"
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// Errors of S3: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
var noBucket = refusal{404, "NoSuchBucket", "The specified bucket does not exist: %s"}

// bucketSettings are the types that configure a bucket; they go with it.
var bucketSettings = []string{
	"aws:s3/bucketAccelerateConfigurationV2:BucketAccelerateConfigurationV2", bucketACLType,
	"aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
	bucketLifecycleType, bucketLoggingType,
	bucketNotificationType, bucketLockType,
	bucketOwnershipType, bucketPolicyType, bucketPublicType, bucketReplicationType,
	"aws:s3/bucketRequestPaymentConfigurationV2:BucketRequestPaymentConfigurationV2",
	bucketEncryptionType, bucketVersioningType, bucketWebsiteType,
	"aws:s3/bucketMetric:BucketMetric", "aws:s3/inventory:Inventory", "aws:s3/analyticsConfiguration:AnalyticsConfiguration",
	"aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration",
}

const (
	bucketACLType         = "aws:s3/bucketAclV2:BucketAclV2"
	bucketLockType        = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"
	bucketLoggingType     = "aws:s3/bucketLoggingV2:BucketLoggingV2"
	bucketOwnershipType   = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	bucketPublicType      = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	bucketReplicationType = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
	bucketEncryptionType  = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
	bucketVersioningType  = "aws:s3/bucketVersioningV2:BucketVersioningV2"
)

var bucketLinks = func() []link {
	list := []link{
		{from: objectType, path: "bucket", to: bucketType, missing: noBucket, loose: true},
		{from: "aws:s3/objectCopy:ObjectCopy", path: "bucket", to: bucketType, missing: noBucket, loose: true},
		{from: bucketLoggingType, path: "targetBucket", to: bucketType, loose: true, missing: refusal{400, "InvalidTargetBucketForLogging", "The target bucket for logging does not exist: %s"}},
		{from: bucketEncryptionType, path: "rules.*.applyServerSideEncryptionByDefault.kmsMasterKeyId", to: keyType, loose: true, missing: refusal{400, "KMS.NotFoundException", "Key '%s' does not exist"}},
		{from: bucketReplicationType, path: "role", to: roleType, loose: true, missing: refusal{400, "InvalidRequest", "The replication role %s does not exist"}},
	}
	for _, token := range bucketSettings {
		list = append(list, link{from: token, path: "bucket", to: bucketType, missing: noBucket, loose: true})
	}
	return list
}()

// bucketService is S3.
func bucketService() service {
	return service{kinds: map[string]localcloud.Kind{
		bucketType:             {Check: checkBucket, Create: createBucket, Update: again(inlineSettings), Read: readBucket, Delete: deleteBucket},
		bucketWebsiteType:      {Create: putWebsite, Update: again(putWebsite)},
		bucketLifecycleType:    {Create: putLifecycle, Update: again(putLifecycle)},
		bucketNotificationType: {Create: putNotification, Update: again(putNotification)},
		bucketVersioningType:   {Update: putVersioning},
		bucketLockType:         {Create: putObjectLock},
		bucketPolicyType:       {Create: putBucketPolicy, Update: again(putBucketPolicy)},
		bucketACLType:          {Create: putACL, Update: again(putACL)},
		bucketReplicationType:  {Create: putReplication},
		bucketLoggingType:      {Create: putLogging},
		objectType:             {ID: objectID, Find: findObject, Create: putObject, Update: again(putObject)},
	}}
}

// bucketNames follow
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
var (
	bucketNames    = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	bucketPrefixes = []string{"xn--", "sthree-", "amzn-s3-demo-"}
	bucketSuffixes = []string{"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}
)

func checkBucket(c *localcloud.Check) {
	name := c.Inputs.String("bucket")
	if name == "" {
		return
	}
	_, notAnAddress := netip.ParseAddr(name)
	bad := !bucketNames.MatchString(name) || strings.Contains(name, "..") || notAnAddress == nil
	for _, prefix := range bucketPrefixes {
		bad = bad || strings.HasPrefix(name, prefix)
	}
	for _, suffix := range bucketSuffixes {
		bad = bad || strings.HasSuffix(name, suffix)
	}
	if bad {
		c.Fail("bucket", "only lowercase alphanumeric characters, hyphens and dots allowed in %q, 3 to 63, and no reserved prefix or suffix: %q", "bucket", name)
	}
}

// createBucket: names are taken in the whole world. Since 2023 every bucket is
// encrypted and blocks public access:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
func createBucket(tx *localcloud.Tx, bucket *localcloud.Object) error {
	name := bucket.String("bucket")
	for _, other := range tx.World().Where(bucketType, "bucket", name) {
		if other.Scope != bucket.Scope {
			return taken[bucketType].about(tx, name)
		}
	}
	bucket.Set("region", tx.Region())
	bucket.Set("bucketDomainName", name+".s3.amazonaws.com")
	bucket.Set("bucketRegionalDomainName", name+".s3."+tx.Region()+".amazonaws.com")
	bucket.Set("hostedZoneId", bucketZones[tx.Region()])
	decide(bucket, "requestPayer", "BucketOwner")
	if canonical(bucket.Type) == bucket.Type {
		decide(bucket, "objectLockEnabled", false)
	}
	return inlineSettings(tx, bucket)
}

// deleteBucket refuses while objects are left, unless the provider may empty
// the bucket first:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html
func deleteBucket(tx *localcloud.Tx, bucket *localcloud.Object) error {
	objects := tx.Where(objectType, "bucket", bucket.ID)
	if len(objects) > 0 && !bucket.Outputs.Bool("forceDestroy") {
		return tx.Fail(409, "BucketNotEmpty", "The bucket you tried to delete is not empty. BucketName: %s", bucket.ID)
	}
	for _, object := range objects {
		tx.Remove(objectType, object.ID)
	}
	takeAlong(tx, "bucket", bucket.ID, bucketSettings...)
	return nil
}

// bucketZones are the hosted zones of website endpoints:
// https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
var bucketZones = map[string]string{
	"us-east-1": "Z3AQBSTGFYJSTF", "us-east-2": "Z2O1EMRO9K5GLX", "us-west-1": "Z2F56UZL2M1ACD", "us-west-2": "Z3BJ6K6RIION7M",
	"ca-central-1": "Z1QDHH18159H29", "sa-east-1": "Z7KQH4QJS55SO", "eu-west-1": "Z1BKCTXD74EZPE", "eu-west-2": "Z3GKZC51ZF0DB4",
	"eu-west-3": "Z3R1K369G5AVDG", "eu-central-1": "Z21DNDUVLTQW6Q", "eu-north-1": "Z3BAZG2TWCNX0D", "eu-south-1": "Z30OZKI7KPW7MI",
	"ap-south-1": "Z11RGJOFQNVJUP", "ap-southeast-1": "Z3O0J2DXBE1FTB", "ap-southeast-2": "Z1WCIGYICN2BYD",
	"ap-northeast-1": "Z2M4EHUR26P7ZW", "ap-northeast-2": "Z3W03O7B5YMIYP", "ap-east-1": "ZNB98KWMFR0R6",
	"af-south-1": "Z83WF9RJE8B12", "me-south-1": "Z1MPMWCPA7YB62",
}
