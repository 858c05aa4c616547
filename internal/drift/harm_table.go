package drift

import "strings"

const (
	ingressRule  = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressRule   = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	publicAccess = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
)

// harms is the order in which drift is told: the first entry that fits a difference is
// its place. First what opens to the world or raises rights, then what loses data or its
// protection, then what costs. What fits none comes last.
var harms = []harm{{
	class: Opens, types: []string{securityGroup, defaultSecurityGroup, ingressRule}, changed: []string{"ingress", "cidrIpv4", "cidrIpv6"}, when: toEverybody,
	reason: "the whole internet may come in",
}, {
	class: Opens, types: []string{rdsInstance}, changed: []string{"publiclyAccessible"}, when: turnedOn,
	reason: "the database has an address in the internet",
}, {
	class: Opens, types: []string{role}, changed: []string{"managedPolicyArns", "inlinePolicies"}, when: gained,
	reason: "whoever has this role may do more than is declared",
}, {
	class: Opens, types: []string{role, "aws:iam/*"}, changed: []string{"assumeRolePolicy", "permissionsBoundary", "policy", "policyArn"},
	reason: "other people may take this role, or it may do something else than is declared",
}, {
	class: Opens, types: []string{"aws:iam/*", "iam:role", "iam:user", "iam:policy"}, undeclared: true,
	reason: "rights that nobody declared",
}, {
	class: Opens, types: []string{"aws:eks/accessEntry:AccessEntry", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "aws:eks/podIdentityAssociation:PodIdentityAssociation"},
	changed: []string{"*"}, undeclared: true,
	reason: "somebody else may act in the cluster, or its pods may take another role",
}, {
	class: Opens, types: []string{"kubernetes:rbac.authorization.k8s.io/*"}, changed: []string{"rules", "subjects", "roleRef"}, undeclared: true,
	reason: "somebody may do more in the cluster than is declared",
}, {
	class: Opens, types: []string{publicAccess, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"}, changed: []string{"*"}, deleted: true,
	reason: "it keeps the public out of buckets",
}, {
	class: Opens, types: []string{bucket, "aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucketAclV2:BucketAclV2", "aws:secretsmanager/*", "aws:kms/*", "aws:ecr/*", "aws:sqs/*", "aws:sns/*"},
	changed: []string{"policy", "acl", "grants", "websites"}, when: func(d difference) bool { return !empty(d.property.After) },
	reason: "others may read or write what is kept there",
}, {
	class: Opens, types: []string{"aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:secretsmanager/secretPolicy:SecretPolicy", "aws:s3/bucketPolicy:BucketPolicy", "aws:kms/grant:Grant"}, undeclared: true,
	reason: "others may read or write what is kept there",
}, {
	class: Opens, types: []string{eksCluster}, changed: []string{"vpcConfig.endpointPublicAccess", "vpcConfig.publicAccessCidrs", "accessConfig"},
	reason: "the cluster's API can be reached from elsewhere",
}, {
	class: Opens, types: []string{"aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule", "elasticloadbalancing:listener", "elasticloadbalancing:listener-rule"},
	changed: []string{"*"}, undeclared: true,
	reason: "requests are let in, or led, elsewhere than is declared",
}, {
	class: Opens, types: []string{"kubernetes:networking.k8s.io/*"}, changed: []string{"spec"}, deleted: true, undeclared: true,
	reason: "pods may be reached, or may reach, what is not declared",
}, {
	class: Opens, types: []string{dnsRecord}, changed: []string{"content", "data", "proxied", "name"}, undeclared: true,
	reason: "people who look for the host are led elsewhere, or a name of the zone leads to somebody's machine",
}, {
	class: Opens, types: []string{zoneSetting, ruleset, "cloudflare:index/zeroTrustAccess*", "cloudflare:index/authenticatedOriginPulls*"}, changed: []string{"*"}, deleted: true,
	reason: "it guards what Cloudflare lets through",
}, {
	class: Opens, types: []string{securityGroup, defaultSecurityGroup, ingressRule, egressRule}, changed: []string{"*"}, undeclared: true,
	when:   func(d difference) bool { return !strings.HasPrefix(d.root(), "tags") && d.root() != "description" },
	reason: "more or other traffic may pass than is declared",
}, {
	class: Opens, types: []string{"aws:ec2/routeTable:RouteTable", "aws:ec2/route:Route"}, changed: []string{"*"}, deleted: true, undeclared: true,
	when:   func(d difference) bool { return !strings.HasPrefix(d.root(), "tags") },
	reason: "traffic takes another way than is declared",
}, {
	class: Loses, types: beginnings(data), deleted: true,
	reason: "it held what can't be made again",
}, {
	class: Loses, types: []string{"aws:*"}, changed: []string{"deletionProtection", "storageEncrypted", "enableKeyRotation", "deletionWindowInDays", "multiAz", "multiAzEnabled", "automaticFailoverEnabled", "isEnabled"}, when: turnedOff,
	reason: "what protects the data is switched off",
}, {
	class: Loses, types: []string{"aws:cloudtrail/*", "aws:guardduty/*", "aws:ebs/encryptionByDefault:EncryptionByDefault"},
	changed: []string{"enableLogging", "isMultiRegionTrail", "enableLogFileValidation", "enable", "enabled"}, when: turnedOff,
	reason: "what protects or records the whole account is switched off",
}, {
	class: Loses, types: []string{"aws:*"}, changed: []string{"backupRetentionPeriod", "snapshotRetentionLimit", "retentionInDays"}, when: lessened,
	reason: "backups or logs are deleted sooner than is declared",
}, {
	class: Loses, types: []string{bucket, "aws:s3/bucketVersioningV2:BucketVersioningV2", "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"},
	changed: []string{"versioningConfiguration", "rules", "lifecycleRules"}, deleted: true,
	reason: "objects may be overwritten or deleted for good",
}, {
	class: Loses, types: []string{"aws:secretsmanager/secretVersion:SecretVersion", "kubernetes:core/v1:Secret"}, changed: []string{"*"}, deleted: true,
	reason: "programs are given another secret than the stack's",
}, {
	class: Loses, types: []string{"kubernetes:policy/v1:PodDisruptionBudget", "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:ec2/flowLog:FlowLog", "aws:cloudtrail/*", "aws:guardduty/*", "aws:ebs/encryptionByDefault:EncryptionByDefault", "aws:cloudwatch/logGroup:LogGroup"}, deleted: true,
	reason: "it watched, or kept what runs from being ended all at once",
}, {
	class: Costs, types: []string{"aws:*"},
	changed: []string{"instanceClass", "nodeType", "instanceType", "instanceTypes", "scalingConfig", "allocatedStorage", "maxAllocatedStorage", "iops", "storageType", "diskSize", "numCacheClusters", "replicasPerNodeGroup", "performanceInsightsRetentionPeriod"},
	reason:  "another size has another price",
}, {
	class: Costs, types: []string{
		"ec2:instance", "ec2:natgateway", "ec2:volume", "ec2:elastic-ip", "ec2:vpc-endpoint", "rds:*", "elasticache:*", "elasticloadbalancing:loadbalancer",
		"eks:cluster", "eks:nodegroup", "workspaces:*",
	}, undeclared: true,
	reason: "it is paid for by the hour, and nobody declared it",
}}

// beginnings are patterns of all types that begin so.
func beginnings(tokens []string) []string {
	var all []string
	for _, token := range tokens {
		all = append(all, token+"*")
	}
	return all
}
