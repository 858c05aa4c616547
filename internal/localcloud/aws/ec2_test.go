package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestANetworkShowsItsAddressesAndGoesInOrder(t *testing.T) {
	w := settle(t)
	address := w.make(addressType, "nat", props{"domain": "vpc"})
	nat := w.make(natType, "nat", props{"allocationId": address.ID, "subnetId": w.publicA.ID})
	table := w.make(routeTableType, "table", props{"vpcId": w.vpc.ID})
	w.make(associationType, "a", props{"routeTableId": table.ID, "subnetId": w.publicA.ID})

	assert.Equal(t, address.Outputs.String("publicIp"), nat.Outputs.String("publicIp"))
	assert.Regexp(t, `^10\.0\.0\.\d+$`, nat.Outputs.String("privateIp"))
	assert.Regexp(t, `^ec2-52-7\d-\d+-\d+\.compute-1\.amazonaws\.com$`, address.Outputs.String("publicDns"))
	w.destroy()
	assert.Empty(t, w.cloud.List(), "default objects go with their VPC")
}

func TestARouteHasTheIdThatTheProviderGivesIt(t *testing.T) {
	w := settle(t)
	table := w.make(routeTableType, "table", props{"vpcId": w.vpc.ID})
	route := w.make(routeType, "out", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": w.gateway.ID})
	assert.Equal(t, "r-"+table.ID+"1080289494", route.ID)
}

func TestTheDefaultGroupIsTheVPCs(t *testing.T) {
	w := settle(t)
	group := w.make(defaultGroupType, "default", props{"vpcId": w.vpc.ID, "ingress": []any{}, "egress": []any{}})
	assert.Equal(t, w.vpc.Outputs.String("defaultSecurityGroupId"), group.ID)
	assert.Equal(t, "default", group.Outputs.String("name"))
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func TestALaunchTemplateCountsItsVersions(t *testing.T) {
	w := settle(t)
	template := w.make(templateType, "nodes", props{"instanceType": "t3.large", "updateDefaultVersion": true})
	assert.Equal(t, 1, template.Outputs.Int("latestVersion"))
	changed := template.Inputs.Clone()
	changed.Set("instanceType", "t3.xlarge")
	after, err := w.provider.Update(templateType, "nodes", template.ID, template.Outputs, changed, false)
	assert.NoError(t, err)
	assert.Equal(t, []int{2, 2}, []int{after.Int("latestVersion"), after.Int("defaultVersion")})
	tagged := changed.Clone()
	tagged.Set("tags", map[string]string{"a": "b"})
	after, err = w.provider.Update(templateType, "nodes", template.ID, after, tagged, false)
	assert.NoError(t, err)
	assert.Equal(t, 2, after.Int("latestVersion"), "tags are not the version's")
}
