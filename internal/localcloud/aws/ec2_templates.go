package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// templateService is launch templates and flow logs.
func templateService() service {
	return service{kinds: map[string]localcloud.Kind{
		templateType: {Create: createTemplate, Update: updateTemplate},
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
