package aws

import (
	"net/netip"

	"groundwork/internal/localcloud"
)

const (
	fileSystemType  = "aws:efs/fileSystem:FileSystem"
	mountTargetType = "aws:efs/mountTarget:MountTarget"
	accessPointType = "aws:efs/accessPoint:AccessPoint"
)

// Errors of EFS: https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html#API_CreateMountTarget_Errors
var noFileSystem = refusal{404, "FileSystemNotFound", "File system '%s' does not exist."}

var fileLinks = []link{
	{from: fileSystemType, path: "kmsKeyId", to: keyType, loose: true, missing: refusal{400, "BadRequest", "The KMS key %s is not found, or its state does not permit its use"}},
	{from: mountTargetType, path: "fileSystemId", to: fileSystemType, missing: noFileSystem},
	{from: mountTargetType, path: "subnetId", to: subnetType, missing: refusal{400, "SubnetNotFound", "The subnet ID '%s' does not exist"}},
	{from: mountTargetType, path: "securityGroups", to: groupType, missing: refusal{400, "SecurityGroupNotFound", "One or more security groups not found: %s"}},
	{from: accessPointType, path: "fileSystemId", to: fileSystemType, missing: noFileSystem, loose: true},
}

// fileService is EFS.
func fileService() service {
	return service{kinds: map[string]localcloud.Kind{
		fileSystemType:  {Check: checkFileSystem, Create: createFileSystem, Update: updateFileSystem, Read: countMountTargets, Delete: takesAlong("fileSystemId", accessPointType)},
		mountTargetType: {Create: createMountTarget},
	}}
}

// checkFileSystem: a throughput is given where it is provisioned, and nowhere
// else; a file system in one zone, or an elastic one, is for general purposes.
// https://docs.aws.amazon.com/efs/latest/ug/performance.html
func checkFileSystem(c *localcloud.Check) {
	mode, throughput := c.Inputs.String("throughputMode"), c.Inputs.Has("provisionedThroughputInMibps")
	busiest := c.Inputs.String("performanceMode") == "maxIO"
	switch {
	case mode == "provisioned" && !throughput:
		c.Fail("provisionedThroughputInMibps", "provisioned_throughput_in_mibps must be set when throughput_mode is %q", mode)
	case mode != "provisioned" && throughput && !c.Inputs.Unknown("throughputMode"):
		c.Fail("provisionedThroughputInMibps", "provisioned_throughput_in_mibps can only be set when throughput_mode is %q, not %q", "provisioned", mode)
	case busiest && mode == "elastic":
		c.Fail("performanceMode", "the performance mode %q is not supported with the throughput mode %q", "maxIO", mode)
	case busiest && c.Inputs.Has("availabilityZoneName"):
		c.Fail("performanceMode", "the performance mode %q is not supported for file systems in one zone", "maxIO")
	case c.Inputs.Has("kmsKeyId") && c.Inputs.Known("encrypted") && !c.Inputs.Bool("encrypted"):
		c.Fail("encrypted", "encrypted must be set to true when kms_key_id is specified")
	}
}

func createFileSystem(tx *localcloud.Tx, files *localcloud.Object) error {
	zone := files.String("availabilityZoneName")
	if zone != "" {
		place, ok := zoneNamed(tx.Region(), zone)
		if !ok {
			return tx.Fail(400, "BadRequest", "The availability zone %s does not exist in the region %s", zone, tx.Region())
		}
		files.Set("availabilityZoneId", place.ID)
	}
	decide(files, "performanceMode", "generalPurpose")
	decide(files, "encrypted", false)
	if files.Outputs.Bool("encrypted") {
		decide(files, "kmsKeyId", serviceKeyARN(tx, "alias/aws/elasticfilesystem"))
	}
	files.Set("dnsName", files.ID+".efs."+tx.Region()+".amazonaws.com")
	files.Set("numberOfMountTargets", 0)
	return nil
}

// updateFileSystem: the throughput mode changes once a day.
// https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystem.html
func updateFileSystem(tx *localcloud.Tx, old, files *localcloud.Object) error {
	const at, hours = "throughput changed", 24
	before, after := old.Outputs.Number("provisionedThroughputInMibps"), files.Outputs.Number("provisionedThroughputInMibps")
	if old.String("throughputMode") == files.String("throughputMode") && before <= after {
		return nil
	}
	if last := old.TimeNoted(at); !last.IsZero() && tx.Now().Sub(last).Hours() < hours {
		return tx.Fail(429, "TooManyRequests", "You can decrease the throughput or change the throughput mode of a file system once in %d hours: %s", hours, files.ID)
	}
	files.NoteTime(at, tx.Now())
	return nil
}

func countMountTargets(tx *localcloud.Tx, files *localcloud.Object) {
	files.Set("numberOfMountTargets", len(tx.Where(mountTargetType, "fileSystemId", files.ID)))
}

// createMountTarget follows
// https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html: one in
// each zone, all in one VPC.
func createMountTarget(tx *localcloud.Tx, target *localcloud.Object) error {
	files, subnet := tx.Get(fileSystemType, target.String("fileSystemId")), tx.Get(subnetType, target.String("subnetId"))
	if files == nil || subnet == nil {
		return noFileSystem.about(tx, target.String("fileSystemId"))
	}
	zone := subnet.String("availabilityZone")
	if only := files.String("availabilityZoneName"); only != "" && only != zone {
		return tx.Fail(400, "AvailabilityZonesMismatch", "The Availability Zone of the mount target (%s) is not the one of the file system (%s).", zone, only)
	}
	for _, other := range tx.Where(mountTargetType, "fileSystemId", files.ID) {
		there := tx.Get(subnetType, other.String("subnetId"))
		switch {
		case other.ID == target.ID || there == nil:
		case there.String("vpcId") != subnet.String("vpcId"):
			return tx.Fail(409, "MountTargetConflict", "requested subnet for new mount target is not in the same VPC as existing mount targets")
		case there.String("availabilityZone") == zone:
			return tx.Fail(409, "MountTargetConflict", "mount target already exists in this AZ")
		}
	}
	if err := addressMountTarget(tx, target, subnet); err != nil {
		return err
	}
	describeMountTarget(tx, target, files, subnet)
	return groupsWithin(tx, target, subnet)
}

func addressMountTarget(tx *localcloud.Tx, target, subnet *localcloud.Object) error {
	block, err := netip.ParsePrefix(subnet.String("cidrBlock"))
	if err != nil {
		return nil // a subnet with IPv6 only
	}
	if !target.Outputs.Known("ipAddress") {
		target.Set("ipAddress", block.Addr().Next().Next().Next().Next().Next().String())
		return nil
	}
	if address, err := netip.ParseAddr(target.String("ipAddress")); err != nil || !block.Contains(address) {
		return tx.Fail(400, "BadRequest", "Address does not fall within the subnet's address range")
	}
	return nil
}

// groupsWithin gives a mount target the default group of its VPC, and refuses
// groups of others.
func groupsWithin(tx *localcloud.Tx, target, subnet *localcloud.Object) error {
	if vpc := tx.Get(vpcType, subnet.String("vpcId")); vpc != nil {
		decide(target, "securityGroups", []string{vpc.String("defaultSecurityGroupId")})
	}
	for _, id := range target.Outputs.Strings("securityGroups") {
		if group := findGroup(tx, id); group != nil && group.String("vpcId") != subnet.String("vpcId") {
			return tx.Fail(400, "SecurityGroupNotFound", "One or more security groups not found: %s is not in the VPC %s", id, subnet.String("vpcId"))
		}
	}
	return nil
}

func describeMountTarget(tx *localcloud.Tx, target, files, subnet *localcloud.Object) {
	zone := subnet.String("availabilityZone")
	for name, value := range map[string]string{
		"availabilityZoneName": zone, "availabilityZoneId": subnet.String("availabilityZoneId"),
		"dnsName": files.String("dnsName"), "mountTargetDnsName": zone + "." + files.String("dnsName"),
		"fileSystemArn": files.String("arn"), "networkInterfaceId": "eni-" + tx.Hex(17), "ownerId": tx.Account(),
	} {
		target.Set(name, value)
	}
}
