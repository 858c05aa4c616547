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
