package drift

import (
	"strings"

	"groundwork/internal/changes"
)

const (
	rdsInstance      = "aws:rds/instance:Instance"
	replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup"
	nodeGroup        = "aws:eks/nodeGroup:NodeGroup"
	eksCluster       = "aws:eks/cluster:Cluster"
	distribution     = "aws:cloudfront/distribution:Distribution"
	certificate      = "aws:acm/certificate:Certificate"
)

// awsRules are what AWS itself changes in what we made.
var awsRules = []rule{{
	types: []string{nodeGroup}, paths: []string{"scalingConfig.desiredSize"},
	when:   between("scalingConfig.minSize", "scalingConfig.maxSize"),
	reason: "the autoscaler chooses the number of nodes between the declared bounds",
	source: "https://github.com/pulumi/pulumi-eks/issues/321", resets: true,
}, {
	types: []string{"aws:autoscaling/group:Group"}, paths: []string{"desiredCapacity"},
	when:   between("minSize", "maxSize"),
	reason: "the autoscaler chooses the number of instances between the declared bounds",
	source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html", resets: true,
}, {
	types: []string{"aws:ecs/service:Service"}, paths: []string{"desiredCount"}, when: scaledService,
	reason: "a scaling target of the stack chooses the number of tasks between its bounds",
	source: "https://github.com/hashicorp/terraform-provider-aws/issues/335", resets: true,
}, {
	types: []string{rdsInstance}, paths: []string{"latestRestorableTime"},
	reason: "it moves every five minutes: the time up to which the database can be restored",
	source: "https://github.com/terraform-aws-modules/terraform-aws-rds/pull/356",
}, {
	types: []string{rdsInstance}, paths: []string{"status"},
	when:   oneOf("available", "backing-up", "maintenance", "storage-optimization", "upgrading"),
	reason: "a database in the middle of its own upkeep is up, or will be by itself",
	source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status",
}, {
	types: []string{rdsInstance}, paths: []string{"allocatedStorage"}, when: grownUpTo("maxAllocatedStorage"),
	reason: "RDS grew the storage by itself, up to the declared maximum; it can't shrink again",
	source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html", resets: true,
}, {
	types: []string{rdsInstance, replicationGroup}, paths: []string{"engineVersion", "engineVersionActual"},
	when:   newerMinor("autoMinorVersionUpgrade"),
	reason: "AWS installed a minor version in the maintenance window, as declared; a downgrade would be refused",
	source: "https://github.com/hashicorp/terraform-provider-aws/pull/49496", resets: true,
}, {
	types: []string{eksCluster}, paths: []string{"platformVersion"}, when: newerPlatform,
	reason: "AWS moves a cluster to the newest platform of its Kubernetes version; nobody can choose it",
	source: "https://github.com/hashicorp/terraform-provider-aws/issues/48505",
}, {
	types: []string{distribution}, paths: []string{"etag", "lastModifiedTime", "inProgressValidationBatches"},
	reason: "CloudFront's own bookkeeping: what was changed shows in its own property",
	source: "https://github.com/cloudposse/terraform-aws-cloudfront-s3-cdn/pull/364",
}, {
	types: []string{distribution}, paths: []string{"status"}, when: oneOf("InProgress", "Deployed"),
	reason: "CloudFront is carrying a change to its edges, or has finished",
	source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-returned.html",
}, {
	types: []string{certificate}, paths: []string{"notAfter", "notBefore"}, when: later,
	reason: "ACM renewed the certificate by itself",
	source: "https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
}, {
	types: []string{certificate}, paths: []string{"pendingRenewal", "renewalSummaries", "renewalEligibility"},
	reason: "ACM is about to renew the certificate; one that fails to ends with another status",
	source: "https://docs.aws.amazon.com/acm/latest/userguide/check-certificate-renewal-status.html",
}, {
	types: []string{"aws:eks/*"}, paths: []string{"modifiedAt"}, when: later,
	reason: "the time of a change: what was changed shows in its own property",
	source: "https://github.com/pulumi/pulumi/issues/16072",
}, {
	types: []string{"aws:*"}, paths: []string{"tags.*", "tagsAll.*"}, when: prefixed("aws:"),
	reason: "AWS sets these tags, and nobody else can",
	source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
}, {
	types: []string{"aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc", "aws:ec2/securityGroup:SecurityGroup"},
	paths: []string{"tags.*", "tagsAll.*"},
	when:  all(added, prefixed("kubernetes.io/cluster/", "kubernetes.io/role/", "elbv2.k8s.aws/")),
	reason: "EKS and its load balancer controller mark the network they use; " +
		"without the mark they no longer find it",
	source: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/342", resets: true,
}, {
	types: []string{"aws:*"}, paths: []string{"tagsAll"}, when: toldUnderTags,
	reason: "tagsAll repeats tags, where the difference is told",
	source: "https://github.com/pulumi/pulumi-aws/issues/4080",
}}

// newerPlatform compares "eks.23" and "eks.24".
func newerPlatform(d difference) bool {
	before, was := strings.CutPrefix(text(d.property.Before), "eks.")
	after, is := strings.CutPrefix(text(d.property.After), "eks.")
	older, newer := version(before), version(after)
	return was && is && len(older) == 1 && len(newer) == 1 && older[0] < newer[0]
}

// scaledService holds where the number of tasks keeps to the bounds of a scaling
// target: "service/CLUSTER/NAME".
func scaledService(d difference) bool {
	name := text(d.resource.Before["name"])
	for _, target := range d.known.byType["aws:appautoscaling/target:Target"] {
		if name == "" || !strings.HasSuffix(text(target.Before["resourceId"]), "/"+name) {
			continue
		}
		low, known := changes.Number(target.Before["minCapacity"])
		high, also := changes.Number(target.Before["maxCapacity"])
		if known && also && d.within(low, high) {
			return true
		}
	}
	return false
}

// toldUnderTags holds for a tag that differs among tags, too. A tag that differs
// in tagsAll alone comes from the provider's default tags.
func toldUnderTags(d difference) bool {
	if len(d.path) != 2 {
		return false
	}
	before, _ := d.resource.Before["tags"].(map[string]any)
	after, _ := d.resource.After["tags"].(map[string]any)
	return plain(before[d.name()]) == plain(d.property.Before) && plain(after[d.name()]) == plain(d.property.After)
}
