package drift

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// repair is a difference that may be put back without a person: it stops nothing,
// loses nothing and opens nothing. What is not listed is not safe; values that
// carry traffic (DNS records, weights, images, IAM policies) are left out on
// purpose, since somebody may have changed them to end an outage.
type repair struct {
	types, paths []string
	// when holds where this difference is the safe one; nil is always.
	when func(difference) bool
	// recreate is true where the resource may be made again when it was deleted.
	recreate bool
	why      string
}

var repairs = []repair{{
	types: []string{"aws:*"}, paths: []string{"tags.*"}, when: declaredTag,
	why: "a declared tag says again what the stack says",
}, {
	types: []string{"aws:iam/role:Role", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"},
	paths: []string{"description"},
	why:   "a description is read by people only",
}, {
	types: []string{"cloudflare:index/dnsRecord:DnsRecord"}, paths: []string{"comment"},
	why: "a comment is read by people only",
}, {
	types: []string{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"},
	paths: []string{"cidrIpv4", "cidrIpv6", "fromPort", "toPort"}, when: widened,
	why: "the rule was opened further than declared: putting it back closes",
}, {
	types: []string{defaultSecurityGroup}, paths: []string{"ingress", "egress"}, when: opened,
	why: "a rule was added to the group that must have none: putting it back closes",
}, {
	types: []string{"aws:cloudwatch/logGroup:LogGroup"}, paths: []string{"retentionInDays"}, when: keptShorter,
	why: "logs are kept longer again, as declared; nothing is deleted by that",
}, {
	types: []string{"aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/dashboard:Dashboard"}, paths: []string{"*"}, recreate: true,
	why: "it watches and holds nothing",
}, {
	types: []string{"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"},
	paths: []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"},
	when:  switchedOff, recreate: true,
	why: "it keeps the public out of a bucket, as declared",
}, {
	types: []string{"aws:s3/bucketVersioningV2:BucketVersioningV2"}, paths: []string{"versioningConfiguration.status"}, when: suspended,
	why: "old versions of objects are kept again, as declared",
}, {
	types: []string{"kubernetes:policy/v1:PodDisruptionBudget"}, paths: []string{"spec"}, recreate: true,
	why: "it only limits how many pods a drain may end at once",
}}

// mayRepair tells whether every difference of a resource may be put back: an
// update puts them all back at once.
func mayRepair(item Item) (string, bool) {
	var reasons []string
	for _, property := range item.Properties {
		found := slices.IndexFunc(repairs, func(r repair) bool {
			listed := rule{types: r.types, paths: r.paths, when: r.when}
			return listed.fits(difference{resource: item.resource, property: property, path: steps(property.Path)})
		})
		if found < 0 {
			return fmt.Sprintf("%s is not among what is known to be safe", property.Path), false
		}
		if why := repairs[found].why; !slices.Contains(reasons, why) {
			reasons = append(reasons, why)
		}
	}
	return strings.Join(reasons, "; "), true
}

// mayRecreate tells whether a deleted resource may be made again.
func mayRecreate(item Item) (string, bool) {
	for _, r := range repairs {
		if r.recreate && (rule{types: r.types}).fitsType(item.Type) {
			return r.why, true
		}
	}
	return "a deleted resource of this type is made again by hand: somebody may have deleted it on purpose", false
}

// data are the types that hold what can't be made again, by the beginning of
// their token. Even a tag is put back there by hand.
var data = []string{
	"aws:rds/", "aws:docdb/", "aws:neptune/", "aws:redshift/", "aws:dynamodb/", "aws:elasticache/", "aws:opensearch/",
	"aws:s3/bucketV2:", "aws:s3/bucket:", "aws:ebs/", "aws:efs/", "aws:backup/", "aws:ecr/repository:", "aws:kms/",
	"aws:secretsmanager/", "aws:sqs/", "aws:kinesis/", "aws:msk/", "aws:cognito/", "aws:route53/zone:",
	"cloudflare:index/zone:", "cloudflare:index/r2Bucket:", "random:",
	statefulSet, "kubernetes:core/v1:PersistentVolume", "kubernetes:core/v1:Secret", "kubernetes:core/v1:Namespace",
	"kubernetes:apiextensions.k8s.io/",
}

func holdsData(token string) bool {
	return slices.ContainsFunc(data, func(beginning string) bool { return strings.HasPrefix(token, beginning) })
}

// declaredTag holds for a tag that the stack declares and that steers nothing. A
// tag that somebody added may steer something of theirs, such as a backup.
func declaredTag(d difference) bool {
	return d.property.Before != nil && !strings.Contains(d.name(), "/") && !strings.Contains(d.name(), ":")
}

// widened holds where the cloud lets more through than declared.
func widened(d difference) bool {
	if strings.HasPrefix(d.root(), "cidr") {
		declared, err := netip.ParsePrefix(text(d.property.Before))
		now, err2 := netip.ParsePrefix(text(d.property.After))
		return err == nil && err2 == nil && now.Bits() < declared.Bits() && now.Contains(declared.Addr())
	}
	declared, was := changes.Number(d.property.Before)
	now, is := changes.Number(d.property.After)
	if d.root() == "fromPort" {
		return was && is && now < declared
	}
	return was && is && now > declared
}

// opened holds where openings were only added.
func opened(d difference) bool {
	now := openings(list(d.resource.After[d.root()]))
	for way := range openings(list(d.resource.Before[d.root()])) {
		if !now[way] {
			return false
		}
	}
	return true
}

// keptShorter holds where logs are deleted earlier than declared; 0 days, or
// none, is never.
func keptShorter(d difference) bool {
	declared, _ := changes.Number(d.property.Before)
	now, is := changes.Number(d.property.After)
	return is && now > 0 && (declared == 0 || now < declared)
}

func switchedOff(d difference) bool { return d.property.Before == true && d.property.After != true }

func suspended(d difference) bool {
	return d.property.Before == "Enabled" && d.property.After == "Suspended"
}
