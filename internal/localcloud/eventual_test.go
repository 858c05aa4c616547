package localcloud_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudtest"
)

const (
	vpcType    = "aws:ec2/vpc:Vpc"
	subnetType = "aws:ec2/subnet:Subnet"
)

// hazy is a cloud whose services see new objects late.
func hazy(t *testing.T, delay time.Duration) *cloudtest.Provider {
	cloud := cloudtest.Open(t, localcloud.Options{Dir: t.TempDir(), Eventual: delay, Clock: time.Now}, aws.New())
	return cloud.Provider("aws", cloudtest.Props{"region": "us-east-1"})
}

func TestAProviderTriesAgainUntilTheServiceSeesWhatIsNew(t *testing.T) {
	const delay = 300 * time.Millisecond
	provider := hazy(t, delay)
	began := time.Now()
	vpc := provider.Make(vpcType, "net", cloudtest.Props{"cidrBlock": "10.0.0.0/16"})
	subnet := provider.Make(subnetType, "a", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.0.0/24"})
	assert.GreaterOrEqual(t, time.Since(began), delay)
	assert.NotContains(t, provider.Refuse(subnetType, "b", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.0.0/25"}), "NotFound",
		"a service sees its own objects at once")
	assert.ErrorContains(t, provider.Delete(vpcType, "net", vpc.ID, vpc.Outputs), "DependencyViolation")
	id, _, _ := provider.Read(subnetType, "a", subnet.ID, subnet.Inputs, subnet.Outputs)
	assert.Equal(t, subnet.ID, id)
}

func TestADataSourceDoesNotSeeWhatIsNew(t *testing.T) {
	provider := hazy(t, time.Minute)
	vpc := provider.Make(vpcType, "net", cloudtest.Props{"cidrBlock": "10.0.0.0/16"})
	_, _, err := provider.Invoke("aws:ec2/getVpc:getVpc", cloudtest.Props{"id": vpc.ID})
	require.Error(t, err)
}

func TestWhatIsReallyMissingIsRefusedAtOnce(t *testing.T) {
	provider := hazy(t, time.Hour)
	provider.Make(vpcType, "net", cloudtest.Props{"cidrBlock": "10.0.0.0/16"})
	assert.Contains(t, provider.Refuse(subnetType, "a", cloudtest.Props{"vpcId": "vpc-00000000000000000", "cidrBlock": "10.0.0.0/24"}), "InvalidVpcID.NotFound")
}
