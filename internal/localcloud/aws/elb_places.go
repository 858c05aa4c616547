package aws

import (
	"net/netip"

	"groundwork/internal/localcloud"
)

// balancerGroups: without a group the load balancer gets the VPC's default one.
func balancerGroups(tx *localcloud.Tx, balancer *localcloud.Object, vpc string) error {
	if kind := balancer.String("loadBalancerType"); kind != "network" && kind != "gateway" && len(balancer.Outputs.Strings("securityGroups")) == 0 {
		if found := tx.Get(vpcType, vpc); found != nil {
			balancer.Set("securityGroups", []string{found.String("defaultSecurityGroupId")})
		}
	}
	for _, id := range balancer.Outputs.Strings("securityGroups") {
		if group := findGroup(tx, id); group != nil && group.String("vpcId") != vpc {
			return tx.Fail(400, "InvalidConfigurationRequest", "One or more security groups are invalid: %s is not in %s", id, vpc)
		}
	}
	return nil
}

// leastFree is how many addresses an application load balancer wants free in
// each of its subnets:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
const leastFree = 8

// roomy counts what is free in the subnets of a new load balancer.
func roomy(tx *localcloud.Tx, balancer *localcloud.Object, subnets []*localcloud.Object) error {
	if balancer.String("loadBalancerType") != "application" || balancer.Outputs.Known("dnsName") {
		return nil
	}
	for _, subnet := range subnets {
		free := addressCount(subnet)
		for _, token := range []string{machineType, interfaceType, natType} {
			free -= tx.HowMany(token, "subnetId", subnet.ID)
		}
		if free < leastFree {
			return tx.Fail(400, "InvalidSubnet", "Not enough IP space available in %s. ELB requires at least %d free IP addresses in each subnet.", subnet.ID, leastFree)
		}
	}
	return nil
}

// createListenerCertificate: a further certificate is issued, as the first.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html
func createListenerCertificate(tx *localcloud.Tx, further *localcloud.Object) error {
	certificate := tx.Get(certificateType, further.String("certificateArn"))
	if certificate != nil && !issued(tx, certificate) {
		return unsupported.about(tx, certificate.ID)
	}
	return nil
}

var unsupported = refusal{
	400, "UnsupportedCertificate",
	"The certificate '%s' must have a fully-qualified domain name, a supported signature, and a supported key size.",
}

// createAttachment: a target is what its group's type says, within reach.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html
func createAttachment(tx *localcloud.Tx, attachment *localcloud.Object) error {
	group, target := tx.Get(targetGroupType, attachment.String("targetGroupArn")), attachment.String("targetId")
	if group == nil {
		return nil
	}
	switch group.String("targetType") {
	case "instance":
		return checkMachineTarget(tx, group, target)
	case "ip":
		return checkAddressTarget(tx, group, target, attachment.String("availabilityZone"))
	}
	return nil
}

func checkMachineTarget(tx *localcloud.Tx, group *localcloud.Object, id string) error {
	machine := tx.Get(machineType, id)
	if machine == nil {
		return tx.Fail(400, "InvalidTarget", "The following targets are not valid instances: '%s'", id)
	}
	subnet := tx.Get(subnetType, machine.String("subnetId"))
	if subnet != nil && subnet.String("vpcId") != group.String("vpcId") {
		return tx.Fail(400, "InvalidTarget", "The following targets are not in the target group VPC '%s': '%s'", group.String("vpcId"), id)
	}
	return nil
}

// sharedAddresses is of RFC 6598.
var sharedAddresses = netip.MustParsePrefix("100.64.0.0/10")

// checkAddressTarget: an address is the VPC's, or a private one elsewhere, for
// which the zone is "all".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type
func checkAddressTarget(tx *localcloud.Tx, group *localcloud.Object, text, zone string) error {
	address, err := netip.ParseAddr(text)
	vpc := tx.Get(vpcType, group.String("vpcId"))
	if err != nil {
		return tx.Fail(400, "ValidationError", "The IP address '%s' is not a valid IPv4 address", text)
	}
	if vpc == nil || !address.Is4() {
		return nil
	}
	for _, block := range blocksOf(tx, vpc) {
		if block.Contains(address) {
			return nil
		}
	}
	if !address.IsPrivate() && !sharedAddresses.Contains(address) {
		return tx.Fail(400, "ValidationError", "The IP address '%s' is not within the VPC and is a public one", text)
	}
	if zone == "" {
		return tx.Fail(400, "ValidationError", "You must specify an Availability Zone 'all' for the IP address '%s', which is outside the VPC", text)
	}
	return nil
}
