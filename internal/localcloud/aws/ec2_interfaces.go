package aws

import (
	"groundwork/internal/localcloud"
)

// joinNetwork gives an instance its addresses and its groups.
func joinNetwork(tx *localcloud.Tx, machine, subnet *localcloud.Object) error {
	machine.Set("subnetId", subnet.ID)
	machine.Set("availabilityZone", subnet.String("availabilityZone"))
	if err := joinGroups(tx, machine, subnet, "vpcSecurityGroupIds"); err != nil {
		return err
	}
	if ip := machine.String("privateIp"); ip != "" {
		if err := inBlock(tx, subnet, ip); err != nil {
			return err
		}
		for _, other := range tx.Where(machineType, "privateIp", ip) {
			if other.String("subnetId") == subnet.ID {
				return tx.Fail(400, "InvalidIPAddress.InUse", "Address %s is in use.", ip)
			}
		}
	}
	decide(machine, "privateIp", addressIn(tx, subnet))
	machine.Set("privateDns", privateName(tx.Region(), machine.String("privateIp")))
	decide(machine, "associatePublicIpAddress", subnet.Outputs.Bool("mapPublicIpOnLaunch"))
	if !machine.Outputs.Bool("associatePublicIpAddress") {
		return nil
	}
	bytes := tx.Dice().Bytes(2)
	ip := "54.80." + number(int(bytes[0])) + "." + number(int(bytes[1]))
	machine.Set("publicIp", ip)
	if vpc := tx.Get(vpcType, subnet.String("vpcId")); vpc != nil && vpc.Outputs.Bool("enableDnsHostnames") {
		machine.Set("publicDns", publicName(tx.Region(), ip))
	}
	return nil
}

// joinGroups: the groups are the subnet's VPC's, its default one without any,
// and few.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
func joinGroups(tx *localcloud.Tx, obj, subnet *localcloud.Object, path string) error {
	if vpc := tx.Get(vpcType, subnet.String("vpcId")); vpc != nil && len(obj.Outputs.Strings(path)) == 0 {
		obj.Set(path, []string{vpc.String("defaultSecurityGroupId")})
	}
	groups := obj.Outputs.Strings(path)
	for _, id := range groups {
		if group := findGroup(tx, id); group != nil && group.String("vpcId") != subnet.String("vpcId") {
			return tx.Fail(400, "InvalidParameter", "Security group %s and subnet %s belong to different networks.", id, subnet.ID)
		}
	}
	return exceeds(tx, interfaceGroupQuota, len(groups), "")
}

// createInterface follows
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html
func createInterface(tx *localcloud.Tx, card *localcloud.Object) error {
	subnet := tx.Get(subnetType, card.String("subnetId"))
	if subnet == nil {
		return noSubnet.about(tx, card.String("subnetId"))
	}
	if err := joinGroups(tx, card, subnet, "securityGroups"); err != nil {
		return err
	}
	asked := card.Outputs.Strings("privateIps")
	for _, ip := range asked {
		if err := inBlock(tx, subnet, ip); err != nil {
			return err
		}
		for _, other := range tx.Where(interfaceType, "privateIps", ip) {
			if other.String("subnetId") == subnet.ID {
				return tx.Fail(400, "InvalidIPAddress.InUse", "Address %s is in use.", ip)
			}
		}
	}
	if len(asked) == 0 {
		asked = []string{addressIn(tx, subnet)}
		card.Set("privateIps", asked)
	}
	decide(card, "privateIp", asked[0])
	card.Set("privateDnsName", privateName(tx.Region(), card.String("privateIp")))
	hex := tx.Hex(8)
	card.Set("macAddress", "02:1a:"+hex[:2]+":"+hex[2:4]+":"+hex[4:6]+":"+hex[6:])
	decide(card, "interfaceType", "interface")
	return nil
}
