package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

func bucketRead(bucket, principal string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + bucket + `/*","Principal":` + principal + `}]}`
}

func TestS3RefusesWhatItRefuses(t *testing.T) {
	w := settle(t)
	bucket := w.make(bucketType, "files", props{"bucket": "files"})
	assert.Equal(t, "files.s3.us-east-1.amazonaws.com", bucket.Outputs.String("bucketRegionalDomainName"))
	assert.Equal(t, "arn:aws:s3:::files", bucket.Outputs.String("arn"))
	west := w.cloud.Provider("aws", props{"region": "us-west-2"})
	assert.Contains(t, west.Refuse(bucketType, "files", props{"bucket": "files"}), "BucketAlreadyOwnedByYou", "names are the world's")
	enabled := props{"versioningConfiguration": props{"status": "Enabled"}}
	replication := props{"bucket": "files", "role": "arn:aws:iam::123456789012:role/copy", "rules": []any{props{"status": "Enabled", "destination": props{"bucket": "arn:aws:s3:::gone"}}}}
	w.make(roleType, "copy", props{"name": "copy", "assumeRolePolicy": trustText})
	refusing(t, w.provider, []refused{
		{"a name twice", bucketType, props{"bucket": "files"}, "BucketAlreadyOwnedByYou"},
		{"a name with a capital", bucketType, props{"bucket": "Files"}, "lowercase"},
		{"a name like an address", bucketType, props{"bucket": "10.0.0.1"}, "lowercase"},
		{"a name with two dots", bucketType, props{"bucket": "a..b"}, "lowercase"},
		{"a name of two letters", bucketType, props{"bucket": "ab"}, "3 to 63"},
		{"versioning of nothing", bucketVersioningType, with(enabled, props{"bucket": "gone"}), "NoSuchBucket"},
		{"a policy that is no JSON", bucketPolicyType, props{"bucket": "files", "policy": "x"}, "policy"},
		{"a policy about another bucket", bucketPolicyType, props{"bucket": "files", "policy": bucketRead("other", `"*"`)}, "Policy has invalid resource"},
		{"a public policy", bucketPolicyType, props{"bucket": "files", "policy": bucketRead("files", `"*"`)}, "BlockPublicPolicy"},
		{"a public policy, the longer way", bucketPolicyType, props{"bucket": "files", "policy": bucketRead("files", `{"AWS":"*"}`)}, "BlockPublicPolicy"},
		{"an ACL", bucketACLType, props{"bucket": "files", "acl": "private"}, "AccessControlListNotSupported: The bucket does not allow ACLs"},
		{"logs into nothing", bucketLoggingType, props{"bucket": "files", "targetBucket": "gone", "targetPrefix": ""}, "InvalidTargetBucketForLogging"},
		{"replication without versions", bucketReplicationType, replication, "Versioning must be 'Enabled' on the bucket"},
		{"an object in nothing", objectType, props{"bucket": "gone", "key": "a", "content": "x"}, "NoSuchBucket"},
		{"encryption with no key", bucketEncryptionType, props{"bucket": "files", "rules": []any{props{"applyServerSideEncryptionByDefault": props{"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:aws:kms:us-east-1:123456789012:key/0"}}}}, "KMS.NotFoundException"},
	})
	w.make(bucketVersioningType, "files", with(enabled, props{"bucket": "files"}))
	assert.Contains(t, w.provider.Refuse(bucketReplicationType, "r", replication), "Destination bucket must exist.")
	w.make(bucketPublicType, "files", props{"bucket": "files", "blockPublicPolicy": false})
	w.make(bucketPolicyType, "files", props{"bucket": "files", "policy": bucketRead("files", `"*"`)})
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func TestABucketStaysWhileItHoldsSomethingUnlessForced(t *testing.T) {
	w := settle(t)
	bucket := w.make(bucketType, "files", props{"bucket": "files"})
	w.make(objectType, "a", props{"bucket": "files", "key": "a", "content": "x"})
	w.stays(bucketType, "files", bucket, "BucketNotEmpty: The bucket you tried to delete is not empty")
	forced := w.provider.Make(bucketType, "forced", props{"bucket": "forced", "forceDestroy": true})
	w.provider.Make(objectType, "b", props{"bucket": "forced", "key": "b", "content": "x"})
	require.NoError(t, w.provider.Delete(bucketType, "forced", forced.ID, forced.Outputs))
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func distribution(bucket, control string) props {
	return props{
		"enabled":           true,
		"origins":           []any{props{"originId": "files", "domainName": bucket + ".s3.us-east-1.amazonaws.com", "originAccessControlId": control}},
		"restrictions":      props{"geoRestriction": props{"restrictionType": "none"}},
		"viewerCertificate": props{"cloudfrontDefaultCertificate": true},
		"defaultCacheBehavior": props{
			"targetOriginId": "files", "viewerProtocolPolicy": "redirect-to-https", "allowedMethods": []string{"GET", "HEAD"},
			"cachedMethods": []string{"GET", "HEAD"}, "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
		},
	}
}

func TestCloudFrontRefusesWhatItRefuses(t *testing.T) {
	w := settle(t)
	w.make(bucketType, "files", props{"bucket": "files"})
	access := props{"name": "files", "originAccessControlOriginType": "s3", "signingBehavior": "always", "signingProtocol": "sigv4"}
	control := w.make(accessIDType, "files", access)
	wanted := distribution("files", control.ID)
	made := w.make(distributionType, "files", wanted)
	assert.Regexp(t, `^E[A-Z0-9]{13}$`, made.ID)
	assert.Regexp(t, `^d[a-z0-9]{13}\.cloudfront\.net$`, made.Outputs.String("domainName"))
	assert.Equal(t, "arn:aws:cloudfront::123456789012:distribution/"+made.ID, made.Outputs.String("arn"))
	certificate := func(provider *cloudtest.Provider) cloudtest.Made {
		return provider.Make(certificateType, "static", props{"domainName": "static.example.com", "validationMethod": "DNS"})
	}
	pending := certificate(w.provider)
	west := certificate(w.cloud.Provider("aws", props{"region": "us-west-2"}))
	own := func(arn string, aliases ...string) props {
		return with(wanted, props{"aliases": aliases, "viewerCertificate": props{"acmCertificateArn": arn, "sslSupportMethod": "sni-only"}})
	}
	behavior := func(changes props) props {
		return with(wanted, props{"defaultCacheBehavior": with(wanted["defaultCacheBehavior"].(props), changes)})
	}
	refusing(t, w.provider, []refused{
		{"an access control's name twice", accessIDType, access, "OriginAccessControlAlreadyExists"},
		{"an access control that is gone", distributionType, distribution("files", "E0"), "NoSuchOriginAccessControl"},
		{"an origin that is gone", distributionType, distribution("gone", control.ID), "InvalidOrigin"},
		{"a behaviour to no origin", distributionType, behavior(props{"targetOriginId": "other"}), "NoSuchOrigin: One or more of your origins or origin groups do not exist."},
		{"a cache policy that does not exist", distributionType, behavior(props{"cachePolicyId": "0"}), "NoSuchCachePolicy"},
		{"no cache policy at all", distributionType, behavior(props{"cachePolicyId": nil}), "ForwardedValues is required"},
		{"an alias without a certificate", distributionType, with(wanted, props{"aliases": []string{"static.example.com"}}), "InvalidViewerCertificate: To add an alternate domain name"},
		{"a certificate of another region", distributionType, own(west.ID, "static.example.com"), "isn't in us-east-1 region"},
		{"a certificate that was never issued", distributionType, own(pending.ID, "static.example.com"), "InvalidViewerCertificate"},
	})
	w.prove(pending, false)
	assert.Contains(t, w.provider.Refuse(distributionType, "x", own(pending.ID, "other.example.com")), "InvalidViewerCertificate")
	w.make(distributionType, "static", own(pending.ID, "static.example.com"))
	assert.Contains(t, w.provider.Refuse(distributionType, "x", own(pending.ID, "static.example.com")), "CNAMEAlreadyExists")
	w.stays(accessIDType, "files", control, "OriginAccessControlInUse")
	w.stays(certificateType, "static", pending, "ResourceInUseException")
}

func TestECRRefusesWhatItRefuses(t *testing.T) {
	w := settle(t)
	made := w.make(repositoryType, "api", props{"name": "shop/api"})
	assert.Equal(t, "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api", made.Outputs.String("repositoryUrl"))
	rule := `{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":7},"action":{"type":"expire"}}`
	policy := func(text string) props { return props{"repository": "shop/api", "policy": text} }
	refusing(t, w.provider, []refused{
		{"a name twice", repositoryType, props{"name": "shop/api"}, "RepositoryAlreadyExistsException: The repository with name 'shop/api' already exists in the registry with id '123456789012'"},
		{"a name with a capital", repositoryType, props{"name": "Shop"}, "lowercase"},
		{"a policy of nothing", lifecyclePolicyType, props{"repository": "gone", "policy": `{"rules":[` + rule + `]}`}, "RepositoryNotFoundException"},
		{"a policy without rules", lifecyclePolicyType, policy(`{"rules":[]}`), "Lifecycle policy validation failure"},
		{"a priority twice", lifecyclePolicyType, policy(`{"rules":[` + rule + `,` + rule + `]}`), "rulePriority 1"},
		{"tags without a pattern", lifecyclePolicyType, policy(`{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}`), "tagPrefixList"},
	})
	w.make(lifecyclePolicyType, "api", policy(`{"rules":[`+rule+`]}`))
	w.destroy()
	assert.Empty(t, w.cloud.List())
}
