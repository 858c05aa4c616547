package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/limits"
)

// missingType records that there is no such instance type, class or node type, and says
// which is nearest; sizes are those of its family, where that is known.
func (v *validator) missingType(path, name, prefix string, sizes []string, rule string) {
	family, size, _ := strings.Cut(strings.TrimPrefix(name, prefix), ".")
	instead := prefix + newer(family) + "." + cmp.Or(nearestSize(size, sizesOr(sizes)), "large")
	if len(sizes) > 0 {
		rule = fmt.Sprintf("the family %s%s has the sizes %s", prefix, family, strings.Join(sizes, ", "))
		instead = prefix + family + "." + nearestSize(size, sizes)
	}
	v.add(path, name, rule, assign(path, instead))
}

// successors are the families that came after old ones.
var successors = map[string]string{"t1": "t3", "t2": "t3", "m1": "m5", "m2": "r5", "m3": "m5", "m4": "m5", "r3": "r5", "r4": "r5", "x1": "x2idn", "x1e": "x2iedn", "c1": "m5", "c3": "m5", "c4": "m5"}

// newer is the family that came after an old one, or one of the same letter.
func newer(family string) string {
	if family == "" {
		return "t3"
	}
	letter := map[byte]string{'m': "m5", 'r': "r5", 't': "t3", 'c': "m5", 'x': "r5"}[family[0]]
	return cmp.Or(successors[family], letter, "m5")
}

func sizesOr(sizes []string) []string {
	if len(sizes) > 0 {
		return sizes
	}
	return []string{"micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"}
}

// nearestSize is the size itself, the next larger one, or the largest.
func nearestSize(size string, sizes []string) string {
	if slices.Contains(sizes, size) || len(sizes) == 0 {
		return size
	}
	cores := coresOf(size)
	for _, candidate := range sizes {
		if coresOf(candidate) >= cores && coresOf(candidate) > 0 {
			return candidate
		}
	}
	return sizes[len(sizes)-1]
}

// unknownTypes are the types that the tables here are too old to know: nothing is said
// of their room, and whether there are such only the cloud tells.
func unknownTypes(sys *System) []string {
	var unknown []string
	add := func(name string, standing limits.Standing) {
		if standing == limits.Unknown && !slices.Contains(unknown, name) {
			unknown = append(unknown, name)
		}
	}
	standing, _ := limits.InstanceType(sys.Compute.EKS.Nodes.Type)
	add(sys.Compute.EKS.Nodes.Type, standing)
	if database := sys.Database; database != nil && database.RunsOn == DatabaseRDS {
		for _, class := range []string{database.Class, database.ReplicaClass} {
			standing, _ := limits.DatabaseClass(class)
			add(class, standing)
		}
	}
	if cache := sys.Cache; cache != nil && cache.RunsOn == CacheElastiCache {
		standing, _ := limits.CacheType(cache.NodeType)
		add(cache.NodeType, standing)
	}
	return unknown
}
