package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDevTellsWhatItGaveUp(t *testing.T) {
	told := strings.Join(Tradeoffs(reference(t, "dev")), "\n")
	for _, about := range []string{
		"One NAT gateway", "two zones", "burstable", "The database has no standby", "kept for 1d", "no read replica", "The cache has no replica",
		"Nothing is protected", "The service api has one replica", "The number of nodes is fixed",
	} {
		assert.Contains(t, told, about)
	}
}

func TestProdGaveUpLittle(t *testing.T) {
	told := Tradeoffs(reference(t, "prod"))
	assert.Len(t, told, 5)
	all := strings.Join(told, "\n")
	assert.Contains(t, all, "burstable", "t3 nodes are in its table")
	assert.Contains(t, all, "does not grow by itself", "500 GB are in its table")
	assert.Contains(t, all, "no TimescaleDB on RDS", "RDS is in its table")
	assert.Contains(t, all, "replicas serve nobody", "its documents don't say who reads from them")
	assert.Contains(t, all, "The service api gets one more replica for each 500 requests a minute, up to 20 replicas: above 10000 a minute", "requestsPerMinute is per replica")
}

func TestReplicasThatServeNobodyAreTold(t *testing.T) {
	const replicas = "\n  groundwork:database: {class: db.r5.xlarge, storage: 500GB, backups: 7d, replicas: 2}\n"
	told := func(more string) string {
		return strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", minimal+more)), "\n")
	}
	assert.Contains(t, told(replicas), "2 replicas of db.r5.xlarge with 500Gi each, about 422 USD a month")
	reader := indented(worker("uses: [database.read]"))
	assert.NotContains(t, told(replicas+reader), "serve nobody")
	assert.NotContains(t, told("\n  groundwork:database: {}\n"), "serve nobody")
	elsewhere := strings.ReplaceAll(minimal, "us-east-1", "eu-west-1") + replicas
	assert.Contains(t, strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", elsewhere)), "\n"), "with 500Gi each; groundwork:")
}

func TestABucketThatNothingServesIsTold(t *testing.T) {
	const said = "Nothing serves the bucket assets: "
	buckets := "\n  groundwork:buckets: {assets: {role: static}}\n"
	bare := strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", minimal+buckets)), "\n")
	assert.Contains(t, bare, said)
	served := strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", minimal+buckets+"  groundwork:edge: {cdn: {host: assets.example.com, bucket: assets}}\n")), "\n")
	assert.NotContains(t, served, said)
}

func TestVolumesWithNodesInOneGroupAreTold(t *testing.T) {
	const said = "One group of nodes spans all zones"
	cache := "\n  groundwork:cache: {runsOn: cluster}\n"
	assert.NotContains(t, strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", minimal+cache)), "\n"), said, "each zone has one")
	assert.Contains(t, strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", minimal+cache+"  groundwork:compute: {eks: {nodes: {groups: single}}}\n")), "\n"), said)
	assert.NotContains(t, strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), "dev", minimal)), "\n"), said, "nothing is bound to a zone")
}

func TestEveryTradeoffSaysWhatToWrite(t *testing.T) {
	bare := readOn(t, date(2027, 3, 1), "dev", minimal+`
  groundwork:startWorkloads: false
  groundwork:network: {nat: none, interfaceEndpoints: true, flowLogs: 0}
  groundwork:compute: {eks: {publicAccessCidrs: [203.0.113.7/32], nodes: {min: 1, max: 1}}}
  groundwork:database: {version: "14", backups: 0, class: db.r5.large, parameters: {shared_buffers: 8GB}}
`)
	told := Tradeoffs(bare)
	assert.Greater(t, len(told), 10)
	for _, sentence := range told {
		assert.Contains(t, sentence, "groundwork:")
		assert.NotContains(t, sentence, "%!")
	}
	all := strings.Join(told, "\n")
	assert.Contains(t, all, "PostgreSQL 14 left")
	assert.Contains(t, all, "40 % of the memory")
}

// A second stack of an environment has the first one's range unless it says otherwise.
func TestAStackWithAnotherOnesRangeSaysSo(t *testing.T) {
	const said = "The network has the range 10.20.0.0/16, as every stack of the environment staging that names no other"
	staging := "\n  groundwork:environment: staging\n"
	for _, c := range []struct {
		stack, more string
		told        bool
	}{
		{"qa", staging, true},
		{"qa", staging + "  groundwork:network: {cidr: 10.21.0.0/16}\n", false},
		{"staging", "", false},
	} {
		all := strings.Join(Tradeoffs(readOn(t, date(2026, 12, 1), c.stack, minimal+c.more)), "\n")
		assert.Equal(t, c.told, strings.Contains(all, said), "%s%s", c.stack, c.more)
	}
}
