package price_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

const template = "aws:ec2/launchTemplate:LaunchTemplate"

func group(inputs object) changes.Resource {
	all := object{"scalingConfig": object{"minSize": 2.0, "desiredSize": 3.0, "maxSize": 3.0}, "instanceTypes": []any{"t3.large"}}
	for name, value := range inputs {
		all[name] = value
	}
	return made(nodes, "nodes", all)
}

func disks(gib float64) object {
	return object{"blockDeviceMappings": []any{object{"deviceName": "/dev/xvda", "ebs": object{"volumeSize": gib, "volumeType": "gp3"}}}}
}

func TestNodesAreMachinesAndDisks(t *testing.T) {
	costs(t, stack(group(nil)), "187.01", // 3 x (0.0832 x 730 + 20 x 0.08)
		"3 x t3.large, 730 h; 3 x 20 GiB of gp3")
	costs(t, stack(group(object{"diskSize": 100.0})), "206.21",
		"3 x t3.large, 730 h; 3 x 100 GiB of gp3")
	costs(t, stack(group(object{"instanceTypes": nil})), "95.90", // 3 x (0.0416 x 730 + 1.6)
		"3 x t3.medium, 730 h; 3 x 20 GiB of gp3")
	costs(t, stack(group(object{"instanceTypes": []any{"m6i.large", "m5.large"}})), "215.04",
		"3 x m6i.large, 730 h; 3 x 20 GiB of gp3")
}

func TestNodesHaveTheDisksOfTheirLaunchTemplate(t *testing.T) {
	const how = "3 x t3.large, 730 h; 3 x 50 GiB of gp3" // 3 x (60.736 + 4)
	byID := group(object{"launchTemplate": object{"id": "lt-1", "version": "2"}})
	other := there(template, "other", "lt-0", disks(999))
	t.Run("found by its id", func(t *testing.T) {
		costs(t, stack(other, there(template, "nodes", "lt-1", disks(50)), byID), "194.21", how)
	})
	t.Run("found next to the group while its id isn't known", func(t *testing.T) {
		unknown := group(object{"launchTemplate": object{"id": changes.Unknown, "version": changes.Unknown}})
		elsewhere := other
		elsewhere.Parents = []string{"another part"}
		costs(t, stack(elsewhere, made(template, "nodes", disks(50)), unknown), "194.21", how)
	})
	t.Run("and are unknown when it is elsewhere", func(t *testing.T) {
		assertUnknown(t, byID, "its launch template isn't part of the stack")
	})
}

func TestAGroupThatScalesTellsWhatAFurtherNodeCosts(t *testing.T) {
	estimate := price.Of(stack(group(object{"scalingConfig": object{"desiredSize": 3.0, "maxSize": 36.0}})))
	assertRate(t, estimate, "each further node, up to 36", "62.34", "month") // 0.0832 x 730 + 1.6
}

func TestBurstableMachinesTellWhatTheyCostWhenTheyAreBusy(t *testing.T) {
	assertRate(t, price.Of(stack(group(nil))), "beyond their credits", "0.05", "vCPU-hour")

	steady := group(object{"instanceTypes": []any{"m6i.large"}})
	assert.Empty(t, price.Of(stack(steady)).Rates)

	slow := disks(20)
	slow["creditSpecification"] = object{"cpuCredits": "standard"}
	limited := group(object{"launchTemplate": object{"id": "lt-1"}})
	assert.Empty(t, price.Of(stack(there(template, "nodes", "lt-1", slow), limited)).Rates)
}

func TestNodesThatCannotBePriced(t *testing.T) {
	assertUnknown(t, group(object{"scalingConfig": object{"desiredSize": changes.Unknown}}), "how many nodes there are isn't known yet")
	assertUnknown(t, group(object{"instanceTypes": []any{changes.Unknown}}), "the nodes' instance type isn't known yet")

	spot := price.Of(stack(group(object{"capacityType": "SPOT"})))
	assert.Equal(t, "at least 4.80", spot.After.String(), "the disks have a price")
	assert.Equal(t, []string{"nodes: spot instances have no list price."}, unknown(spot))

	odd := price.Of(stack(group(object{"instanceTypes": []any{"u-3tb1.56xlarge"}})))
	assert.Equal(t, []string{"nodes: there is no price of ec2 u-3tb1.56xlarge in the list."}, unknown(odd))
}

func TestAnInstanceIsItsMachineItsAddressAndItsDisks(t *testing.T) {
	const instance = "aws:ec2/instance:Instance"
	costs(t, stack(made(instance, "host", object{
		"instanceType":             "t3.medium",
		"associatePublicIpAddress": true,
		"rootBlockDevice":          object{"volumeSize": 30.0, "volumeType": "gp3"},
		"ebsBlockDevices":          []any{object{"volumeSize": 10.0}},
	})), "37.42", // 30.368 + 3.65 + 2.4 + 1
		"t3.medium, 730 h; public IPv4 address, 730 h; 30 GiB of gp3; 10 GiB of gp2")

	bare := price.Of(stack(made(instance, "host", object{"instanceType": "t3.medium"})))
	assert.Equal(t, "at least 30.37", bare.After.String())
	assert.Equal(t, []string{"host: the root volume is as large as the image has it."}, unknown(bare))

	inherited := made(instance, "host", object{"launchTemplate": object{"id": "lt-1"}, "rootBlockDevice": object{"volumeSize": 10.0}})
	costs(t, stack(there(template, "t", "lt-1", object{"instanceType": "c5.large"}), inherited), "63.05", "c5.large, 730 h; 10 GiB of gp2")
}

func TestAControlPlaneCostsByItsVersionsSupport(t *testing.T) {
	const cluster = "aws:eks/cluster:Cluster"
	for _, test := range []struct {
		name, version, policy, dollars, how, later string
	}{
		{"a version whose support has ended costs six times as much", "1.31", "EXTENDED", "438.00", "EKS control plane in extended support, since 2025-11-26, 730 h", ""},
		{"extended support is the default", "1.31", "", "438.00", "EKS control plane in extended support, since 2025-11-26, 730 h", ""},
		{"who is upgraded instead pays the lower price", "1.31", "STANDARD", "73.00", "EKS control plane, 730 h", ""},
		{"a version that is supported tells from when on it costs more", "1.35", "EXTENDED", "73.00", "EKS control plane, 730 h", "from 2027-03-27 on"},
		{"a version that the calendar lacks tells that it will cost more", "1.99", "EXTENDED", "73.00", "EKS control plane, 730 h", "once it is in extended support"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := object{"version": test.version}
			if test.policy != "" {
				in["upgradePolicy"] = object{"supportType": test.policy}
			}
			estimate := costs(t, stack(made(cluster, "cluster", in)), test.dollars, test.how)
			if test.later == "" {
				assert.Empty(t, estimate.Rates)
			} else {
				assertRate(t, estimate, test.later, "0.6", "hour")
			}
		})
	}
}

func TestVolumesCostBySizeAndWhatIsAskedForBeyondTheBaseline(t *testing.T) {
	const volume = "aws:ebs/volume:Volume"
	for _, test := range []struct {
		name, dollars, how string
		in                 object
	}{
		{"gp3 at its baseline", "8.00", "100 GiB of gp3", object{"size": 100.0, "type": "gp3", "iops": 3000.0, "throughput": 125.0}},
		{"gp3 beyond it", "15.00", "100 GiB of gp3; 1,000 IOPS more; 50 MB/s more", object{"size": 100.0, "type": "gp3", "iops": 4000.0, "throughput": 175.0}},
		{"gp2 without a type", "10.00", "100 GiB of gp2", object{"size": 100.0}},
		{"io1 pays for all IOPS", "77.50", "100 GiB of io1; 1,000 IOPS", object{"size": 100.0, "type": "io1", "iops": 1000.0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			costs(t, stack(made(volume, "data", test.in)), test.dollars, test.how)
		})
	}
	assertUnknown(t, made(volume, "copy", object{"snapshotId": "snap-1"}), "the volume's size or type isn't known yet")
}

func TestFargateTasksCostByProcessorAndMemory(t *testing.T) {
	const service, task = "aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition"
	definition := there(task, "api", "api", object{"family": "api", "cpu": "1024", "memory": "2048"})
	running := func(more object) changes.Resource {
		all := object{"launchType": "FARGATE", "desiredCount": 2.0, "taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/api:7"}
		for name, value := range more {
			all[name] = value
		}
		return made(service, "api", all)
	}
	const how = "2 x Fargate task of 1 vCPU and 2 GB, 730 h"
	costs(t, stack(definition, running(nil)), "72.08", how) // 2 x 730 x (0.04048 + 2 x 0.004445)
	costs(t, stack(definition, running(object{"taskDefinition": changes.Unknown})), "72.08", how)
	costs(t, stack(definition, running(object{"launchType": nil, "capacityProviderStrategies": []any{object{"capacityProvider": "FARGATE"}}})), "72.08", how)
	costs(t, stack(definition, running(object{"networkConfiguration": object{"assignPublicIp": true}})), "79.38", how+"; 2 x public IPv4 address, 730 h")
	assert.Equal(t, "0.00", price.Of(stack(definition, running(object{"launchType": "EC2"}))).After.String(), "the instances are paid elsewhere")

	small := there(task, "api", "api", object{
		"family": "api", "cpu": ".25 vCPU", "memory": "0.5 GB", "runtimePlatform": object{"cpuArchitecture": "ARM64"},
		"ephemeralStorage": object{"sizeInGib": 30.0},
	})
	costs(t, stack(small, running(object{"desiredCount": 1.0})), "8.02", // 730 x (0.03238/4 + 0.00356/2 + 10 x 0.000111)
		"Fargate task of 0.25 vCPU and 0.5 GB, 730 h; 10 x GB of the tasks' storage, 730 h")

	spot := running(object{"launchType": nil, "capacityProviderStrategies": []any{object{"capacityProvider": "FARGATE_SPOT"}}})
	assertUnknown(t, spot, "spot capacity has no list price")
	assertUnknown(t, running(object{"taskDefinition": "elsewhere:1"}), "its task definition or number of tasks isn't known yet")
}
