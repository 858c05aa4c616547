package aws

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

// Two quotas count the vCPUs of what runs, of the families A, C, D, H, I, M, R, T and Z:
// https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
const (
	onDemandQuota = "L-1216C47A"
	spotQuota     = "L-34B43A08"
)

// What EC2 says: https://github.com/scrapoxy/scrapoxy/issues/202,
// https://github.com/aws/aws-parallelcluster/issues/1115
var (
	tooManyCPUs = refusal{400, "VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit of %s allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."}
	tooManySpot = refusal{400, "MaxSpotInstanceCountExceeded", "Max spot instance count exceeded"}
)

var standardFamily = regexp.MustCompile(`^(a|c|d|h|i|im|is|m|r|t|z)[0-9]`)

// cpusOf are the vCPUs of an instance type that count against the two quotas; 0 of one
// that is not known here.
func cpusOf(kind string) int {
	if !standardFamily.MatchString(kind) {
		return 0
	}
	return machines[kind].cpus
}

// cpusThere are the vCPUs of what runs in the region.
func cpusThere(tx *localcloud.Tx, spot bool) int {
	count := 0
	for _, group := range tx.Select(nodeGroupType, every) {
		if (group.String("capacityType") == "SPOT") == spot {
			count += cpusOfNodes(group)
		}
	}
	for _, machine := range tx.Select(machineType, every) {
		if atSpot(machine) == spot && machine.String("instanceState") == "running" {
			count += cpusOf(machine.String("instanceType"))
		}
	}
	return count
}

func cpusOfNodes(group *localcloud.Object) int {
	types := group.Outputs.Strings("instanceTypes")
	if len(types) == 0 {
		return 0
	}
	return group.Outputs.Int("scalingConfig.desiredSize") * cpusOf(types[0])
}

// launches: the group's nodes come from Auto Scaling, whose words become the group's
// health: https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html
func launches(tx *localcloud.Tx, group *localcloud.Object) error {
	spot := group.String("capacityType") == "SPOT"
	code, why := onDemandQuota, "Could not launch On-Demand Instances. %s - %s Launching EC2 instance failed."
	full := tooManyCPUs
	if spot {
		code, why, full = spotQuota, "Could not launch Spot Instances. %s - %s. Launching EC2 instance failed.", tooManySpot
	}
	limit := quotaOf(tx, code)
	wanted := cpusOfNodes(group)
	if wanted == 0 || cpusThere(tx, spot)+wanted <= limit {
		return nil
	}
	said := strings.Replace(full.text, "%s", strconv.Itoa(limit), 1)
	return unready(tx, group, "AsgInstanceLaunchFailures", fmt.Sprintf(why, full.code, said))
}

// starts: a machine beyond the vCPUs is not started at all.
func starts(tx *localcloud.Tx, machine *localcloud.Object) error {
	code, full := onDemandQuota, tooManyCPUs
	if atSpot(machine) {
		code, full = spotQuota, tooManySpot
	}
	wanted, limit := cpusOf(machine.String("instanceType")), quotaOf(tx, code)
	if wanted == 0 || cpusThere(tx, atSpot(machine))+wanted <= limit {
		return nil
	}
	return full.about(tx, strconv.Itoa(limit))
}

func atSpot(machine *localcloud.Object) bool {
	return machine.String("instanceMarketOptions.marketType") == "spot"
}

func every(*localcloud.Object) bool { return true }
