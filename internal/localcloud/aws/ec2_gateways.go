package aws

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"groundwork/internal/localcloud"
)

// gatewayService is how a VPC reaches the internet.
func gatewayService() service {
	return service{kinds: map[string]localcloud.Kind{
		gatewayType: {Update: moveGateway, Delete: detachGateway},
		addressType: {Create: createAddress, Name: nameAddress},
		natType:     {Check: checkNAT, Create: createNAT},
	}}
}

// detachGateway refuses while the VPC has public addresses in use:
// https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
func detachGateway(tx *localcloud.Tx, gateway *localcloud.Object) error {
	vpc := gateway.String("vpcId")
	for _, subnet := range tx.Where(subnetType, "vpcId", vpc) {
		for _, nat := range tx.Where(natType, "subnetId", subnet.ID) {
			if nat.String("connectivityType") != "private" {
				return mappedAddresses.about(tx, vpc)
			}
		}
		for _, machine := range tx.Where(machineType, "subnetId", subnet.ID) {
			if machine.String("publicIp") != "" {
				return mappedAddresses.about(tx, vpc)
			}
		}
	}
	for _, balancer := range append(tx.Where(balancerType, "vpcId", vpc), classicsOf(tx, vpc)...) {
		if !balancer.Outputs.Bool("internal") {
			return mappedAddresses.about(tx, vpc)
		}
	}
	return nil
}

var mappedAddresses = refusal{
	400, "DependencyViolation",
	"Network %s has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
}

// moveGateway attaches a gateway to another VPC, for which the provider detaches it
// first.
func moveGateway(tx *localcloud.Tx, old, gateway *localcloud.Object) error {
	if old.String("vpcId") == gateway.String("vpcId") {
		return nil
	}
	return detachGateway(tx, old)
}

// createAddress gives an address out of a block of Amazon's:
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html
func createAddress(tx *localcloud.Tx, address *localcloud.Object) error {
	bytes := tx.Dice().Bytes(2)
	ip := netip.AddrFrom4([4]byte{52, 72 + bytes[0]%8, bytes[1], 1 + tx.Dice().Bytes(1)[0]%254}).String()
	address.Set("publicIp", ip)
	address.Set("publicDns", "ec2-"+strings.ReplaceAll(ip, ".", "-")+"."+computeDomain(tx.Region()))
	decide(address, "domain", "vpc")
	decide(address, "vpc", true)
	decide(address, "publicIpv4Pool", "amazon")
	decide(address, "networkBorderGroup", tx.Region())
	return nil
}

func nameAddress(address *localcloud.Object) string { return address.String("tags.Name") }

// computeDomain follows
// https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
func computeDomain(region string) string {
	if region == "us-east-1" {
		return "compute-1.amazonaws.com"
	}
	return region + ".compute.amazonaws.com"
}

// checkNAT: a public gateway needs an address, a private one takes none.
func checkNAT(c *localcloud.Check) {
	public := c.Inputs.String("connectivityType") != "private"
	if !public && c.Inputs.Has("allocationId") {
		c.Fail("allocationId", "%q must not be set when %q is %q", "allocation_id", "connectivity_type", "private")
	}
}

// createNAT follows https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html.
// EC2 does not look whether the subnet is a public one.
func createNAT(tx *localcloud.Tx, nat *localcloud.Object) error {
	subnet := tx.Get(subnetType, nat.String("subnetId"))
	if subnet == nil {
		return noSubnet.about(tx, nat.String("subnetId"))
	}
	if err := exceeds(tx, natQuota, gatewaysBeside(tx, subnet)+1, ""); err != nil {
		return err
	}
	nat.Set("networkInterfaceId", "eni-"+tx.Hex(17))
	decide(nat, "privateIp", addressIn(tx, subnet))
	if nat.String("connectivityType") == "private" {
		return nil
	}
	address := tx.Get(addressType, nat.String("allocationId"))
	if address == nil {
		return tx.Fail(400, "MissingParameter", "The request must contain the parameter AllocationId")
	}
	if others := tx.Where(natType, "allocationId", address.ID); len(others) > 0 {
		return tx.Fail(400, "Resource.AlreadyAssociated", "Elastic IP address [%s] is already associated", address.ID)
	}
	if len(tx.Where(gatewayType, "vpcId", subnet.String("vpcId"))) == 0 {
		return tx.Fail(400, "Gateway.NotAttached", "Network %s has no Internet gateway attached", subnet.String("vpcId"))
	}
	nat.Set("publicIp", address.String("publicIp"))
	nat.Set("associationId", "eipassoc-"+tx.Hex(17))
	return nil
}

// gatewaysBeside counts the NAT gateways of a subnet's zone.
func gatewaysBeside(tx *localcloud.Tx, subnet *localcloud.Object) int {
	count := 0
	for _, beside := range tx.Where(subnetType, "availabilityZone", subnet.String("availabilityZone")) {
		count += tx.HowMany(natType, "subnetId", beside.ID)
	}
	return count
}

// reservedAddresses are AWS's own in every subnet.
const reservedAddresses = 5

// addressIn picks an address of a subnet, beside the first four and the last,
// which AWS keeps: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
func addressIn(tx *localcloud.Tx, subnet *localcloud.Object) string {
	block, err := netip.ParsePrefix(subnet.String("cidrBlock"))
	if err != nil || !block.Addr().Is4() {
		return ""
	}
	room := 1<<(32-block.Bits()) - reservedAddresses
	base := block.Masked().Addr().As4()
	chosen := binary.BigEndian.Uint32(base[:]) + 4 + uint32(tx.Dice().Int(room))
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, chosen))).String()
}
