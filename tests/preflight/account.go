// Package preflight runs groundwork preflight against a server on loopback that answers as
// AWS does, with an account that is data.
package preflight

import (
	"maps"
	"slices"
	"sync"

	"groundwork/internal/preflight"
)

// defaults are AWS' own values, by code.
var defaults = func() map[string]float64 {
	all := map[string]float64{}
	for _, quota := range preflight.Quotas {
		all[quota.Code] = quota.Default
	}
	return all
}()

// item is a thing of an account, as its service writes it.
type item = map[string]any

// list is a list of a service's XML: each thing stands in an element of that name.
type list struct {
	of    string
	items []any
}

// bucket is one of S3's: whose it is, and how it is set up.
type bucket struct {
	foreign   bool
	versioned bool
	tags      map[string]string
}

// account is what the server answers from.
type account struct {
	mu sync.Mutex
	// limits are the quotas that were raised, by code; the others have AWS' default.
	limits map[string]float64
	// asked are open requests for more.
	asked map[string]float64
	// lists are the things that an operation tells, by service:Operation.
	lists   map[string][]any
	buckets map[string]bucket
	// denied are operations that the credentials may not use.
	denied map[string]bool
	// calls counts what was asked.
	calls map[string]int
}

// id is the account's number: another one than the plans are made in.
const id = "210987654321"

var zoneIDs = []string{"use1-az1", "use1-az2", "use1-az3", "use1-az4", "use1-az5", "use1-az6"}

// wellKept is an account that has everything and holds nothing but what every account
// has: a default network, in a region that is open.
func wellKept() *account {
	a := &account{
		limits: map[string]float64{"L-1216C47A": 640, "L-34B43A08": 640, "L-0263D0A3": 20},
		asked:  map[string]float64{}, denied: map[string]bool{}, calls: map[string]int{},
		buckets: map[string]bucket{"states": {versioned: true}},
		lists: map[string][]any{
			"ec2:DescribeRegions":                     {item{"regionName": "us-east-1", "optInStatus": "opt-in-not-required"}},
			"ec2:DescribeVpcs":                        {item{"vpcId": "vpc-default"}},
			"ec2:DescribeInternetGateways":            {item{"internetGatewayId": "igw-default"}},
			"ec2:DescribeSecurityGroups":              {item{"groupId": "sg-default"}},
			"eks:DescribeClusterVersions":             {item{"clusterVersion": "1.35", "versionStatus": "STANDARD_SUPPORT"}, item{"clusterVersion": "1.36", "versionStatus": "STANDARD_SUPPORT"}},
			"rds:DescribeDBEngineVersions":            {item{"EngineVersion": "15.13"}, item{"EngineVersion": "16.9"}, item{"EngineVersion": "16.8"}, item{"EngineVersion": "16.10"}},
			"iam:GetPolicy":                           {item{"Arn": "arn:aws:iam::" + id + ":policy/bounds"}},
			"elasticache:DescribeCacheEngineVersions": {item{"EngineVersion": "6.2"}, item{"EngineVersion": "7.1"}},
		},
	}
	for i, zone := range zoneIDs {
		name := "us-east-1" + string(rune('a'+i))
		a.add("ec2:DescribeAvailabilityZones", item{"zoneId": zone, "zoneName": name, "zoneState": "available"})
		a.add("ec2:DescribeSubnets", item{"subnetId": "subnet-" + zone, "availabilityZone": name, "availabilityZoneId": zone})
	}
	for kind, cpus := range map[string]int{"t3.medium": 2, "t3.large": 2, "t3.xlarge": 4, "m6g.large": 2} {
		a.add("ec2:DescribeInstanceTypes", item{"instanceType": kind, "vCpuInfo": item{"defaultVCpus": cpus}})
		for _, zone := range zoneIDs {
			a.add("ec2:DescribeInstanceTypeOfferings", item{"instanceType": kind, "location": zone})
		}
	}
	for _, addon := range []string{"vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "aws-ebs-csi-driver", "metrics-server"} {
		a.add("eks:DescribeAddonVersions", item{"addonName": addon})
	}
	for _, class := range []string{"db.t4g.micro", "db.t3.micro", "db.t4g.small", "db.t3.small", "db.t3.medium", "db.t4g.medium", "db.r5.xlarge"} {
		a.add("rds:DescribeOrderableDBInstanceOptions", orderable(class, "a", "b", "d"))
	}
	for _, size := range []string{"cache.t4g.micro", "cache.t3.micro", "cache.t3.small", "cache.t4g.small", "cache.r5.large"} {
		a.add("elasticache:DescribeReservedCacheNodesOfferings", item{"CacheNodeType": size})
	}
	return a
}

func orderable(class string, zones ...string) item {
	var at []any
	for _, zone := range zones {
		at = append(at, item{"Name": "us-east-1" + zone})
	}
	return item{"DBInstanceClass": class, "EngineVersion": "16.10", "StorageType": "gp3", "MultiAZCapable": true, "AvailabilityZones": list{"AvailabilityZone", at}}
}

func (a *account) add(operation string, things ...any) {
	a.lists[operation] = append(a.lists[operation], things...)
}

// without takes the things away that have the value.
func (a *account) without(operation, key string, value any) {
	a.lists[operation] = slices.DeleteFunc(a.lists[operation], func(thing any) bool { return thing.(item)[key] == value })
}

// marks are a stack's tags.
func marks(system, environment string) map[string]string {
	return map[string]string{"System": system, "Environment": environment, "ManagedBy": "groundwork"}
}

// tagList writes tags as a service's XML or JSON has them.
func tagList(of, key, value string, tags map[string]string) list {
	written := list{of: of}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		written.items = append(written.items, item{key: name, value: tags[name]})
	}
	return written
}
