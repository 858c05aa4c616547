package aws

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

// createInstance follows
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
// and, for a replica,
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html.
func createInstance(tx *localcloud.Tx, instance *localcloud.Object) error {
	var err error
	switch {
	case instance.String("replicateSourceDb") != "":
		err = inheritSource(tx, instance)
	case instance.String("snapshotIdentifier") != "":
		err = restoreSnapshot(tx, instance)
	default:
		err = checkMaster(tx, instance)
	}
	if err != nil {
		return err
	}
	decide(instance, "multiAz", false)
	for _, rule := range []func(*localcloud.Tx, *localcloud.Object) error{
		checkEngine, checkClass, checkStorage, storageFits, checkPlace, checkFamily, checkOptions, checkAuthority, checkWatching, checkWindows,
	} {
		if err := rule(tx, instance); err != nil {
			return err
		}
	}
	describeInstance(tx, instance)
	placeInstance(tx, instance)
	return nil
}

// updateInstance applies the same rules to the changed instance.
func updateInstance(tx *localcloud.Tx, old, instance *localcloud.Object) error {
	if before, after := old.Outputs.Int("allocatedStorage"), instance.Outputs.Int("allocatedStorage"); after < before && before > 0 {
		return tx.Fail(400, "InvalidParameterCombination", "Requested storage size (%d) cannot be less than the current storage size (%d)", after, before)
	}
	if instance.Outputs.Int("backupRetentionPeriod") == 0 && len(replicasOf(tx, instance)) > 0 {
		return tx.Fail(400, "InvalidDBInstanceState", "Backups cannot be disabled for %s because it is a source of read replicas", instance.String("identifier"))
	}
	if err := checkUpgrade(tx, old, instance); err != nil {
		return err
	}
	if err := optimizing(tx, old, instance); err != nil {
		return err
	}
	if password := instance.String("password"); password != old.String("password") && password != "" {
		if err := checkPassword(tx, password, max(engines[instance.String("engine")].password, 41)); err != nil {
			return err
		}
	}
	for _, rule := range []func(*localcloud.Tx, *localcloud.Object) error{
		checkEngine, checkClass, checkStorage, checkFamily, checkOptions, checkAuthority, checkWatching, checkWindows,
	} {
		if err := rule(tx, instance); err != nil {
			return err
		}
	}
	describeVersion(instance)
	describeAddress(tx, instance)
	takeReplicas(tx, old, instance)
	placeInstance(tx, instance)
	return nil
}

// describeInstance fills in what RDS decides.
func describeInstance(tx *localcloud.Tx, instance *localcloud.Object) {
	engine := instance.String("engine")
	instance.Set("status", "available")
	decide(instance, "port", engines[engine].port)
	decide(instance, "licenseModel", engines[engine].license)
	decide(instance, "caCertIdentifier", "rds-ca-rsa2048-g1")
	decide(instance, "networkType", "IPV4")
	decide(instance, "backupTarget", "region")
	decide(instance, "engineLifecycleSupport", "open-source-rds-extended-support")
	decide(instance, "backupWindow", "07:12-07:42")
	decide(instance, "maintenanceWindow", "sun:09:23-sun:09:53")
	decide(instance, "backupRetentionPeriod", 0)
	describeVersion(instance)
	decide(instance, "replicas", []string{})
	if instance.Outputs.Bool("storageEncrypted") {
		decide(instance, "kmsKeyId", serviceKeyARN(tx, "alias/aws/rds"))
	}
	if instance.Outputs.Bool("performanceInsightsEnabled") {
		decide(instance, "performanceInsightsRetentionPeriod", 7)
		decide(instance, "performanceInsightsKmsKeyId", serviceKeyARN(tx, "alias/aws/rds"))
	}
	if instance.Outputs.Int("backupRetentionPeriod") > 0 {
		instance.Set("latestRestorableTime", tx.Timestamp())
	}
	if instance.Outputs.Bool("manageMasterUserPassword") {
		instance.Set("masterUserSecrets", managedSecret(tx, "db"))
	}
	describeAddress(tx, instance)
}

// describeVersion names the groups that come with a version.
func describeVersion(instance *localcloud.Object) {
	engine, version := instance.String("engine"), instance.String("engineVersion")
	name := "default:" + engine + "-" + strings.ReplaceAll(major(engine, version), ".", "-")
	decide(instance, "optionGroupName", name)
	decide(instance, "parameterGroupName", "default."+family(engine, version))
}

// describeAddress: hosts are "<identifier>.<account's part>.<region>.rds.amazonaws.com".
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_CommonTasks.Connect.html
func describeAddress(tx *localcloud.Tx, instance *localcloud.Object) {
	account := "c" + tx.Seeded("rds", tx.Account(), tx.Region()).Text(11, localcloud.LowerAlnum)
	host := instance.String("identifier") + "." + account + "." + tx.Region() + ".rds.amazonaws.com"
	instance.Set("address", host)
	instance.Set("endpoint", host+":"+strconv.Itoa(instance.Outputs.Int("port")))
	instance.Set("hostedZoneId", "Z2R2ITUGPM61AM")
	instance.Set("arn", tx.ARN("rds", "db:"+instance.String("identifier")))
}

// checkPlace: a Multi-AZ instance needs subnets in two zones and leaves their
// choice to RDS; another one stands in a zone of its subnet group:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
func checkPlace(tx *localcloud.Tx, instance *localcloud.Object) error {
	group := tx.Get(subnetGroupType, instance.String("dbSubnetGroupName"))
	if group == nil {
		return tx.Fail(404, "DBSubnetGroupNotFoundFault", "No default subnet group: this account has no default VPC")
	}
	zone := instance.String("availabilityZone")
	covered := zonesOf(subnetsOf(tx, group.Outputs.Strings("subnetIds")))
	several := instance.Outputs.Bool("multiAz")
	switch {
	case several && zone != "" && instance.Inputs.Has("availabilityZone"):
		return tx.Fail(400, "InvalidParameterCombination", "Requesting a specific availability zone is not valid for Multi-AZ instances.")
	case several && len(covered) < 2:
		return tx.Fail(400, "DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group %s does not cover enough Availability Zones for a Multi-AZ deployment", group.ID)
	case zone != "" && !covered[zone]:
		return tx.Fail(400, "InvalidVPCNetworkStateFault", "DB instance cannot be created because no subnet exists in requested availability zone. Subnet group: %s, zone: %s", group.ID, zone)
	}
	if len(covered) > 0 {
		decide(instance, "availabilityZone", slices.Sorted(maps.Keys(covered))[0])
	}
	if vpc := tx.Get(vpcType, group.String("vpcId")); vpc != nil {
		decide(instance, "vpcSecurityGroupIds", []string{vpc.String("defaultSecurityGroupId")})
		if err := reachable(tx, instance, vpc); err != nil {
			return err
		}
	}
	for _, id := range instance.Outputs.Strings("vpcSecurityGroupIds") {
		if found := findGroup(tx, id); found != nil && found.String("vpcId") != group.String("vpcId") {
			return tx.Fail(400, "InvalidVPCNetworkStateFault", "The DB instance and EC2 security group are in different VPCs. The DB instance is in %s and the EC2 security group is in %s", group.String("vpcId"), found.String("vpcId"))
		}
	}
	return nil
}

func joined(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), ", ") }
