package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

func east(t *testing.T) (*cloudtest.Cloud, *cloudtest.Provider) {
	t.Helper()
	cloud := cloudtest.Start(t, New())
	return cloud, cloud.Provider("aws", cloudtest.Props{"region": "us-east-1"})
}

func TestASubnetIsRefusedWhereEC2RefusesIt(t *testing.T) {
	_, provider := east(t)
	vpc := provider.Make(vpcType, "net", cloudtest.Props{"cidrBlock": "10.0.0.0/16"})
	provider.Make(subnetType, "first", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.1.0/24"})
	for _, c := range []struct {
		name   string
		inputs cloudtest.Props
		says   string
	}{
		{"in a VPC that is not there", cloudtest.Props{"vpcId": "vpc-0", "cidrBlock": "10.0.2.0/24"}, "api error InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist"},
		{"outside its VPC", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.1.2.0/24"}, "api error InvalidSubnet.Range"},
		{"wider than its VPC", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.0.0/15"}, "between 16 and 28 significant bits"},
		{"over another subnet", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.0.0/20"}, "creating EC2 Subnet: operation error EC2: CreateSubnet, https response error StatusCode: 400"},
		{"over another subnet, by code", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.1.128/25"}, "InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet"},
		{"in a zone of another region", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.2.0/24", "availabilityZone": "us-west-2a"}, "us-east-1a, us-east-1b"},
		{"with a block that is no network", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.2.7/24"}, `"10.0.2.0/24"`},
		{"too small", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.2.0/29"}, "got: 29"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Contains(t, provider.Refuse(subnetType, "x", c.inputs), c.says)
		})
	}
}

func TestAZoneIsFoundByNameAndByID(t *testing.T) {
	_, provider := east(t)
	vpc := provider.Make(vpcType, "net", cloudtest.Props{"cidrBlock": "10.0.0.0/16"})
	byName := provider.Make(subnetType, "a", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.1.0/24", "availabilityZone": "us-east-1b"})
	assert.Equal(t, "use1-az1", byName.Outputs.String("availabilityZoneId"))
	byID := provider.Make(subnetType, "b", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.2.0/24", "availabilityZoneId": "use1-az6"})
	assert.Equal(t, "us-east-1a", byID.Outputs.String("availabilityZone"))
	assert.Equal(t, "arn:aws:ec2:us-east-1:123456789012:subnet/"+byID.ID, byID.Outputs.String("arn"))
}

func TestAVpcStaysWhileSomethingLivesInIt(t *testing.T) {
	cloud, provider := east(t)
	vpc := provider.Make(vpcType, "net", cloudtest.Props{"cidrBlock": "10.0.0.0/16"})
	subnet := provider.Make(subnetType, "a", cloudtest.Props{"vpcId": vpc.ID, "cidrBlock": "10.0.1.0/24"})
	assert.ErrorContains(t, provider.Delete(vpcType, "net", vpc.ID, vpc.Outputs), "DependencyViolation: The vpc '"+vpc.ID+"' has dependencies")
	require.NoError(t, provider.Delete(subnetType, "a", subnet.ID, subnet.Outputs))
	require.NoError(t, provider.Delete(vpcType, "net", vpc.ID, vpc.Outputs))
	assert.Empty(t, cloud.List())
}

func TestDefaultTagsShowInTagsAllAndTheirChangeIsAnUpdate(t *testing.T) {
	cloud, plain := east(t)
	tagged := cloud.Provider("aws", cloudtest.Props{
		"region": "us-east-1", "defaultTags": `{"tags":{"Owner":"ops"}}`,
	})
	inputs := cloudtest.Props{"cidrBlock": "10.0.0.0/16", "tags": cloudtest.Props{"Name": "net"}}
	vpc := tagged.Make(vpcType, "net", inputs)
	assert.Equal(t, map[string]string{"Name": "net", "Owner": "ops"}, vpc.Outputs.StringMap("tagsAll"))
	assert.Equal(t, map[string]string{"Name": "net"}, vpc.Outputs.StringMap("tags"))
	assert.Empty(t, tagged.Diff(vpcType, "net", vpc.ID, vpc.Inputs, vpc.Outputs, vpc.Inputs).GetDiffs())
	assert.Equal(t, []string{"tagsAll"}, plain.Diff(vpcType, "net", vpc.ID, vpc.Inputs, vpc.Outputs, vpc.Inputs).GetDiffs())
}
