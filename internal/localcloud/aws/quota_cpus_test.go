package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// newAccount gives the account what AWS gives one that asked for nothing.
func (k kube) newAccount(code string) {
	k.make(quotaType, "vcpus"+code, props{"serviceCode": "ec2", "quotaCode": code, "value": 5})
}

func TestANewAccountsVCPUsAreFewerThanNodesNeed(t *testing.T) {
	k := steer(t)
	k.addon("vpc-cni")
	k.newAccount("L-1216C47A")
	k.make(nodeGroupType, "two", with(k.nodes, props{"nodeGroupName": "two"})) // 4 of 5
	says := k.provider.Refuse(nodeGroupType, "more", with(k.nodes, props{"nodeGroupName": "more"}))
	assert.Contains(t, says, "unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - "+
		"You have requested more vCPU capacity than your current vCPU limit of 5 allows for the instance bucket that the specified instance type belongs to. "+
		"Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. Launching EC2 instance failed.")
	k.make(nodeGroupType, "gpu", with(k.nodes, props{"nodeGroupName": "gpu", "instanceTypes": []string{"g5.xlarge"}})) // another bucket
	k.make(nodeGroupType, "spot", with(k.nodes, props{"nodeGroupName": "spot", "capacityType": "SPOT"}))               // and another
	k.make(quotaType, "raised", props{"serviceCode": "ec2", "quotaCode": "L-1216C47A", "value": 8})
	k.make(nodeGroupType, "more", with(k.nodes, props{"nodeGroupName": "more"}))
}

func TestANewAccountsSpotVCPUsAreAQuotaOfTheirOwn(t *testing.T) {
	k := steer(t)
	k.addon("vpc-cni")
	k.newAccount("L-34B43A08")
	says := k.provider.Refuse(nodeGroupType, "nodes", with(k.nodes, props{"capacityType": "SPOT", "scalingConfig": props{"minSize": 3, "desiredSize": 3, "maxSize": 4}}))
	assert.Contains(t, says, "AsgInstanceLaunchFailures: Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded. Launching EC2 instance failed.")
}

func TestAMachineBeyondTheVCPUsIsRefused(t *testing.T) {
	k := steer(t)
	k.addon("vpc-cni")
	k.newAccount("L-1216C47A")
	k.make(nodeGroupType, "two", with(k.nodes, props{"nodeGroupName": "two"}))
	says := k.provider.Refuse(machineType, "machine", props{"ami": "ami-0123456789abcdef0", "instanceType": "t3.large", "subnetId": k.dataA.ID})
	assert.Contains(t, says, "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 5 allows")
}

func TestAnAccountThatIsInUseHasVCPUsForAProduction(t *testing.T) {
	k := steer(t)
	k.addon("vpc-cni")
	k.make(nodeGroupType, "many", with(k.nodes, props{"scalingConfig": props{"minSize": 2, "desiredSize": 100, "maxSize": 100}}))
}
