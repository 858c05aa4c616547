package limits

import (
	"slices"
	"strings"
)

// families are the families of EC2's instance types with their sizes, as the SDK's
// enumeration has them:
// https://github.com/pulumi/pulumi-aws/blob/v6.83.2/sdk/go/aws/ec2/pulumiEnums.go
var families = []struct{ names, sizes string }{
	{"a1", "medium large xlarge 2xlarge 4xlarge metal"},
	{"c1", "medium xlarge"},
	{"c3 c4 m7i-flex r3", "large xlarge 2xlarge 4xlarge 8xlarge"},
	{"c5 c5d", "large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge metal"},
	{"c5a c5ad m5a m5ad r5a r5ad", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"},
	{"c5n", "large xlarge 2xlarge 4xlarge 9xlarge 18xlarge metal"},
	{"c6a m6a r6a", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge metal"},
	{"c6g c6gd c7g c7gd c7gn m6g m6gd m7g m7gd r6g r6gd r7g r7gd x2gd", "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal"},
	{"c6gn", "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
	{"c6i c6id c6in i4i m6i m6id m6idn m6in r6i r6id r6idn r6in", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge metal"},
	{"c7a m7a r7a", "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge metal-48xl"},
	{"c7i m7i r7i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge metal-24xl metal-48xl"},
	{"cc2 hs1", "8xlarge"},
	{"d2 d3 i2", "xlarge 2xlarge 4xlarge 8xlarge"},
	{"d3en", "xlarge 2xlarge 4xlarge 6xlarge 8xlarge 12xlarge"},
	{"dl1 dl2q p3dn p4d", "24xlarge"},
	{"f1", "2xlarge 4xlarge 16xlarge"},
	{"g2", "2xlarge 8xlarge"},
	{"g3", "4xlarge 8xlarge 16xlarge"},
	{"g3s", "xlarge"},
	{"g4ad", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge"},
	{"g4dn", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal"},
	{"g5 g6", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"},
	{"g5g", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge metal"},
	{"gr6", "4xlarge 8xlarge"},
	{"h1", "2xlarge 4xlarge 8xlarge 16xlarge"},
	{"i3", "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge metal"},
	{"i3en", "large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 24xlarge metal"},
	{"i4g im4gn r4", "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge"},
	{"inf1", "xlarge 2xlarge 6xlarge 24xlarge"},
	{"inf2", "xlarge 8xlarge 24xlarge 48xlarge"},
	{"is4gen", "medium large xlarge 2xlarge 4xlarge 8xlarge"},
	{"m1", "small medium large xlarge"},
	{"m2", "xlarge 2xlarge 4xlarge"},
	{"m3", "medium large xlarge 2xlarge"},
	{"m4", "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge"},
	{"m5 m5d m5dn m5n r5 r5b r5d r5dn r5n", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge metal"},
	{"m5zn z1d", "large xlarge 2xlarge 3xlarge 6xlarge 12xlarge metal"},
	{"mac1 mac2 mac2-m2 mac2-m2pro", "metal"},
	{"p2", "xlarge 8xlarge 16xlarge"},
	{"p3", "2xlarge 8xlarge 16xlarge"},
	{"p5", "48xlarge"},
	{"r7iz", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 32xlarge metal-16xl metal-32xl"},
	{"t1", "micro"},
	{"t2 t3 t3a t4g", "nano micro small medium large xlarge 2xlarge"},
	{"trn1", "2xlarge 32xlarge"},
	{"trn1n", "32xlarge"},
	{"u-12tb1 u-9tb1", "112xlarge metal"},
	{"u-18tb1 u-24tb1", "112xlarge"},
	{"u-3tb1", "56xlarge"},
	{"u-6tb1", "56xlarge 112xlarge metal"},
	{"vt1", "3xlarge 6xlarge 24xlarge"},
	{"x1", "16xlarge 32xlarge"},
	{"x1e", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 32xlarge"},
	{"x2idn", "16xlarge 24xlarge 32xlarge metal"},
	{"x2iedn", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge metal"},
	{"x2iezn", "2xlarge 4xlarge 6xlarge 8xlarge 12xlarge metal"},
}

// sizesOf are the sizes of a family; none of one that is not known here.
func sizesOf(family string) []string {
	for _, row := range families {
		if slices.Contains(strings.Fields(row.names), family) {
			return strings.Fields(row.sizes)
		}
	}
	return nil
}

// isSize tells whether any family has the size.
func isSize(size string) bool {
	return slices.ContainsFunc(families, func(row struct{ names, sizes string }) bool {
		return slices.Contains(strings.Fields(row.sizes), size)
	})
}

// Standing is what is known of an instance type.
type Standing int

// The standings. Unknown is a family that is newer than the table.
const (
	Known Standing = iota
	Unknown
	Missing
)

// InstanceType tells whether there is an instance type. sizes are those of its family
// where the family is known.
func InstanceType(name string) (standing Standing, sizes []string) {
	family, size, _ := strings.Cut(name, ".")
	sizes = sizesOf(family)
	switch {
	case slices.Contains(sizes, size):
		return Known, sizes
	case sizes == nil && isSize(size):
		return Unknown, nil
	}
	return Missing, sizes
}

// databaseFamilies are those that run the versions of PostgreSQL that RDS supports.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
var databaseFamilies = strings.Fields("t3 t4g m5 m5d m6g m6gd m6i m6id m6idn m6in m7g m7i m8g m8gd r5 r5b r5d r6g r6gd r6i r6id r6idn r6in r7g r7i r8g r8gd c6gd x2g x2idn x2iedn z1d")

// DatabaseClass tells whether RDS has an instance class for PostgreSQL. Of a class's
// family its sizes are EC2's, without the smallest and those without a hypervisor.
func DatabaseClass(class string) (standing Standing, sizes []string) {
	return managed(strings.TrimPrefix(class, "db."), databaseFamilies, "nano")
}

// CacheType is DatabaseClass for ElastiCache, whose families no page lists with what
// each can do.
func CacheType(name string) (standing Standing, sizes []string) {
	return managed(strings.TrimPrefix(name, "cache."), nil, "nano")
}

// managed is InstanceType for what runs on instances; listed are the families it has,
// nil is any.
func managed(name string, listed []string, without string) (Standing, []string) {
	family, size, _ := strings.Cut(name, ".")
	standing, sizes := InstanceType(name)
	sizes = slices.DeleteFunc(slices.Clone(sizes), func(size string) bool { return size == without || strings.HasPrefix(size, "metal") })
	switch has := slices.Contains(listed, family); {
	case size == without || strings.HasPrefix(size, "metal"):
		return Missing, sizes
	case standing == Missing:
		return Missing, sizes
	case listed != nil && !has && standing == Known:
		return Missing, nil // a family that is known, and that RDS has no more or never had
	case listed != nil && !has:
		return Unknown, nil
	}
	return standing, sizes
}

// DatabaseFamilies are the families of RDS' instance classes for PostgreSQL.
func DatabaseFamilies() []string { return slices.Clone(databaseFamilies) }
