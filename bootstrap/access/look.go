package access

import "groundwork/internal/iampolicy"

// looks are what a preview or a refresh asks about the types that the stacks
// use. AWS' own ReadOnlyAccess would do it too, and read every object, table and
// queue of the account besides.
var looks = []string{
	"acm:DescribeCertificate", "acm:ListTagsForCertificate",
	"cloudfront:GetDistribution", "cloudfront:GetOriginAccessControl", "cloudfront:ListTagsForResource",
	"ec2:Describe*", "ec2:GetManagedPrefixListEntries",
	"ecr:DescribePullThroughCacheRules", "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:ListTagsForResource",
	"eks:Describe*", "eks:List*",
	"elasticache:Describe*", "elasticache:ListTagsForResource",
	"elasticloadbalancing:Describe*",
	"iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags",
	"kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags",
	"logs:DescribeDeliveries", "logs:DescribeLogGroups",
	"logs:GetDelivery", "logs:GetDeliveryDestination", "logs:GetDeliveryDestinationPolicy", "logs:GetDeliverySource", "logs:ListTagsForResource",
	"rds:Describe*", "rds:ListTagsForResource",
	"s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
	"secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds",
	// How drift finds what carries our tags and is in no state.
	"tag:GetResources",
}

// Look lets a role see how everything is set up, and nothing of what it holds:
// no object, no secret's value, no row, no line of a log.
func (a Account) Look() iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{allow("Look", looks, everything, nil)}}
}

// Peek lets previews read the states and secrets of the environments, and the
// names of what is in their buckets, without which S3 does not even tell that a
// bucket exists.
//
// A refresh of a secret's version reads its value. Withholding it would protect
// nothing: the same value is in the state, which a preview decrypts.
func (a Account) Peek(environments []string) iampolicy.Document {
	var buckets, objects []string
	for _, environment := range environments {
		buckets = append(buckets, a.buckets(environment)...)
		objects = append(objects, a.stacks(environment)...)
	}
	return iampolicy.Document{Statements: []iampolicy.Statement{
		allow("ReadState", []string{"s3:GetObject"}, append(objects, a.stateARN()+"/"+metaKey), nil),
		allow("FindState", []string{"s3:ListBucket"}, []string{a.stateARN()}, nil),
		allow("FindBuckets", []string{"s3:ListBucket"}, buckets, nil),
		allow("RefreshSecrets", []string{"secretsmanager:GetSecretValue"}, []string{a.regional("secretsmanager", "secret:*")}, iampolicy.Condition{"StringEquals": {
			"aws:ResourceTag/ManagedBy":   {managedBy},
			"aws:ResourceTag/Environment": environments,
		}}),
	}}
}

// accountLooks are what a refresh asks about the types that the account's own stack uses
// besides.
var accountLooks = []string{
	"budgets:ListTagsForResource", "budgets:ViewBudget",
	"cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetInsightSelectors", "cloudtrail:GetTrail", "cloudtrail:GetTrailStatus", "cloudtrail:ListTags",
	"cloudtrail:LookupEvents", // who made a drift, and when
	"ec2:GetEbsEncryptionByDefault", "guardduty:GetDetector", "guardduty:ListTagsForResource",
	"iam:GetOpenIDConnectProvider", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy",
	"s3:GetAccountPublicAccessBlock",
}

// Watch lets a role read what Peek does, and what was deployed when, of the environments;
// and how the account's own stack is set up.
func (a Account) Watch(environments []string) iampolicy.Document {
	document := a.Peek(environments)
	var history []string
	for _, environment := range environments {
		history = append(history, a.stateARN()+"/.pulumi/history/*/"+environment+"/*")
	}
	document.Statements = append(document.Statements,
		allow("ReadHistory", []string{"s3:GetObject"}, history, nil),
		allow("LookAtAccount", accountLooks, everything, nil),
		allow("FindAccountsBuckets", []string{"s3:ListBucket"}, []string{"arn:aws:s3:::" + a.Names.Prefix() + "-*"}, nil))
	return document
}

// managedBy is the tag ManagedBy of everything that this program makes.
const managedBy = "groundwork"

// Decrypt lets a role read what the keys encrypted.
func Decrypt(keyARNs []string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{allow("Decrypt", []string{"kms:Decrypt"}, keyARNs, nil)}}
}
