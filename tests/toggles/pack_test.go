package toggles

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/internal/rehearsal"
)

const urnOf = "urn:pulumi:dev::shop::groundwork:kubeservice:Service$kubernetes:apps/v1:Deployment::"

func plannedAt(at path, touches ...resource.URN) planned {
	one := planned{Toggle: Toggle{edits: []edit{{at: at, value: 1}}}, touches: footprint{}}
	for _, urn := range touches {
		one.touches[urn] = true
	}
	return one
}

func TestSuspectsAreTriedByThemselvesAndTheOthersTogether(t *testing.T) {
	api := plannedAt(path{"groundwork:services", "api", "cpu"})
	web := plannedAt(path{"groundwork:services", "web", "cpu"})
	nat := plannedAt(path{"groundwork:network", "nat"}, urnOf+"network-nat")
	cache := plannedAt(path{"groundwork:cache", "version"})
	pack := []planned{api, web, nat, cache}
	assert.Equal(t, [][]planned{{api}, {nat}, {web, cache}}, split(pack, []string{urnOf + "api-blue", urnOf + "network-nat"}))
	assert.Equal(t, [][]planned{{nat}, {api, web, cache}}, split(pack, []string{"network-nat"}), "only a name is known")
	assert.Equal(t, [][]planned{{api, web}, {nat, cache}}, split(pack, nil), "nobody is known")
	assert.Equal(t, [][]planned{{api}}, split([]planned{api}, []string{urnOf + "api"}))
}

func TestWhatTouchesTheSameIsNotCarriedOutTogether(t *testing.T) {
	all, _ := bases(t)
	base := all[0]
	database := path{"groundwork:database"}
	one, two := plannedAt(database.below("port"), "urn:a"), plannedAt(database.below("iops"), "urn:a")
	section := plannedAt(database, "urn:b")
	one.edits[0].value, two.edits[0].value, section.edits[0].value = 5433, 0, tree{}
	assert.Len(t, base.packed([]planned{one, two}, 9), 2, "one resource")
	assert.Len(t, base.packed([]planned{one, section}, 9), 2, "one is within the other")
	cache := plannedAt(path{"groundwork:cache", "replicas"})
	assert.Len(t, base.packed([]planned{one, cache}, 9), 1)
	assert.Len(t, base.packed([]planned{one, cache}, 1), 2)
	cache.edits[0].value = -1
	assert.Len(t, base.packed([]planned{one, cache}, 9), 2, "the check has none of it")
}

func TestIDsAreNoDifferenceAndAnythingElseIs(t *testing.T) {
	cloud := func(id, address string, more ...localcloud.Listed) map[string]thing {
		objects := append([]localcloud.Listed{
			{Type: "aws:ec2/vpc:Vpc", Name: "shop-dev", ID: id, Properties: map[string]any{"id": id, "cidrBlock": "10.0.0.0/16"}},
			{Type: "aws:s3/bucketV2:BucketV2", Name: "shop", ID: "shop", Properties: map[string]any{"id": "shop", "bucket": "shop", "cidrBlock": address}},
			{Type: "aws:ec2/route:Route", Name: "r-" + id, ID: "r-" + id, Properties: map[string]any{"id": "r-" + id, "vpcId": id}},
		}, more...)
		return held(objects, namesFor(objects, nil))
	}
	before := cloud("vpc-0123456789", "10.0.0.0/16")
	same, _ := differences(before, cloud("vpc-9876543210", "10.0.0.0/16"))
	assert.Empty(t, same)
	changed, _ := differences(before, cloud("vpc-9876543210", "10.1.0.0/16"))
	assert.Equal(t, []rehearsal.Fault{{At: "aws:s3/bucketV2:BucketV2 shop", Reason: "not as it was: .cidrBlock was 10.0.0.0/16 and is 10.1.0.0/16"}}, changed)
	left, _ := differences(before, cloud("vpc-9876543210", "10.0.0.0/16", localcloud.Listed{Type: "aws:ec2/eip:Eip", Name: "nat", ID: "eipalloc-1"}))
	assert.Equal(t, []rehearsal.Fault{{At: "aws:ec2/eip:Eip nat", Reason: "it is left after going back"}}, left)
	stays := []localcloud.Listed{
		{Type: "aws:s3/bucketObjectv2:BucketObjectv2", Name: "alb/ELBAccessLogTestFile", ID: "1"},
		{Type: "aws:rds/snapshot:Snapshot", Name: "shop-final-1", ID: "shop-final-1"},
	}
	same, _ = differences(before, cloud("vpc-9876543210", "10.0.0.0/16", stays...))
	assert.Empty(t, same, "no program declares it")
	version := func(end string) localcloud.Listed {
		return localcloud.Listed{Type: "aws:secretsmanager/secretVersion:SecretVersion", Name: "shop-" + end, ID: "arn-" + end, Properties: map[string]any{"secretId": "shop"}}
	}
	same, _ = differences(cloud("vpc-1", "10.0.0.0/16", version("2lpawa")), cloud("vpc-1", "10.0.0.0/16", version("4ktaxs")))
	assert.Empty(t, same, "a secret's name in its ARN ends in what is drawn")
	gone, _ := differences(before, map[string]thing{})
	assert.Len(t, gone, 3)
}

func TestAPasswordThatIsDrawnAnewIsNoDifference(t *testing.T) {
	w := &world{t: t, home: engine.Home{Dir: t.TempDir()}}
	sealed := func(plain any) map[string]any {
		text, err := json.Marshal(plain)
		require.NoError(t, err)
		return map[string]any{resource.SigKey: resource.SecretSig, "ciphertext": w.home.States().Encrypt(string(text))}
	}
	state := func(password, url string) any {
		drawn := w.drawn([]apitype.ResourceV3{{
			Type: "random:index/randomPassword:RandomPassword", URN: urnOf + "cache-password",
			Inputs: map[string]any{"length": 24}, Outputs: map[string]any{"length": 24, "result": sealed(password)},
		}})
		return plainly(namesFor(nil, drawn), w.opened(map[string]any{
			"stringData": map[string]any{"url": sealed(url)},
			"data":       sealed(map[string]any{"URL": base64.StdEncoding.EncodeToString([]byte(url))}),
		}))
	}
	assert.Equal(t, state("wB7+ZxLx/TsNG7=", "wB7-ZxLx_TsNG7="), state("aC8/YxMy+UtOH8=", "aC8_YxMy-UtOH8="), "a key as URLs take it")
	before := state("Xa<9&bcdefgh", "redis://:Xa<9&bcdefgh@cache:6379")
	assert.Equal(t, before, state("Zb<8&abcdefg", "redis://:Zb<8&abcdefg@cache:6379"))
	assert.NotEqual(t, before, state("Zb<8&abcdefg", "redis://:Zb<8&abcdefg@other:6379"), "what else a secret holds")
}

func TestWhatMayStayIsNoDifference(t *testing.T) {
	cluster := func(from, to string) map[string]thing {
		return held([]localcloud.Listed{{Type: "aws:eks/cluster:Cluster", Name: "shop", ID: "shop", Properties: map[string]any{
			"name": "shop", "vpcConfig": map[string]any{"publicAccessCidrs": from, "endpointPublicAccess": to},
		}}}, namesFor(nil, nil))
	}
	same, _ := differences(cluster("", "false"), cluster("203.0.113.7/32", "false"))
	assert.Empty(t, same, "package staying has a reason")
	rules := func(marker bool) map[string]thing {
		return held([]localcloud.Listed{{Type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", Name: "shop", ID: "shop", Properties: map[string]any{
			"bucket": "shop", "rules": []any{map[string]any{"expiration": map[string]any{"days": 7, "expiredObjectDeleteMarker": marker}}},
		}}}, namesFor(nil, nil))
	}
	same, _ = differences(rules(false), rules(true))
	assert.Empty(t, same, "it has one in a list, too")
	template := func(version string) any {
		return plainly(namesFor(nil, nil), map[string]any{"launchTemplate": map[string]any{"id": "lt-1", "version": version}})
	}
	assert.Equal(t, template("1"), template("3"), "a count")
	open, _ := differences(cluster("", "false"), cluster("203.0.113.7/32", "true"))
	assert.Len(t, open, 1)
}

func TestHowManyPodsAnAutoscalerWantsIsItsOwn(t *testing.T) {
	workload := map[string]any{
		"spec":   map[string]any{"replicas": 4, "paused": false},
		"status": map[string]any{"replicas": 4, "readyReplicas": 4, "availableReplicas": 4, "updatedReplicas": 4, "phase": "up"},
	}
	leaveToAutoscaler(workload)
	assert.Equal(t, map[string]any{"spec": map[string]any{"paused": false}, "status": map[string]any{"phase": "up"}}, workload)
}

func TestASampleIsTheSameForTheSameSeed(t *testing.T) {
	var found []Toggle
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		found = append(found, Toggle{Key: name})
	}
	base := Base{System: "shop", Stack: "dev"}
	first := drawn(base, found, "1", 5)
	assert.Equal(t, first, drawn(base, found, "1", 5))
	assert.NotEqual(t, first, drawn(base, found, "2", 5))
	assert.NotEqual(t, first, drawn(Base{System: "shop", Stack: "prod"}, found, "1", 5))
	assert.Equal(t, []string{"a", "b", "c", "d", "e", "f", "g", "h"}, []string{found[0].Key, found[1].Key, found[2].Key, found[3].Key, found[4].Key, found[5].Key, found[6].Key, found[7].Key})
}
