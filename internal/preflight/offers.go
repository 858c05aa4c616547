package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// machines looks whether each zone of the stack has its instance types.
func (l *look) machines(ctx context.Context) {
	kinds, zones := l.Stack.kinds(), l.Stack.zones()
	if len(kinds) == 0 {
		return
	}
	by := "availability-zone"
	if len(zones) > 0 && strings.Contains(zones[0], "-az") {
		by = "availability-zone-id"
	}
	offers, err := pages[struct {
		InstanceTypeOfferings []struct{ InstanceType, Location string }
	}](ctx, l.Cloud, "", "ec2", "DescribeInstanceTypeOfferings", map[string]any{
		"LocationType": by, "Filters": []map[string]any{{"Name": "instance-type", "Values": kinds}},
	})
	if l.unseen("whether the zones have "+strings.Join(kinds, ", "), err) {
		return
	}
	offered := map[string][]string{}
	for _, page := range offers {
		for _, offer := range page.InstanceTypeOfferings {
			offered[offer.InstanceType] = append(offered[offer.InstanceType], offer.Location)
		}
	}
	for _, kind := range kinds {
		wants := machineWants(kind, zones, offered[kind])
		l.report.Wants = append(l.report.Wants, wants...)
		if len(wants) == 0 {
			l.fine(kind + " in each zone")
		}
	}
}

func machineWants(kind string, zones, offered []string) []Want {
	var without []string
	for _, zone := range zones {
		if !slices.Contains(offered, zone) {
			without = append(without, zone)
		}
	}
	if len(without) == 0 {
		return nil
	}
	slices.Sort(offered)
	do := "choose another type under groundwork:compute.eks.nodes.type: AWS has this one in no zone of the region"
	if len(offered) > 0 {
		do = fmt.Sprintf("choose another type under groundwork:compute.eks.nodes.type, or zones under groundwork:network.zones: this type is in %s", strings.Join(offered, ", "))
	}
	return []Want{{"offer", fmt.Sprintf("%s is not offered in %s", kind, strings.Join(without, ", ")), do}}
}

// cluster looks whether EKS has the version, and the add-ons for it.
func (l *look) cluster(ctx context.Context) {
	for _, cluster := range l.Stack.of(clusterType) {
		version := cluster.text("version")
		found, err := pages[struct {
			ClusterVersions []struct{ ClusterVersion, VersionStatus string }
		}](ctx, l.Cloud, "", "eks", "DescribeClusterVersions", nil)
		if !l.unseen("the versions that EKS offers", err) {
			statuses := map[string]string{}
			for _, page := range found {
				for _, offered := range page.ClusterVersions {
					statuses[offered.ClusterVersion] = offered.VersionStatus
				}
			}
			l.report.Wants = append(l.report.Wants, versionWants(version, cluster.text("upgradePolicy.supportType"), statuses)...)
		}
		for _, addon := range l.Stack.of("aws:eks/addon:Addon") {
			l.addon(ctx, addon.text("addonName"), version)
		}
		if len(l.report.Wants)+len(l.report.Unseen) == 0 {
			l.fine("EKS " + version + " with its add-ons")
		}
	}
}

func versionWants(version, support string, offered map[string]string) []Want {
	status, there := offered[version]
	switch {
	case !there:
		return []Want{{"offer", "EKS does not offer version " + version, "write one that it offers as groundwork:compute.eks.version: " + strings.Join(slices.Sorted(keysOf(offered)), ", ")}}
	case status == "EXTENDED_SUPPORT" && support == "STANDARD", status == "UNSUPPORTED":
		return []Want{{"offer", fmt.Sprintf("version %s of EKS is out of standard support: EKS would upgrade the cluster by itself", version), "write a later one as groundwork:compute.eks.version: " + strings.Join(slices.Sorted(keysOf(offered)), ", ")}}
	}
	return nil
}

func (l *look) addon(ctx context.Context, name, version string) {
	found, err := pages[struct{ Addons []struct{ AddonName string } }](ctx, l.Cloud, "", "eks", "DescribeAddonVersions",
		map[string]any{"AddonName": name, "KubernetesVersion": version})
	if l.unseen("the versions of the add-on "+name, err) {
		return
	}
	for _, page := range found {
		if len(page.Addons) > 0 {
			return
		}
	}
	l.want("offer", fmt.Sprintf("EKS has no version of the add-on %s for Kubernetes %s", name, version), "write another groundwork:compute.eks.version")
}

// caches looks whether ElastiCache has the version and the size of nodes. In which zones
// it has a size cannot be asked.
func (l *look) caches(ctx context.Context) {
	for _, group := range l.Stack.of(cacheType) {
		engine, version, size := group.text("engine"), group.text("engineVersion"), group.text("nodeType")
		versions, err := pages[struct {
			CacheEngineVersions []struct{ EngineVersion string }
		}](ctx, l.Cloud, "", "elasticache", "DescribeCacheEngineVersions", map[string]any{"Engine": engine})
		if !l.unseen("the versions of "+engine+" that ElastiCache offers", err) {
			var offered []string
			for _, page := range versions {
				for _, one := range page.CacheEngineVersions {
					offered = append(offered, one.EngineVersion)
				}
			}
			l.report.Wants = append(l.report.Wants, cacheVersionWants(engine, version, offered)...)
		}
		sizes, err := pages[struct {
			ReservedCacheNodesOfferings []struct{ CacheNodeType string }
		}](ctx, l.Cloud, "", "elasticache", "DescribeReservedCacheNodesOfferings", map[string]any{"CacheNodeType": size})
		if !l.unseen("whether ElastiCache offers "+size, err) && !slices.ContainsFunc(sizes, func(page struct {
			ReservedCacheNodesOfferings []struct{ CacheNodeType string }
		}) bool {
			return len(page.ReservedCacheNodesOfferings) > 0
		}) {
			l.want("offer", "ElastiCache does not offer "+size+" in "+l.Stack.Region, "write another groundwork:cache.nodeType")
		}
		if len(l.report.Wants)+len(l.report.Unseen) == 0 {
			l.fine(fmt.Sprintf("%s %s on %s", engine, version, size))
		}
	}
}

func cacheVersionWants(engine, version string, offered []string) []Want {
	if slices.ContainsFunc(offered, func(one string) bool { return one == version || strings.HasPrefix(one, version+".") }) {
		return nil
	}
	slices.Sort(offered)
	return []Want{{"offer", fmt.Sprintf("ElastiCache does not offer %s %s", engine, version), "write one that it offers as groundwork:cache.version: " + strings.Join(offered, ", ")}}
}
