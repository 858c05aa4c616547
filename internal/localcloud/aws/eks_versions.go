package aws

import (
	"strconv"
	"strings"
	"time"

	"groundwork/internal/localcloud"
)

// release is a Kubernetes version of EKS: its platform version, and the day
// after which EKS makes no clusters of it.
type release struct {
	platform int
	until    string
}

// kubernetes are the versions by their end of extended support:
// https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
var kubernetes = map[string]release{
	"1.29": {55, "2026-03-23"}, "1.30": {46, "2026-07-23"}, "1.31": {42, "2026-11-26"}, "1.32": {35, "2027-03-23"},
	"1.33": {28, "2027-07-29"}, "1.34": {17, "2027-12-02"}, "1.35": {9, "2028-03-27"}, "1.36": {4, "2028-07-31"},
}

// supported finds a version that EKS still offers at the cloud's time.
func supported(tx *localcloud.Tx, version string) (release, bool) {
	found, ok := kubernetes[version]
	return found, ok && tx.Now().Format(time.DateOnly) <= found.until
}

// defaultKubernetes is what a cluster gets without a version.
const defaultKubernetes = "1.34"

func minor(version string) int {
	_, text, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// diffCluster: the provider replaces a cluster whose version goes down.
func diffCluster(d *localcloud.Diff) {
	before, after := d.OldInputs.String("version"), d.News.String("version")
	if before != "" && after != "" && minor(after) < minor(before) {
		d.Replace("version")
	}
	if d.OldInputs.Has("encryptionConfig") && !d.News.Has("encryptionConfig") {
		d.Replace("encryptionConfig") // encryption cannot be taken back
	}
}

// authenticationSteps: the way to access entries has no way back.
// https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
var authenticationSteps = map[string]int{"CONFIG_MAP": 0, "API_AND_CONFIG_MAP": 1, "API": 2}

// updateCluster goes up one minor version at a time:
// https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
func updateCluster(tx *localcloud.Tx, old, cluster *localcloud.Object) error {
	from, to := old.String("accessConfig.authenticationMode"), cluster.String("accessConfig.authenticationMode")
	if authenticationSteps[to] < authenticationSteps[from] && to != "" {
		return tx.Fail(400, "InvalidParameterException", "Unsupported authentication mode update from %s to %s", from, to)
	}
	if err := checkCallers(tx, cluster); err != nil {
		return err
	}
	if err := keepZones(tx, old, cluster); err != nil {
		return err
	}
	before, after := old.String("version"), cluster.String("version")
	if before == after {
		return nil
	}
	offered, ok := supported(tx, after)
	switch {
	case !ok:
		return tx.Fail(400, "InvalidParameterException", "unsupported Kubernetes version")
	case minor(after) != minor(before)+1:
		return tx.Fail(400, "InvalidParameterException", "Unsupported Kubernetes minor version update from %s to %s", before, after)
	}
	for _, group := range tx.Where(nodeGroupType, "clusterName", cluster.ID) {
		if minor(after)-minor(group.String("version")) > 3 {
			return tx.Fail(400, "InvalidRequestException", "Nodegroup %s must be updated to match cluster version before updating cluster version", group.String("nodeGroupName"))
		}
	}
	cluster.Set("platformVersion", "eks."+number(offered.platform))
	return nil
}

// newestImage is the end of the newest release of each version's node image.
const newestImage = ".4-20261110"

// nodeRelease: a release is of the group's version of Kubernetes.
// https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
func nodeRelease(tx *localcloud.Tx, group *localcloud.Object) error {
	release, version := group.Inputs.String("releaseVersion"), group.String("version")
	if release != "" && !strings.HasPrefix(release, version+".") {
		return tx.Fail(400, "InvalidParameterException", "Requested Nodegroup release version %s is invalid. Allowed kubernetes version is %s", release, version)
	}
	return nil
}

func updateNodeGroup(tx *localcloud.Tx, old, group *localcloud.Object) error {
	cluster := tx.Get(clusterType, group.String("clusterName"))
	if cluster == nil {
		return noCluster.about(tx, group.String("clusterName"))
	}
	if old.String("version") != group.String("version") {
		if err := nodeVersion(tx, cluster, group); err != nil {
			return err
		}
		if !group.Inputs.Has("releaseVersion") {
			group.Set("releaseVersion", group.String("version")+newestImage)
		}
	}
	return nodeRelease(tx, group)
}

// deleteCluster takes along what EKS keeps inside the cluster, and its security
// group with the rules in it; node groups have kept it from going before.
func deleteCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	takeAlong(tx, "clusterName", cluster.ID, addonType, accessEntryType, accessPolicyType, podIdentityType)
	group := tx.Get(groupType, cluster.String("vpcConfig.clusterSecurityGroupId"))
	if group == nil || held(tx, group) {
		return nil // as in AWS, where it then stays behind
	}
	if err := deleteGroup(tx, group); err != nil {
		return err
	}
	tx.Remove(groupType, group.ID)
	return nil
}
