package limits_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/limits"
)

func TestInstanceTypesAreKnownByFamilyAndSize(t *testing.T) {
	for name, want := range map[string]limits.Standing{
		"t3.large": limits.Known, "m5.4xlarge": limits.Known, "c7i.metal-24xl": limits.Known, "m7i-flex.large": limits.Known,
		"m5.3xlarge": limits.Missing, "t3.999xlarge": limits.Missing, "t3.4xlarge": limits.Missing, "zz9.999xlarge": limits.Missing, "t3": limits.Missing,
		"m99.large": limits.Unknown,
	} {
		got, _ := limits.InstanceType(name)
		assert.Equal(t, want, got, name)
	}
}

func TestDatabaseClassesAreThoseThatRunPostgreSQL(t *testing.T) {
	for class, want := range map[string]limits.Standing{
		"db.t4g.micro": limits.Known, "db.r5.xlarge": limits.Known, "db.r6g.16xlarge": limits.Known,
		"db.r5.3xlarge": limits.Missing, "db.t2.micro": limits.Missing, "db.zz9.999xlarge": limits.Missing, "db.t3.nano": limits.Missing, "db.m5.metal": limits.Missing, "db.g5.xlarge": limits.Missing,
		"db.m99.large": limits.Unknown, "db.m8g.large": limits.Unknown,
	} {
		got, _ := limits.DatabaseClass(class)
		assert.Equal(t, want, got, class)
	}
}

func TestCacheTypesAreKnownByFamilyAndSize(t *testing.T) {
	for name, want := range map[string]limits.Standing{
		"cache.t4g.micro": limits.Known, "cache.r5.large": limits.Known, "cache.m5.3xlarge": limits.Missing, "cache.m99.large": limits.Unknown,
	} {
		got, _ := limits.CacheType(name)
		assert.Equal(t, want, got, name)
	}
}
