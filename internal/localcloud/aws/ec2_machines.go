package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// machineService is launch templates, instances and flow logs.
func machineService() service {
	return service{kinds: map[string]localcloud.Kind{
		templateType: {Create: createTemplate, Update: updateTemplate},
		machineType:  {Create: createMachine},
		flowLogType:  {Create: createFlowLog, Name: nameFlowLog},
	}}
}

func createTemplate(_ *localcloud.Tx, template *localcloud.Object) error {
	template.Set("latestVersion", 1)
	decide(template, "defaultVersion", 1)
	return nil
}

// unversioned are the properties of a template that are not its versions'.
var unversioned = map[string]bool{
	"tags": true, "tagsAll": true, "name": true, "namePrefix": true, "defaultVersion": true,
	"latestVersion": true, "updateDefaultVersion": true, "arn": true, "id": true,
}

// updateTemplate makes a version of every change:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
func updateTemplate(_ *localcloud.Tx, old, template *localcloud.Object) error {
	changed := false
	for name, value := range template.Inputs {
		if !unversioned[string(name)] && !strings.HasPrefix(string(name), "__") && !plainEqual(value, old.Inputs[name]) {
			changed = true
		}
	}
	for name := range old.Inputs {
		_, kept := template.Inputs[name]
		changed = changed || !kept && !unversioned[string(name)]
	}
	latest := old.Outputs.Int("latestVersion")
	if changed {
		latest++
	}
	template.Set("latestVersion", latest)
	if template.Outputs.Bool("updateDefaultVersion") {
		template.Set("defaultVersion", latest)
	}
	return nil
}

// createMachine follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
func createMachine(tx *localcloud.Tx, machine *localcloud.Object) error {
	if !machine.Outputs.Known("launchTemplate") && (machine.String("ami") == "" || machine.String("instanceType") == "") {
		return tx.Fail(400, "MissingParameter", "The request must contain the parameter ImageId and InstanceType, or a launch template")
	}
	machine.Set("instanceState", "running")
	machine.Set("primaryNetworkInterfaceId", "eni-"+tx.Hex(17))
	subnet := tx.Get(subnetType, machine.String("subnetId"))
	if subnet == nil {
		return nil
	}
	decide(machine, "availabilityZone", subnet.String("availabilityZone"))
	decide(machine, "privateIp", addressIn(tx, subnet))
	machine.Set("privateDns", "ip-"+strings.ReplaceAll(machine.String("privateIp"), ".", "-")+".ec2.internal")
	decide(machine, "associatePublicIpAddress", subnet.Outputs.Bool("mapPublicIpOnLaunch"))
	if vpc := tx.Get(vpcType, subnet.String("vpcId")); vpc != nil {
		decide(machine, "vpcSecurityGroupIds", []string{vpc.String("defaultSecurityGroupId")})
	}
	for _, id := range machine.Outputs.Strings("vpcSecurityGroupIds") {
		if group := findGroup(tx, id); group != nil && group.String("vpcId") != subnet.String("vpcId") {
			return tx.Fail(400, "InvalidParameter", "Security group %s and subnet %s belong to different networks.", id, subnet.ID)
		}
	}
	if machine.Outputs.Bool("associatePublicIpAddress") {
		bytes := tx.Dice().Bytes(2)
		ip := "54.80." + number(int(bytes[0])) + "." + number(int(bytes[1]))
		machine.Set("publicIp", ip)
		machine.Set("publicDns", "ec2-"+strings.ReplaceAll(ip, ".", "-")+"."+computeDomain(tx.Region()))
	}
	return nil
}

// flowFormat is the default of
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
const flowFormat = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"

// createFlowLog follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
func createFlowLog(tx *localcloud.Tx, log *localcloud.Object) error {
	decide(log, "logFormat", flowFormat)
	where := log.String("logDestination")
	for _, other := range tx.Where(flowLogType, "vpcId", log.String("vpcId")) {
		if other.ID != log.ID && other.String("logDestination") == where && other.String("trafficType") == log.String("trafficType") {
			return tx.Fail(400, "FlowLogAlreadyExists", "Error. There is an existing Flow Log with the same configuration and log destination.")
		}
	}
	switch log.String("logDestinationType") {
	case "s3":
		bucket, _, _ := strings.Cut(strings.TrimPrefix(where, "arn:aws:s3:::"), "/")
		if named(tx.World(), bucketType, "", bucket) == nil {
			return tx.Fail(400, "InvalidParameter", "LogDestination: %s does not exist", bucket)
		}
	case "cloud-watch-logs":
		if log.String("iamRoleArn") == "" {
			return tx.Fail(400, "InvalidParameter", "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.")
		}
		if _, name, ok := strings.Cut(where, ":log-group:"); ok {
			log.Set("logGroupName", strings.TrimSuffix(name, ":*"))
		}
	}
	return nil
}

func nameFlowLog(log *localcloud.Object) string { return log.String("tags.Name") }
