package drift

import (
	"regexp"
	"strings"

	"groundwork/internal/changes"
)

// child is an entry of the catalogue of what AWS, a controller or a backup makes
// of what we declared: it inherits the stack's tags and is in no state.
type child struct {
	// types are services with their kinds, such as "ec2:volume".
	types []string
	// when tells whether this one is such a child.
	when func(*world, Tagged) bool
	// reason is why it is harmless, source a link to who says so.
	reason, source string
}

// children is every such entry. The first that fits names the reason.
var children = []child{{
	types: []string{"ec2:instance"}, when: tagged("aws:autoscaling:groupName"),
	reason: "a node: the node group starts and ends it",
	source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
}, {
	types: []string{"ec2:volume", "ec2:network-interface"}, when: ofLaunchTemplate,
	reason: "a node's disk or network interface: the stack's launch template tags it",
	source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
}, {
	types: []string{"ec2:launch-template", "autoscaling:autoScalingGroup"}, when: tagged("eks:nodegroup-name"),
	reason: "EKS makes it for the node group, and deletes it with it",
	source: "https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
}, {
	types: []string{"ec2:volume", "ec2:snapshot"}, when: tagged("ebs.csi.aws.com/cluster"),
	reason: "the disk or snapshot of a volume claim: the storage driver makes it for the claim",
	source: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md",
}, {
	types: []string{
		"elasticloadbalancing:loadbalancer", "elasticloadbalancing:targetgroup", "elasticloadbalancing:listener",
		"elasticloadbalancing:listener-rule", "ec2:security-group", "ec2:network-interface",
	},
	when:   tagged("elbv2.k8s.aws/cluster"),
	reason: "the load balancer controller makes it for an ingress or a service",
	source: "https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/1469",
}, {
	types: []string{"rds:snapshot", "rds:cluster-snapshot"}, when: namedWith("rds:"),
	reason: "a nightly backup of the database: it inherits its tags, and RDS deletes it when it is old",
	source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html#USER_Tagging.CopyTags",
}, {
	types:  []string{"rds:auto-backup"},
	reason: "what a point-in-time restore needs: it inherits the database's tags, and RDS deletes it when it is old",
	source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
}, {
	types: []string{"rds:snapshot", "elasticache:snapshot"}, when: finalSnapshot,
	reason: "the last snapshot of a database or cache that was deleted: kept on purpose",
	source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
}, {
	types: []string{"elasticache:snapshot"}, when: namedWith("automatic."),
	reason: "a nightly backup of the cache: it inherits its tags, and ElastiCache deletes it when it is old",
	source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
}, {
	types: []string{"elasticache:cluster"}, when: memberCluster,
	reason: "a node of the stack's cache: it has the tags of its replication group",
	source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Tagging-Resources.html",
}, {
	types: []string{"ecs:task"}, when: tagged("aws:ecs:serviceName"),
	reason: "a task: the service starts and ends it",
	source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
}, {
	types: []string{"backup:recovery-point", "ec2:image", "ec2:snapshot", "rds:snapshot"}, when: tagged("aws:backup:source-resource"),
	reason: "a backup that AWS Backup made by its plan: it inherits the tags of what it backs up",
	source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html",
}}

// madeByCloud is why a tagged resource that no state knows is harmless.
func madeByCloud(known *world, one Tagged) (Excuse, bool) {
	for _, entry := range children {
		for _, kind := range entry.types {
			if kind == one.Type && (entry.when == nil || entry.when(known, one)) {
				return Excuse{Subject: one.ARN, Type: one.Type, Name: one.name(), Reason: entry.reason, Source: entry.source}, true
			}
		}
	}
	return Excuse{}, false
}

// resourcePart is what an ARN names: "instance/i-1", "snapshot:rds:db-2026", or a
// bucket's bare name.
func (t Tagged) resourcePart() string {
	parts := strings.SplitN(t.ARN, ":", 6)
	return parts[len(parts)-1]
}

// id is what an ARN names without its kind: "i-1", "rds:db-2026".
func (t Tagged) id() string {
	part := t.resourcePart()
	if at := strings.IndexAny(part, ":/"); at >= 0 {
		return part[at+1:]
	}
	return part
}

// name is what people know a tagged resource by.
func (t Tagged) name() string {
	if named := t.Tags["Name"]; named != "" {
		return named
	}
	if t.Name != "" {
		return t.Name
	}
	return t.id()
}

// TypeOf is the type of a resource by its ARN: the service and, where the ARN
// names one, the kind.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func TypeOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	if at := strings.IndexAny(parts[5], ":/"); at > 0 {
		return parts[2] + ":" + parts[5][:at]
	}
	return parts[2]
}

func tagged(key string) func(*world, Tagged) bool {
	return func(_ *world, one Tagged) bool { return one.Tags[key] != "" }
}

func namedWith(prefix string) func(*world, Tagged) bool {
	return func(_ *world, one Tagged) bool { return strings.HasPrefix(one.id(), prefix) }
}

// finalName is what the rds and elasticache components call a final snapshot.
var finalName = regexp.MustCompile(`-final-[0-9a-f]{4,}$`)

func finalSnapshot(_ *world, one Tagged) bool { return finalName.MatchString(one.id()) }

// ofLaunchTemplate holds where a launch template of the stack gives its name to
// this kind of resource.
func ofLaunchTemplate(known *world, one Tagged) bool {
	_, kind, _ := strings.Cut(one.Type, ":")
	return known.any("aws:ec2/launchTemplate:LaunchTemplate", func(template changes.Resource) bool {
		for _, item := range list(template.Before["tagSpecifications"]) {
			given := fieldsOf(item)
			name := text(at(given, "tags.Name"))
			if text(given["resourceType"]) == kind && name != "" && name == one.Tags["Name"] {
				return true
			}
		}
		return false
	})
}

func memberCluster(known *world, one Tagged) bool {
	return known.any(replicationGroup, func(group changes.Resource) bool {
		return texts(list(group.Before["memberClusters"]))[one.id()]
	})
}
