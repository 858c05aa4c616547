package aws

import (
	"net/netip"
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// machineService is instances and network interfaces.
func machineService() service {
	return service{kinds: map[string]localcloud.Kind{
		machineType:   {Create: createMachine, Update: again(checkMachineType), Delete: terminate},
		interfaceType: {Create: createInterface},
	}}
}

// createMachine follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
func createMachine(tx *localcloud.Tx, machine *localcloud.Object) error {
	if err := fromTemplate(tx, machine); err != nil {
		return err
	}
	if err := checkImage(tx, machine); err != nil {
		return err
	}
	subnet, err := placeMachine(tx, machine)
	if err != nil {
		return err
	}
	if err := starts(tx, machine); err != nil {
		return err
	}
	machine.Set("instanceState", "running")
	machine.Set("primaryNetworkInterfaceId", "eni-"+tx.Hex(17))
	decide(machine, "tenancy", "default")
	decide(machine, "instanceInitiatedShutdownBehavior", "stop")
	decide(machine, "disableApiTermination", false)
	rootVolume(tx, machine)
	return joinNetwork(tx, machine, subnet)
}

// fromTemplate takes what the instance does not say from its launch template.
func fromTemplate(tx *localcloud.Tx, machine *localcloud.Object) error {
	template := tx.Get(templateType, machine.String("launchTemplate.id"))
	if template == nil {
		template = named(tx, templateType, "name", machine.String("launchTemplate.name"))
	}
	if template != nil {
		takeOver(machine, "ami", template.String("imageId"))
		takeOver(machine, "instanceType", template.String("instanceType"))
		takeOver(machine, "keyName", template.String("keyName"))
		if groups := template.Outputs.Strings("vpcSecurityGroupIds"); len(groups) > 0 {
			decide(machine, "vpcSecurityGroupIds", groups)
		}
	}
	switch {
	case machine.String("ami") == "":
		return tx.Fail(400, "MissingParameter", "The request must contain the parameter ImageId")
	case machine.String("instanceType") == "":
		machine.Set("instanceType", "m1.small") // what EC2 takes without one
	}
	return nil
}

func takeOver(obj *localcloud.Object, name, value string) {
	if value != "" {
		decide(obj, name, value)
	}
}

var imageIDs = regexp.MustCompile(`^ami-([0-9a-f]{8}|[0-9a-f]{17})$`)

// checkImage: an image belongs to one region and runs on machines of its
// architecture. An id that is well formed and not one of the images known here
// is taken for some other public image of the region.
func checkImage(tx *localcloud.Tx, machine *localcloud.Object) error {
	id := machine.String("ami")
	if !imageIDs.MatchString(id) {
		return tx.Fail(400, "InvalidAMIID.Malformed", "Invalid id: \"%s\"", id)
	}
	known, here := findImage(tx, id)
	if !here && ofAnotherRegion(tx, id) {
		return tx.Fail(400, "InvalidAMIID.NotFound", "The image id '[%s]' does not exist", id)
	}
	if err := checkMachineType(tx, machine); err != nil {
		return err
	}
	if arch := archOf(machine.String("instanceType")); here && arch != "" && arch != known.arch {
		return tx.Fail(400, "InvalidParameterValue", "The architecture '%s' of the specified instance type does not match the architecture '%s' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.", arch, known.arch)
	}
	return nil
}

func ofAnotherRegion(tx *localcloud.Tx, id string) bool {
	for region := range zones {
		if _, there := findImage(tx.In(region), id); there {
			return true
		}
	}
	return false
}

// checkMachineType refuses what cannot be an instance type.
func checkMachineType(tx *localcloud.Tx, machine *localcloud.Object) error {
	if name := machine.String("instanceType"); !typeLooksRight(name) {
		return tx.Fail(400, "InvalidParameterValue", "Invalid value '%s' for InstanceType.", name)
	}
	return nil
}

// placeMachine finds the subnet: the given one, or a default one of the zone.
func placeMachine(tx *localcloud.Tx, machine *localcloud.Object) (*localcloud.Object, error) {
	zone := machine.String("availabilityZone")
	if interfaces := machine.Outputs.Maps("networkInterfaces"); len(interfaces) > 0 {
		if attached := tx.Get(interfaceType, interfaces[0].String("networkInterfaceId")); attached != nil {
			machine.Set("subnetId", attached.String("subnetId"))
		}
	}
	if zone != "" {
		if found, ok := zoneNamed(tx.Region(), zone); !ok || found.Name != zone {
			return nil, tx.Fail(400, "InvalidParameterValue", "Invalid availability zone: [%s]", zone)
		}
	}
	subnet := tx.Get(subnetType, machine.String("subnetId"))
	if subnet == nil {
		subnet = defaultSubnet(tx, zone)
	}
	if zone != "" && subnet.String("availabilityZone") != zone {
		return nil, tx.Fail(400, "InvalidParameterValue", "The availability zone '%s' does not match the subnet's '%s'", zone, subnet.String("availabilityZone"))
	}
	return subnet, nil
}

// rootVolume shows the volume that the image brings:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/RootDeviceStorage.html
func rootVolume(tx *localcloud.Tx, machine *localcloud.Object) {
	device, size := "/dev/xvda", 8
	if known, here := findImage(tx, machine.String("ami")); here {
		device, size = known.device, known.size
	}
	values := map[string]any{
		"volumeId": "vol-" + tx.Hex(17), "deviceName": device, "volumeSize": size, "volumeType": "gp3",
		"iops": 3000, "throughput": 125, "encrypted": false, "kmsKeyId": "", "deleteOnTermination": true,
	}
	if kind := machine.String("rootBlockDevice.volumeType"); kind != "" && kind != "gp3" {
		values["iops"], values["throughput"] = 100, 0
	}
	decideIn(machine, "rootBlockDevice", values)
}

// terminate: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html
func terminate(tx *localcloud.Tx, machine *localcloud.Object) error {
	if machine.Outputs.Bool("disableApiTermination") {
		return tx.Fail(400, "OperationNotPermitted", "The instance '%s' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.", machine.ID)
	}
	return nil
}

// inBlock refuses an address that a subnet does not have:
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
func inBlock(tx *localcloud.Tx, subnet *localcloud.Object, text string) error {
	block, err := netip.ParsePrefix(subnet.String("cidrBlock"))
	address, bad := netip.ParseAddr(text)
	if err == nil && bad == nil && !block.Contains(address) {
		return tx.Fail(400, "InvalidParameterValue", "Address %s does not fall within the subnet's address range", text)
	}
	return nil
}

// publicName is how an address is called on the internet.
func publicName(region, ip string) string {
	return "ec2-" + strings.ReplaceAll(ip, ".", "-") + "." + computeDomain(region)
}

// privateName follows
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html
func privateName(region, ip string) string {
	domain := region + ".compute.internal"
	if region == "us-east-1" {
		domain = "ec2.internal"
	}
	return "ip-" + strings.ReplaceAll(ip, ".", "-") + "." + domain
}
