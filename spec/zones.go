package spec

import (
	"maps"
	"slices"
)

// regionZones are the zone ids of each region in which a cluster, an RDS
// instance and a cache can all be made, in the order in which they are taken by
// default. Left out are use1-az3, usw1-az2 and cac1-az3, where EKS does not put
// a control plane:
// https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
// Zone ids: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
var regionZones = map[string][]string{
	"us-east-1":      {"use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"},
	"us-east-2":      {"use2-az1", "use2-az2", "use2-az3"},
	"us-west-1":      {"usw1-az1", "usw1-az3"},
	"us-west-2":      {"usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"},
	"ca-central-1":   {"cac1-az1", "cac1-az2", "cac1-az4"},
	"sa-east-1":      {"sae1-az1", "sae1-az2", "sae1-az3"},
	"eu-west-1":      {"euw1-az1", "euw1-az2", "euw1-az3"},
	"eu-west-2":      {"euw2-az1", "euw2-az2", "euw2-az3"},
	"eu-west-3":      {"euw3-az1", "euw3-az2", "euw3-az3"},
	"eu-central-1":   {"euc1-az1", "euc1-az2", "euc1-az3"},
	"eu-central-2":   {"euc2-az1", "euc2-az2", "euc2-az3"},
	"eu-north-1":     {"eun1-az1", "eun1-az2", "eun1-az3"},
	"eu-south-1":     {"eus1-az1", "eus1-az2", "eus1-az3"},
	"eu-south-2":     {"eus2-az1", "eus2-az2", "eus2-az3"},
	"ap-northeast-1": {"apne1-az1", "apne1-az2", "apne1-az4"},
	"ap-northeast-2": {"apne2-az1", "apne2-az2", "apne2-az3", "apne2-az4"},
	"ap-northeast-3": {"apne3-az1", "apne3-az2", "apne3-az3"},
	"ap-southeast-1": {"apse1-az1", "apse1-az2", "apse1-az3"},
	"ap-southeast-2": {"apse2-az1", "apse2-az2", "apse2-az3"},
	"ap-southeast-3": {"apse3-az1", "apse3-az2", "apse3-az3"},
	"ap-south-1":     {"aps1-az1", "aps1-az2", "aps1-az3"},
	"ap-east-1":      {"ape1-az1", "ape1-az2", "ape1-az3"},
	"me-south-1":     {"mes1-az1", "mes1-az2", "mes1-az3"},
	"af-south-1":     {"afs1-az1", "afs1-az2", "afs1-az3"},
	"il-central-1":   {"ilc1-az1", "ilc1-az2", "ilc1-az3"},
	"me-central-1":   {"mec1-az1", "mec1-az2", "mec1-az3"},
}

// withoutControlPlane are the zone ids that exist and that EKS refuses.
var withoutControlPlane = []string{"use1-az3", "usw1-az2", "cac1-az3"}

// firstZones are the first n zones of a region, fewer where it has fewer, none
// for a region that is not known.
func firstZones(region string, n int) []string {
	zones := regionZones[region]
	return slices.Clone(zones[:min(n, len(zones))])
}

func knownRegions() []string { return slices.Sorted(maps.Keys(regionZones)) }
