package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// checkWatching: enhanced monitoring needs a role that RDS may take; MySQL and
// MariaDB have no Performance Insights on the smallest classes:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
func checkWatching(tx *localcloud.Tx, instance *localcloud.Object) error {
	role := instance.String("monitoringRoleArn")
	switch seconds := instance.Outputs.Int("monitoringInterval"); {
	case seconds > 0 && role == "":
		return tx.Fail(400, "InvalidParameterCombination", "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.")
	case seconds > 0:
		if err := trusted(tx, role, "monitoring.rds.amazonaws.com", noMonitoringRole); err != nil {
			return err
		}
	case role != "" && instance.Inputs.Has("monitoringRoleArn"):
		return tx.Fail(400, "InvalidParameterCombination", "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.")
	}
	class := instance.String("instanceClass")
	tiny := strings.HasSuffix(class, ".micro") || strings.HasSuffix(class, ".small")
	if instance.Outputs.Bool("performanceInsightsEnabled") && tiny && instance.String("engine") != "postgres" {
		return tx.Fail(400, "InvalidParameterCombination", "Performance Insights not supported for this configuration.")
	}
	return nil
}

const optionGroupType = "aws:rds/optionGroup:OptionGroup"

// checkOptions: the option group exists, and is for the instance's version.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithOptionGroups.html
func checkOptions(tx *localcloud.Tx, instance *localcloud.Object) error {
	name, engine := instance.String("optionGroupName"), instance.String("engine")
	if name == "" || strings.HasPrefix(name, "default:") {
		return nil
	}
	group := tx.Get(optionGroupType, name)
	if group == nil {
		return tx.Fail(404, "OptionGroupNotFoundFault", "Specified OptionGroupName: %s not found.", name)
	}
	if group.String("engineName") != engine || group.String("majorEngineVersion") != major(engine, instance.String("engineVersion")) {
		return tx.Fail(400, "InvalidParameterCombination", "The option group %s is associated with a different engine or version than %s %s", name, engine, instance.String("engineVersion"))
	}
	return nil
}

// authorities sign the certificates of instances, from a day to another; the
// default one is a name for the second:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
var authorities = map[string][2]string{
	"rds-ca-2019":       {"2019-08-22T17:08:50Z", "2024-08-22T17:08:50Z"},
	defaultAuthority:    {"2021-05-25T22:34:57Z", "2061-05-25T23:34:57Z"},
	"rds-ca-rsa4096-g1": {"2021-05-25T22:38:35Z", "2121-05-25T23:38:35Z"},
	"rds-ca-ecc384-g1":  {"2021-05-25T22:41:55Z", "2121-05-25T23:41:55Z"},
}

const defaultAuthority = "rds-ca-rsa2048-g1"

func checkAuthority(tx *localcloud.Tx, instance *localcloud.Object) error {
	if name := instance.String("caCertIdentifier"); name != "" && name != "rds-ca-default" && authorities[name][0] == "" {
		return tx.Fail(404, "CertificateNotFound", "Certificate not found: %s", name)
	}
	return nil
}

// reachable: a public instance needs names and a way out.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding
func reachable(tx *localcloud.Tx, instance, vpc *localcloud.Object) error {
	switch {
	case !instance.Outputs.Bool("publiclyAccessible"):
		return nil
	case !vpc.Outputs.Bool("enableDnsSupport") || !vpc.Outputs.Bool("enableDnsHostnames"):
		return tx.Fail(400, "InvalidVPCNetworkStateFault", "Cannot create a publicly accessible DBInstance. The specified VPC does not support DNS resolution, DNS hostnames, or both. Update the VPC and then try again")
	case len(tx.Where(gatewayType, "vpcId", vpc.ID)) == 0:
		return tx.Fail(400, "InvalidVPCNetworkStateFault", "Cannot create a publicly accessible DBInstance. The specified VPC has no internet gateway attached. Update the VPC and then try again")
	}
	return nil
}
