package facts

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryTypeOfBothProvidersDecodes(t *testing.T) {
	for _, set := range []*Set{AWS, Cloudflare} {
		for _, token := range set.Resources() {
			resource, ok := set.Resource(token)
			require.True(t, ok, token)
			assert.Equal(t, token, resource.Token)
		}
		for _, token := range set.Functions() {
			function, ok := set.Function(token)
			require.True(t, ok, token)
			assert.Equal(t, token, function.Token)
		}
	}
	assert.Equal(t, 1474, len(AWS.Resources()))
	assert.Equal(t, 593, len(AWS.Functions()))
	assert.Equal(t, 37, len(Cloudflare.Resources()))
	assert.Equal(t, 11, len(Cloudflare.Functions()))
}

func TestAPropertyCarriesWhatTheFactsSay(t *testing.T) {
	vpc, ok := AWS.Resource("aws:ec2/vpc:Vpc")
	require.True(t, ok)
	tenancy := vpc.Properties["instanceTenancy"]
	assert.Equal(t, []string{"dedicated", "default"}, tenancy.Enum)
	assert.Equal(t, "default", tenancy.Default)
	block := vpc.Properties["cidrBlock"]
	assert.True(t, block.ForceNew && block.Optional && block.Computed)
	assert.Equal(t, "cidr", block.Format)
	assert.Equal(t, []string{"ipv4NetmaskLength"}, block.Conflicts)
	assert.Equal(t, Map, vpc.Properties["tags"].Container)

	_, ok = AWS.Resource("aws:ec2/vpd:Vpd")
	assert.False(t, ok, "an unknown type must not be found")
}

func TestTheFirstLookupIsFastEnoughForAStartUp(t *testing.T) {
	fresh := newSet("aws", awsData)
	begin := time.Now()
	_, ok := fresh.Resource("aws:ec2/vpc:Vpc")
	require.True(t, ok)
	assert.Less(t, time.Since(begin), 500*time.Millisecond)
	t.Logf("first lookup took %s", time.Since(begin))
}

func TestADefaultOutsideItsRangeIsAllowedBesideIt(t *testing.T) {
	group, ok := AWS.Resource("aws:lb/targetGroup:TargetGroup")
	require.True(t, ok)
	assert.Equal(t, []string{"0"}, group.Properties["slowStart"].Enum)
}

func TestADataSourceMayBeAskedById(t *testing.T) {
	for _, token := range AWS.Functions() {
		asked, ok := AWS.Function(token)
		require.True(t, ok, token)
		assert.Contains(t, asked.Arguments(), "id", token)
	}
	image, _ := AWS.Function("aws:ec2/getAmi:getAmi")
	assert.Equal(t, String, image.Arguments()["uefiData"].Element)
}
