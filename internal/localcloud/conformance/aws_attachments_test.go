package conformance

const (
	netVolume     = "aws:ebs/volume:Volume"
	netMount      = "aws:ec2/volumeAttachment:VolumeAttachment"
	netMove       = "aws:ec2/eipAssociation:EipAssociation"
	netAccess     = "aws:ec2/networkAcl:NetworkAcl"
	netAccessRule = "aws:ec2/networkAclRule:NetworkAclRule"
	netPeering    = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
	netFleet      = "aws:autoscaling/group:Group"

	ebsTypes  = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"
	fleetDocs = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html"
)

// mounting attaches a volume of a zone to an instance in us-east-1a.
func mounting(zone string, before func(n wired, machine, volume Made)) func(*World) error {
	return within(func(n wired) error {
		machine := n.Make(netMachine, "machine", n.machine(nil))
		volume := n.Make(netVolume, "data", Props{"availabilityZone": zone, "size": 10})
		if before != nil {
			before(n, machine, volume)
		}
		_, err := n.Create(netMount, "data", Props{"deviceName": "/dev/sdf", "instanceId": machine.ID, "volumeId": volume.ID})
		return err
	})
}

// fleet makes a group of instances.
func fleet(changes func(n wired) Props) func(*World) error {
	return adding(netFleet, func(n wired) Props {
		template := n.Make(netTemplate, "t", Props{"imageId": n.image("x86_64"), "instanceType": "t3.micro"})
		return with(Props{
			"minSize": 1, "maxSize": 3, "vpcZoneIdentifiers": []string{n.private.ID}, "launchTemplate": Props{"id": template.ID},
		}, changes(n))
	})
}

func (n wired) accessRule(changes Props) Props {
	return with(Props{
		"networkAclId": n.vpc.Outputs.String("defaultNetworkAclId"), "ruleNumber": 90, "protocol": "tcp",
		"ruleAction": "allow", "cidrBlock": "10.0.0.0/16", "fromPort": 22, "toPort": 22,
	}, changes)
}

var attachmentCases = []Case{
	{"a volume in its instance's zone", mounting("us-east-1a", nil), "", ec2API + "API_AttachVolume.html"},
	{"a volume of another zone", mounting("us-east-1b", nil), "InvalidVolume.ZoneMismatch", ec2Errors},
	{"a volume that another instance has", mounting("us-east-1a", func(n wired, _, volume Made) {
		other := n.Make(netMachine, "other", n.machine(nil))
		n.Make(netMount, "other", Props{"deviceName": "/dev/sdf", "instanceId": other.ID, "volumeId": volume.ID})
	}), "VolumeInUse", ec2Errors},
	{"two volumes at one place", mounting("us-east-1a", func(n wired, machine, _ Made) {
		volume := n.Make(netVolume, "first", Props{"availabilityZone": "us-east-1a", "size": 10})
		n.Make(netMount, "first", Props{"deviceName": "/dev/sdf", "instanceId": machine.ID, "volumeId": volume.ID})
	}), "is already in use", ec2API + "API_AttachVolume.html"},
	{"a volume that is not there", adding(netMount, func(n wired) Props {
		return Props{"deviceName": "/dev/sdf", "volumeId": "vol-0", "instanceId": n.Make(netMachine, "m", n.machine(nil)).ID}
	}), "InvalidVolume.NotFound", ec2Errors},
	{"an instance that is not there", adding(netMount, func(n wired) Props {
		return Props{"deviceName": "/dev/sdf", "instanceId": "i-0", "volumeId": n.Make(netVolume, "v", Props{"availabilityZone": "us-east-1a", "size": 1}).ID}
	}), "InvalidInstanceID.NotFound", ec2Errors},
	{"a volume in a zone of another region", creating(netVolume, Props{"availabilityZone": "eu-west-1a", "size": 10}), "InvalidZone.NotFound", ec2Errors},
	{"a volume smaller than its type allows", creating(netVolume, Props{"availabilityZone": "us-east-1a", "size": 100, "type": "st1"}), "InvalidParameterValue", ebsTypes},
	{"IOPS where the type has none to set", creating(netVolume, Props{"availabilityZone": "us-east-1a", "size": 100, "type": "gp2", "iops": 4000}), "'iops' must not be set", ebsTypes},
	{"a gp3 volume has its baseline", func(w *World) error {
		made, err := w.Create(netVolume, "v", Props{"availabilityZone": "us-east-1a", "size": 10, "type": "gp3"})
		if err != nil {
			return err
		}
		return same("IOPS", 3000, made.Outputs.Int("iops"))
	}, "", ebsTypes},
	{"an address that may not be moved", within(func(n wired) error {
		address := n.address("a")
		n.Make(netMove, "first", Props{"allocationId": address.ID, "instanceId": n.Make(netMachine, "m", n.machine(nil)).ID})
		other := n.Make(netMachine, "other", n.machine(nil))
		_, err := n.Create(netMove, "second", Props{"allocationId": address.ID, "instanceId": other.ID, "allowReassociation": false})
		return err
	}), "Resource.AlreadyAssociated", ec2API + "API_AssociateAddress.html"},
	{"an address that is gone", adding(netMove, func(n wired) Props {
		return Props{"allocationId": "eipalloc-0", "instanceId": n.Make(netMachine, "m", n.machine(nil)).ID}
	}), "InvalidAllocationID.NotFound", ec2Errors},

	{"a number twice in an access list", within(func(n wired) error {
		n.Make(netAccessRule, "first", n.accessRule(nil))
		_, err := n.Create(netAccessRule, "second", n.accessRule(nil))
		return err
	}), "NetworkAclEntryAlreadyExists: The network acl entry identified by 90 already exists.", ec2Errors},
	{"a number in both directions", within(func(n wired) error {
		n.Make(netAccessRule, "in", n.accessRule(nil))
		_, err := n.Create(netAccessRule, "out", n.accessRule(Props{"egress": true}))
		return err
	}), "", ec2API + "API_CreateNetworkAclEntry.html"},
	{"an access list of a subnet that is gone", adding(netAccess, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "subnetIds": []string{"subnet-0"}}
	}), "InvalidSubnetID.NotFound", ec2Errors},

	{"networks side by side", adding(netPeering, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "peerVpcId": n.other.ID, "autoAccept": true}
	}), "", "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html"},
	{"networks of the same addresses", adding(netPeering, func(n wired) Props {
		twin := n.Make(netVPC, "twin", Props{"cidrBlock": "10.0.0.0/16"})
		return Props{"vpcId": n.vpc.ID, "peerVpcId": twin.ID, "autoAccept": true}
	}), "overlapping CIDR range", "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html"},

	{"a group of instances", fleet(nothing), "", fleetDocs},
	{"more instances than the greatest size", fleet(func(wired) Props { return Props{"desiredCapacity": 4} }),
		"ValidationError: Desired capacity:4 must be between the specified min size:1 and max size:3", fleetDocs},
	{"a least size over the greatest", fleet(func(wired) Props { return Props{"minSize": 4} }), "must be greater than or equal to min bound", fleetDocs},
	{"a group of instances nowhere", fleet(func(wired) Props { return Props{"vpcZoneIdentifiers": nil} }),
		"At least one Availability Zone or VPC Subnet is required", fleetDocs},
	{"a group of instances in a subnet that is gone", fleet(func(wired) Props { return Props{"vpcZoneIdentifiers": []string{"subnet-0"}} }),
		"The subnet ID 'subnet-0' does not exist", fleetDocs},
	{"a group of instances has its least size", within(func(n wired) error {
		template := n.Make(netTemplate, "t", Props{"imageId": n.image("x86_64"), "instanceType": "t3.micro"})
		made, err := n.Create(netFleet, "f", Props{
			"minSize": 2, "maxSize": 3, "vpcZoneIdentifiers": []string{n.private.ID}, "launchTemplate": Props{"id": template.ID},
		})
		if err != nil {
			return err
		}
		return same("its size", 2, made.Outputs.Int("desiredCapacity"))
	}), "", fleetDocs},
}
