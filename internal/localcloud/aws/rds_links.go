package aws

import "groundwork/internal/localcloud"

// Errors of RDS: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
var (
	noSubnetGroup    = refusal{404, "DBSubnetGroupNotFoundFault", "DB subnet group '%s' does not exist."}
	noParameterGroup = refusal{404, "DBParameterGroupNotFound", "DBParameterGroup not found: %s"}
	noDBCluster      = refusal{404, "DBClusterNotFoundFault", "DBCluster %s not found."}
	noInstance       = refusal{404, "DBInstanceNotFound", "DBInstance %s not found."}
	noSnapshot       = refusal{404, "DBSnapshotNotFound", "DBSnapshot not found: %s"}
	noDatabaseGroup  = refusal{400, "InvalidParameterValue", "Invalid security group , groupId= %s, groupName=."}
	noDatabaseSubnet = refusal{400, "InvalidSubnet", "The subnet ID '%s' does not exist"}
	noDatabaseKey    = refusal{400, "KMSKeyNotAccessibleFault", "The specified KMS key [%s] does not exist, is not enabled or you do not have permissions to access it."}
	noMonitoringRole = refusal{400, "InvalidParameterValue", "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING: %s"}
)

var databaseLinks = []link{
	{from: subnetGroupType, path: "subnetIds", to: subnetType, missing: noDatabaseSubnet, loose: true},
	{from: instanceType, path: "dbSubnetGroupName", to: subnetGroupType, missing: noSubnetGroup},
	{from: instanceType, path: "parameterGroupName", to: parameterGroupType, missing: noParameterGroup},
	{from: instanceType, path: "vpcSecurityGroupIds", to: groupType, missing: noDatabaseGroup},
	{from: instanceType, path: "kmsKeyId", to: keyType, missing: noDatabaseKey, loose: true},
	{from: instanceType, path: "snapshotIdentifier", to: snapshotType, missing: noSnapshot, loose: true},
	{from: instanceType, path: "monitoringRoleArn", to: roleType, missing: noMonitoringRole, loose: true},
	{from: snapshotType, path: "dbInstanceIdentifier", to: instanceType, by: "identifier", missing: noInstance, loose: true},
	{from: clusterDBType, path: "dbSubnetGroupName", to: subnetGroupType, missing: noSubnetGroup},
	{from: clusterDBType, path: "vpcSecurityGroupIds", to: groupType, missing: noDatabaseGroup},
	{from: clusterDBType, path: "kmsKeyId", to: keyType, missing: noDatabaseKey, loose: true},
	{from: clusterMemberType, path: "clusterIdentifier", to: clusterDBType, missing: noDBCluster, loose: true},
	{from: clusterMemberType, path: "monitoringRoleArn", to: roleType, missing: noMonitoringRole, loose: true},
	{from: proxyType, path: "vpcSubnetIds", to: subnetType, missing: noDatabaseSubnet},
	{from: proxyType, path: "vpcSecurityGroupIds", to: groupType, missing: noDatabaseGroup},
	{from: proxyTargetType, path: "dbProxyName", to: proxyType, missing: noProxy, loose: true},
	{from: proxyTargetType, path: "dbInstanceIdentifier", to: instanceType, by: "identifier", missing: noInstance, loose: true},
	{from: proxyTargetType, path: "dbClusterIdentifier", to: clusterDBType, missing: noDBCluster, loose: true},
	{from: instanceType, path: "optionGroupName", to: optionGroupType},
}

// databaseService is RDS.
func databaseService() service {
	return service{functions: databaseFunctions, kinds: map[string]localcloud.Kind{
		instanceType: {
			Check: checkInstance, Create: createInstance, Update: updateInstance, Delete: deleteInstance,
			Read: readInstance, Lookup: lookupInstance, Name: nameInstance,
		},
		clusterDBType:      {Create: createDBCluster, Update: updateDBCluster, Delete: deleteDBCluster, Read: readDBCluster},
		clusterMemberType:  {Create: createMember, Update: updateMember},
		proxyType:          {Create: createProxy},
		proxyTargetType:    {Create: createProxyTarget},
		subnetGroupType:    {Create: createSubnetGroup, Update: updateSubnetGroup},
		parameterGroupType: {Create: createParameterGroup, Update: again(createParameterGroup), Check: checkParameterGroup},
		snapshotType:       {Create: createSnapshot, ID: snapshotID, Name: snapshotName},
	}}
}

func nameInstance(instance *localcloud.Object) string { return instance.String("identifier") }

// lookupInstance finds an instance by its identifier, the import id.
func lookupInstance(tx *localcloud.Tx, id string) *localcloud.Object {
	return named(tx, instanceType, "identifier", id)
}

// createSubnetGroup: a group spans two zones of one VPC:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Subnets
func createSubnetGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	subnets := subnetsOf(tx, group.Outputs.Strings("subnetIds"))
	inZones := zonesOf(subnets)
	if len(inZones) < 2 {
		return tx.Fail(400, "DBSubnetGroupDoesNotCoverEnoughAZs",
			"The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: %s. Add subnets to cover at least 2 AZs.", joined(inZones))
	}
	for _, subnet := range subnets {
		if subnet.String("vpcId") != subnets[0].String("vpcId") {
			return tx.Fail(400, "InvalidSubnet", "The subnets of a DB subnet group must belong to the same VPC: %s", subnets[0].String("vpcId"))
		}
	}
	group.Set("vpcId", subnets[0].String("vpcId"))
	decide(group, "supportedNetworkTypes", []string{"IPV4"})
	return nil
}

// updateSubnetGroup also keeps the subnets that instances stand in.
func updateSubnetGroup(tx *localcloud.Tx, old, group *localcloud.Object) error {
	if err := createSubnetGroup(tx, group); err != nil {
		return err
	}
	if old.String("vpcId") != group.String("vpcId") {
		return tx.Fail(400, "InvalidParameterValue", "The new Subnets are not in the same Vpc as the existing subnet group")
	}
	covered := zonesOf(subnetsOf(tx, group.Outputs.Strings("subnetIds")))
	for _, instance := range tx.Where(instanceType, "dbSubnetGroupName", group.ID) {
		if zone := instance.String("availabilityZone"); zone != "" && !covered[zone] {
			return inUse.about(tx, instance.String("identifier"))
		}
	}
	if instance, _ := leavesOne(old, group, tx.Where(instanceType, "dbSubnetGroupName", group.ID)); instance != nil {
		return inUse.about(tx, instance.String("identifier"))
	}
	return nil
}

// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
var inUse = refusal{400, "SubnetAlreadyInUse", "Some of the subnets to be deleted are currently in use: %s"}

// storesIn reports whether a database or a cache stands in a subnet. A subnet
// group alone does not keep its subnets; the network interfaces do.
func storesIn(tx *localcloud.Tx, subnet *localcloud.Object) bool {
	zone := subnet.String("availabilityZone")
	for _, group := range tx.Where(subnetGroupType, "subnetIds", subnet.ID) {
		for _, instance := range tx.Where(instanceType, "dbSubnetGroupName", group.ID) {
			if instance.Outputs.Bool("multiAz") || instance.String("availabilityZone") == zone {
				return true
			}
		}
		if len(tx.Where(clusterDBType, "dbSubnetGroupName", group.ID)) > 0 {
			return true
		}
	}
	for _, group := range tx.Where(cacheSubnetType, "subnetIds", subnet.ID) {
		if len(tx.Where(cacheType, "subnetGroupName", group.ID)) > 0 {
			return true
		}
	}
	return false
}
