package spec

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// today is the day on which the tests take place.
var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// reference is one environment of StockIndicator.
func reference(t *testing.T, stack string) *System {
	t.Helper()
	sys, err := LoadFileAt("../Pulumi."+stack+".yaml", "stockindicator", stack, today)
	require.NoError(t, err)
	return sys
}

func TestStagingHasTheFiguresOfItsTable(t *testing.T) {
	sys := reference(t, "staging")
	assert.Equal(t, Nodes{Type: "t3.medium", Min: 2, Desired: 2, Max: 2, Groups: GroupsSingle, Disk: 30 * Gi}, sys.Compute.EKS.Nodes)
	assert.Equal(t, "db.t3.small", sys.Database.Class)
	assert.Equal(t, "cache.t3.micro", sys.Cache.NodeType)
	assert.Equal(t, []string{"backups", "logs", "static"}, sorted(sys.Buckets))
	for name, want := range map[string]Service{
		"api":    {CPU: 500, Memory: 512 * Mi, Replicas: 2},
		"web":    {CPU: 200, Memory: 256 * Mi, Replicas: 2},
		"worker": {CPU: 500, Memory: 512 * Mi, Replicas: 1},
	} {
		got := sys.Services[name]
		assert.Equal(t, want, Service{CPU: got.CPU, Memory: got.Memory, Replicas: got.Replicas}, name)
		assert.Nil(t, got.Autoscale, name)
	}
}

func TestProdHasTheFiguresOfItsTable(t *testing.T) {
	sys := reference(t, "prod")
	assert.Equal(t, Nodes{Type: "t3.large", Min: 5, Desired: 8, Max: 36, Groups: GroupsSingle, Disk: 50 * Gi}, sys.Compute.EKS.Nodes)

	database := sys.Database
	assert.Equal(t, "db.r5.xlarge", database.Class)
	assert.Equal(t, 500, database.Storage.GiB())
	assert.Equal(t, 12000, database.IOPS)
	assert.True(t, database.MultiAZ)
	assert.Equal(t, 7, database.Backups.Days())
	assert.Equal(t, 2, database.Replicas)
	assert.Equal(t, map[string]string{
		"max_connections": "500", "shared_buffers": "8GB", "effective_cache_size": "24GB",
		"work_mem": "64MB", "maintenance_work_mem": "2GB",
	}, database.Parameters)

	assert.Equal(t, "cache.r5.large", sys.Cache.NodeType)
	for _, name := range []string{"backups", "static", "logs"} {
		assert.True(t, sys.Buckets[name].Versioning, name)
		assert.Equal(t, BucketRole(name), sys.Buckets[name].Role)
	}
	assert.Equal(t, &CDN{Host: "static.stockindicator.com", Bucket: "static"}, sys.Edge.CDN)
	assert.Equal(t, Rate{Count: 100, Per: time.Second}, sys.Edge.RateLimit)
	assert.True(t, sys.Edge.WAF)
	assert.True(t, sys.Protection)
}

func TestProdServicesHaveTheFiguresOfTheirTable(t *testing.T) {
	sys := reference(t, "prod")
	scale := func(least, most int) *Autoscale {
		return &Autoscale{Min: least, Max: most, CPU: 70, Memory: 80, Calm: Duration(10 * time.Minute)}
	}
	busy := scale(5, 20)
	busy.RequestsPerMinute = 500
	for name, want := range map[string]Service{
		"api":    {CPU: 1000, CPULimit: 2000, Memory: Gi, MemLimit: 2 * Gi, Replicas: 5, Autoscale: busy, Port: 8000, Host: "api.stockindicator.com"},
		"web":    {CPU: 500, Memory: 512 * Mi, MemLimit: 512 * Mi, Replicas: 3, Autoscale: scale(3, 10), Port: 3000, Host: "stockindicator.com"},
		"worker": {CPU: 1000, Memory: Gi, MemLimit: Gi, Replicas: 3, Autoscale: scale(3, 10)},
	} {
		got := sys.Services[name]
		assert.Equal(t, want, Service{
			CPU: got.CPU, CPULimit: got.CPULimit, Memory: got.Memory, MemLimit: got.MemLimit,
			Replicas: got.Replicas, Autoscale: got.Autoscale, Port: got.Port, Host: got.Host,
		}, name)
	}
	api := sys.Services["api"]
	assert.Equal(t, &Probe{Path: "/health", Delay: Duration(30 * time.Second), Period: Duration(10 * time.Second), Timeout: Duration(5 * time.Second), Failures: 3}, api.Liveness)
	assert.Equal(t, &Probe{Path: "/ready", Delay: Duration(10 * time.Second), Period: Duration(5 * time.Second), Timeout: Duration(5 * time.Second), Failures: 3}, api.Readiness)
	assert.Subset(t, api.Uses, []string{"database", "cache"})
	assert.Subset(t, sys.Services["worker"].Uses, []string{"database", "cache"})
}

func TestDevIsTheSameSystemAtItsSmallest(t *testing.T) {
	dev, prod := reference(t, "dev"), reference(t, "prod")
	assert.Equal(t, sorted(prod.Services), sorted(dev.Services))
	assert.Equal(t, sorted(prod.Buckets), sorted(dev.Buckets))
	assert.False(t, dev.Database.MultiAZ)
	assert.Zero(t, dev.Database.Replicas)
	assert.Zero(t, dev.Cache.Replicas)
	assert.Equal(t, "t3.medium", dev.Compute.EKS.Nodes.Type)
	assert.LessOrEqual(t, dev.Compute.EKS.Nodes.Max, 2)
	for name, service := range dev.Services {
		assert.Equal(t, 1, service.Replicas, name)
		assert.Equal(t, prod.Services[name].Port, service.Port, name)
	}
}

func TestOneEnvironmentManagesTheZoneThatAllThreeShare(t *testing.T) {
	assert.True(t, reference(t, "prod").Domain.ManageZone)
	assert.False(t, reference(t, "staging").Domain.ManageZone)
	assert.False(t, reference(t, "dev").Domain.ManageZone)
}
