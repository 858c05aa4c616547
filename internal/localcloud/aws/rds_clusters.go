package aws

import (
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const (
	clusterDBType       = "aws:rds/cluster:Cluster"
	clusterMemberType   = "aws:rds/clusterInstance:ClusterInstance"
	clusterSnapshotType = "aws:rds/clusterSnapshot:ClusterSnapshot"
)

// auroraVersions are how the versions of Aurora look:
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.VersionPolicy.Versioning.html
var auroraVersions = map[string]*regexp.Regexp{
	"aurora-postgresql": regexp.MustCompile(`^(11|12|13|14|15|16|17|18)(\.[0-9]+)?$`),
	"aurora-mysql":      regexp.MustCompile(`^(5\.7|8\.0|8\.4)(\.mysql_aurora\.[0-9]+\.[0-9]+\.[0-9]+)?$`),
}

// auroraDefaults are the ports and the versions without one.
var auroraDefaults = map[string]struct {
	port    int
	version string
}{
	"aurora-postgresql": {5432, "17.7"}, "aurora-mysql": {3306, "8.0.mysql_aurora.3.10.1"},
	"postgres": {5432, "17.7"}, "mysql": {3306, "8.4.7"},
}

// createDBCluster follows
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
func createDBCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	copied := slices.ContainsFunc([]string{"snapshotIdentifier", "replicationSourceIdentifier", "restoreToPointInTime", "globalClusterIdentifier", "s3Import"}, cluster.Outputs.Has)
	if err := checkDBClusterMaster(tx, cluster); err != nil && !copied {
		return err
	}
	decide(cluster, "engineVersion", auroraDefaults[cluster.String("engine")].version)
	decide(cluster, "backupRetentionPeriod", 1)
	if err := checkDBCluster(tx, cluster); err != nil {
		return err
	}
	describeDBCluster(tx, cluster)
	return nil
}

func checkDBClusterMaster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	engine, user := cluster.String("engine"), cluster.String("masterUsername")
	switch {
	case user == "":
		return tx.Fail(400, "InvalidParameterCombination", "The parameter MasterUsername must be provided and must not be blank.")
	case strings.Contains(engine, "postgres") && (reserved[user] || strings.HasPrefix(user, "pg_")):
		return tx.Fail(400, "InvalidParameterValue", "MasterUsername %s cannot be used as it is a reserved word used by the engine", user)
	case cluster.Outputs.Bool("manageMasterUserPassword"):
		return nil
	}
	return checkPassword(tx, cluster.String("masterPassword"), map[bool]int{true: 128, false: 41}[strings.Contains(engine, "postgres")])
}

// checkDBCluster is what holds for a new cluster and for a changed one.
func checkDBCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	engine, version := cluster.String("engine"), cluster.String("engineVersion")
	if form := auroraVersions[engine]; form != nil && !form.MatchString(version) {
		return tx.Fail(400, "InvalidParameterCombination", "Cannot find version %s for %s", version, engine)
	}
	if days := cluster.Outputs.Int("backupRetentionPeriod"); days < 1 || days > 35 {
		return tx.Fail(400, "InvalidParameterValue", "Invalid backup retention period: %d. Must be between 1 and 35.", days)
	}
	least, most := cluster.Outputs.Number("serverlessv2ScalingConfiguration.minCapacity"), cluster.Outputs.Number("serverlessv2ScalingConfiguration.maxCapacity")
	if least > most {
		return tx.Fail(400, "InvalidParameterValue", "The minimum capacity (%g) of a Serverless v2 DB cluster can't be greater than its maximum capacity (%g)", least, most)
	}
	if auroraVersions[engine] == nil && cluster.String("dbClusterInstanceClass") == "" {
		return tx.Fail(400, "InvalidParameterCombination", "The parameter DBClusterInstanceClass must be provided for a Multi-AZ DB cluster of the engine %s.", engine)
	}
	group := tx.Get(subnetGroupType, cluster.String("dbSubnetGroupName"))
	for _, id := range cluster.Outputs.Strings("vpcSecurityGroupIds") {
		if found := findGroup(tx, id); found != nil && group != nil && found.String("vpcId") != group.String("vpcId") {
			return tx.Fail(400, "InvalidVPCNetworkStateFault", "The DB cluster and EC2 security group are in different VPCs. The DB cluster is in %s and the EC2 security group is in %s", group.String("vpcId"), found.String("vpcId"))
		}
	}
	backup, maintenance := cluster.String("preferredBackupWindow"), strings.ToLower(cluster.String("preferredMaintenanceWindow"))
	if dailyWindow.MatchString(backup) && weeklyWindow.MatchString(maintenance) && collide(daily(backup), weekly(maintenance)) {
		return tx.Fail(400, "InvalidParameterValue", "The backup window and maintenance window must not overlap.")
	}
	return nil
}

// describeDBCluster fills in what RDS decides. Hosts are
// "<identifier>.cluster-<account's part>.<region>.rds.amazonaws.com".
func describeDBCluster(tx *localcloud.Tx, cluster *localcloud.Object) {
	engine, id := cluster.String("engine"), cluster.String("clusterIdentifier")
	account := tx.Seeded("rds", tx.Account(), tx.Region()).Text(11, localcloud.LowerAlnum)
	where := "c" + account + "." + tx.Region() + ".rds.amazonaws.com"
	cluster.Set("endpoint", id+".cluster-"+where)
	cluster.Set("readerEndpoint", id+".cluster-ro-"+where)
	for name, value := range map[string]any{
		"port": auroraDefaults[engine].port, "engineVersionActual": cluster.String("engineVersion"), "hostedZoneId": "Z2R2ITUGPM61AM",
		"clusterResourceId": "cluster-" + tx.Dice().Text(26, localcloud.UpperAlnum), "preferredBackupWindow": "07:12-07:42",
		"preferredMaintenanceWindow": "sun:09:23-sun:09:53", "networkType": "IPV4", "allocatedStorage": 1, "clusterMembers": []string{},
	} {
		decide(cluster, name, value)
	}
	if group := tx.Get(subnetGroupType, cluster.String("dbSubnetGroupName")); group != nil {
		covered := zonesOf(subnetsOf(tx, group.Outputs.Strings("subnetIds")))
		decide(cluster, "availabilityZones", strings.Split(joined(covered), ", "))
		if vpc := tx.Get(vpcType, group.String("vpcId")); vpc != nil {
			decide(cluster, "vpcSecurityGroupIds", []string{vpc.String("defaultSecurityGroupId")})
		}
	}
	if cluster.Outputs.Bool("storageEncrypted") {
		decide(cluster, "kmsKeyId", serviceKeyARN(tx, "alias/aws/rds"))
	}
	if cluster.Outputs.Bool("manageMasterUserPassword") {
		cluster.Set("masterUserSecrets", managedSecret(tx, "cluster"))
	}
}

// updateDBCluster holds a changed cluster to the same rules. A major version
// goes up only when the program says so.
func updateDBCluster(tx *localcloud.Tx, old, cluster *localcloud.Object) error {
	before, after := old.String("engineVersion"), cluster.String("engineVersion")
	first, _, _ := strings.Cut(before, ".")
	next, _, _ := strings.Cut(after, ".")
	switch {
	case newer(before, after):
		return tx.Fail(400, "InvalidParameterCombination", "Cannot upgrade %s from %s to %s", cluster.String("engine"), before, after)
	case first != next && !cluster.Outputs.Bool("allowMajorVersionUpgrade"):
		return tx.Fail(400, "InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
	}
	cluster.Set("engineVersionActual", after)
	return checkDBCluster(tx, cluster)
}

func readDBCluster(tx *localcloud.Tx, cluster *localcloud.Object) {
	members := []string{}
	for _, member := range tx.Where(clusterMemberType, "clusterIdentifier", cluster.ID) {
		members = append(members, member.String("identifier"))
	}
	cluster.Set("clusterMembers", members)
}

// deleteDBCluster follows
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
func deleteDBCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	final := cluster.String("finalSnapshotIdentifier")
	switch {
	case cluster.Outputs.Bool("deletionProtection"):
		return tx.Fail(400, "InvalidParameterCombination", "Cannot delete protected Cluster, please disable deletion protection and try again.")
	case len(tx.Where(clusterMemberType, "clusterIdentifier", cluster.ID)) > 0:
		return tx.Fail(400, "InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state.")
	case cluster.Outputs.Bool("skipFinalSnapshot"):
		return nil
	case final == "":
		return tx.Fail(400, "InvalidParameterCombination", "RDS Cluster final_snapshot_identifier is required when skip_final_snapshot is false")
	case tx.Get(clusterSnapshotType, final) != nil:
		return tx.Fail(400, "DBClusterSnapshotAlreadyExistsFault", "Cannot create the cluster snapshot because one with the identifier %s already exists.", final)
	}
	snapshot := &localcloud.Object{Type: clusterSnapshotType, ID: final, Name: final, Outputs: localcloud.PropsOf(map[string]any{
		"dbClusterSnapshotIdentifier": final, "dbClusterIdentifier": cluster.ID, "dbClusterSnapshotArn": tx.ARN("rds", "cluster-snapshot:"+final),
		"snapshotType": "manual", "status": "available", "engine": cluster.String("engine"), "engineVersion": cluster.String("engineVersion"),
		"storageEncrypted": cluster.Outputs.Bool("storageEncrypted"), "port": cluster.Outputs.Int("port"),
	})}
	tx.Put(snapshot)
	return nil
}
