package aws

import "groundwork/internal/localcloud"

const (
	volumeType         = "aws:ebs/volume:Volume"
	volumeMountType    = "aws:ec2/volumeAttachment:VolumeAttachment"
	addressMountType   = "aws:ec2/eipAssociation:EipAssociation"
	accessListType     = "aws:ec2/networkAcl:NetworkAcl"
	accessListRuleType = "aws:ec2/networkAclRule:NetworkAclRule"
	peeringType        = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
)

// attachmentService is what is put onto instances and subnets: volumes,
// addresses and access lists.
func attachmentService() service {
	return service{kinds: map[string]localcloud.Kind{
		volumeType:         {Check: checkVolume, Create: createVolume},
		volumeMountType:    {Create: attachVolume},
		addressMountType:   {Create: associateAddress},
		accessListRuleType: {Create: createAccessRule},
		peeringType:        {Create: createPeering},
	}}
}

var attachmentLinks = []link{
	{from: volumeMountType, path: "volumeId", to: volumeType, missing: refusal{400, "InvalidVolume.NotFound", "The volume '%s' does not exist."}},
	{from: volumeMountType, path: "instanceId", to: machineType, missing: noMachine, loose: true},
	{from: addressMountType, path: "networkInterfaceId", to: interfaceType, missing: noInterface, loose: true},
	{from: accessListRuleType, path: "networkAclId", to: accessListType, loose: true},
	{from: accessListType, path: "subnetIds", to: subnetType, missing: noSubnet, loose: true},
}

// volumeSizes are the least and greatest sizes in GiB by volume type:
// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
var volumeSizes = map[string][2]int{
	"gp2": {1, 16384}, "gp3": {1, 65536}, "io1": {4, 16384}, "io2": {4, 65536},
	"st1": {125, 16384}, "sc1": {125, 16384}, "standard": {1, 1024},
}

// checkVolume follows the provider: IOPS and throughput only where the type has
// them to set.
func checkVolume(c *localcloud.Check) {
	kind := c.Inputs.String("type")
	if c.Inputs.Has("iops") && kind != "io1" && kind != "io2" && kind != "gp3" && c.Inputs.Int("iops") > 0 {
		c.Fail("iops", "'iops' must not be set when 'type' is '%s'", kind)
	}
	if c.Inputs.Has("throughput") && kind != "gp3" && c.Inputs.Int("throughput") > 0 {
		c.Fail("throughput", "'throughput' must not be set when 'type' is '%s'", kind)
	}
}

// createVolume follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
func createVolume(tx *localcloud.Tx, volume *localcloud.Object) error {
	zone := volume.String("availabilityZone")
	if found, ok := zoneNamed(tx.Region(), zone); !ok || found.Name != zone {
		return tx.Fail(400, "InvalidZone.NotFound", "The zone '%s' does not exist.", zone)
	}
	decide(volume, "type", "gp2")
	kind, size := volume.String("type"), volume.Outputs.Int("size")
	if sizes, ok := volumeSizes[kind]; ok && size > 0 && (size < sizes[0] || size > sizes[1]) {
		return tx.Fail(400, "InvalidParameterValue", "Volume of %dGiB is out of the range of %d to %d GiB for volume type %s.", size, sizes[0], sizes[1], kind)
	}
	if kind == "gp3" {
		decide(volume, "iops", 3000)
		decide(volume, "throughput", 125)
	}
	return nil
}

// attachVolume: volume and instance are in one zone, and most volumes are at
// one instance at a time.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html
func attachVolume(tx *localcloud.Tx, mount *localcloud.Object) error {
	volume, machine := tx.Get(volumeType, mount.String("volumeId")), tx.Get(machineType, mount.String("instanceId"))
	if volume == nil || machine == nil {
		return nil
	}
	if volume.String("availabilityZone") != machine.String("availabilityZone") {
		return tx.Fail(400, "InvalidVolume.ZoneMismatch", "The volume '%s' is not in the same availability zone as instance '%s'", volume.ID, machine.ID)
	}
	if !volume.Outputs.Bool("multiAttachEnabled") && tx.HowMany(volumeMountType, "volumeId", volume.ID) > 0 {
		return tx.Fail(400, "VolumeInUse", "%s is already attached to an instance", volume.ID)
	}
	for _, other := range tx.Where(volumeMountType, "instanceId", machine.ID) {
		if other.String("deviceName") == mount.String("deviceName") {
			return tx.Fail(400, "InvalidParameterValue", "Invalid value '%s' for unixDevice. Attachment point %s is already in use", mount.String("deviceName"), mount.String("deviceName"))
		}
	}
	return nil
}

// associateAddress moves an address only when it may:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
func associateAddress(tx *localcloud.Tx, mount *localcloud.Object) error {
	address := tx.Get(addressType, mount.String("allocationId"))
	if address == nil {
		return nil
	}
	taken := tx.HowMany(addressMountType, "allocationId", address.ID)+tx.HowMany(natType, "allocationId", address.ID) > 0
	if taken && mount.Outputs.Known("allowReassociation") && !mount.Outputs.Bool("allowReassociation") {
		return tx.Fail(400, "Resource.AlreadyAssociated", "resource %s is already associated with associate-id", address.ID)
	}
	decide(mount, "publicIp", address.String("publicIp"))
	return nil
}

// createAccessRule: a number is once in each direction.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
func createAccessRule(tx *localcloud.Tx, rule *localcloud.Object) error {
	for _, other := range tx.Where(accessListRuleType, "networkAclId", rule.String("networkAclId")) {
		if other.Outputs.Int("ruleNumber") == rule.Outputs.Int("ruleNumber") && other.Outputs.Bool("egress") == rule.Outputs.Bool("egress") {
			return tx.Fail(400, "NetworkAclEntryAlreadyExists", "The network acl entry identified by %d already exists.", rule.Outputs.Int("ruleNumber"))
		}
	}
	return nil
}

// createPeering fails at once when the networks overlap:
// https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
func createPeering(tx *localcloud.Tx, peering *localcloud.Object) error {
	peering.Set("acceptStatus", "pending-acceptance")
	if peering.Outputs.Bool("autoAccept") {
		peering.Set("acceptStatus", "active")
	}
	there := tx
	if region := peering.String("peerRegion"); region != "" {
		there = tx.In(region)
	}
	near, far := tx.Get(vpcType, peering.String("vpcId")), there.Get(vpcType, peering.String("peerVpcId"))
	if near == nil || far == nil {
		return nil
	}
	for _, a := range blocksOf(tx, near) {
		for _, b := range blocksOf(there, far) {
			if a.Overlaps(b) {
				return tx.Fail(400, "failed", "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range")
			}
		}
	}
	return nil
}
