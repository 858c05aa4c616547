package rehearsal

import (
	"fmt"

	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"groundwork/internal/changes"
	"groundwork/internal/version"
)

// oneWay is a change of a property that the cloud does not take back.
type oneWay struct {
	typ, path string
	// forward tells whether the change from before to after is such a one.
	forward func(before, after any) bool
	why     string
}

// oneWays are the changes without a way back, each with who says so.
var oneWays = []oneWay{
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html
	{"aws:rds/instance:Instance", "iops", differs, optimizing},
	{"aws:rds/instance:Instance", "storageThroughput", differs, optimizing},
	{"aws:rds/instance:Instance", "storageType", differs, optimizing},
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html
	{"aws:rds/instance:Instance", "allocatedStorage", grows, "a database's storage does not shrink"},
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
	{"aws:rds/instance:Instance", "engineVersion", newer, "a database's version goes up only"},
	// https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html
	{"aws:ebs/volume:Volume", "size", grows, "a volume does not shrink"},
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement-upgrade-considerations.html
	{"aws:elasticache/replicationGroup:ReplicationGroup", "engineVersion", newer, "a cache's version goes up only"},
	// https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
	{"aws:eks/cluster:Cluster", "version", newer, "a cluster's version goes up only"},
	// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
	{"kubernetes:core/v1:PersistentVolumeClaim", "spec.resources.requests.storage", larger, "a volume claim does not shrink"},
}

// optimizing is why storage that has just changed does not change again.
const optimizing = "a database's storage changes again only after six hours"

// protected is why something new does not go again.
const protected = "what is new is protected"

// OneWay finds in a set the updates that the cloud does not take back, and what is
// made and protected: why, by the URN. What is replaced can be replaced again.
func OneWay(set changes.Set) map[string]string {
	found := map[string]string{}
	for _, changed := range set.Changed() {
		if changed.Operation == changes.Create && changed.Protected {
			found[changed.URN] = protected
		}
		if changed.Operation != changes.Update {
			continue
		}
		for _, property := range changed.Properties {
			for _, one := range oneWays {
				if one.typ == changed.Type && one.path == property.Path && one.forward(property.Before, property.After) {
					found[changed.URN] = one.why
				}
			}
		}
	}
	return found
}

// differs is true of two values that are known.
func differs(before, after any) bool {
	return before != changes.Unknown && after != changes.Unknown && fmt.Sprint(before) != fmt.Sprint(after)
}

// grows compares numbers.
func grows(before, after any) bool {
	from, known := before.(float64)
	to, both := after.(float64)
	return known && both && to > from
}

// newer compares versions by their numbers.
func newer(before, after any) bool {
	return version.Compare(fmt.Sprint(after), fmt.Sprint(before)) > 0
}

// larger compares quantities of Kubernetes: "900Mi" is less than "1Gi".
func larger(before, after any) bool {
	from, wrong := apiresource.ParseQuantity(fmt.Sprint(before))
	to, err := apiresource.ParseQuantity(fmt.Sprint(after))
	return wrong == nil && err == nil && to.Cmp(from) > 0
}
