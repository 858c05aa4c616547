package aws

import (
	"regexp"

	"groundwork/internal/localcloud"
)

// auroraClasses are the families of
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Support.html
var auroraClasses = regexp.MustCompile(`^db\.(serverless|t3\.(small|medium|large)|t4g\.(medium|large)|t2\.(small|medium)|(r4|r5|r5b|r5d|r6g|r6gd|r6i|r6id|r7g|r7i|r8g|r8gd|x2g|x2iedn)\.[0-9]*x?large)$`)

// createMember follows
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-replicas-adding.html
func createMember(tx *localcloud.Tx, member *localcloud.Object) error {
	cluster := tx.Get(clusterDBType, member.String("clusterIdentifier"))
	if cluster == nil {
		return noDBCluster.about(tx, member.String("clusterIdentifier"))
	}
	others := tx.Where(clusterMemberType, "clusterIdentifier", cluster.ID)
	switch {
	case len(others) >= 16:
		return tx.Fail(400, "InvalidDBClusterStateFault", "Cannot have more than 16 instances in the DB cluster %s", cluster.ID)
	case named(tx, instanceType, "identifier", member.String("identifier")) != nil:
		return taken[instanceType].about(tx, member.String("identifier"))
	}
	if err := checkMember(tx, cluster, member); err != nil {
		return err
	}
	describeMember(tx, cluster, member, len(others) == 0)
	return nil
}

func updateMember(tx *localcloud.Tx, _, member *localcloud.Object) error {
	cluster := tx.Get(clusterDBType, member.String("clusterIdentifier"))
	if cluster == nil {
		return noDBCluster.about(tx, member.String("clusterIdentifier"))
	}
	return checkMember(tx, cluster, member)
}

// checkMember: a member is of its cluster's engine and of a class that runs it.
func checkMember(tx *localcloud.Tx, cluster, member *localcloud.Object) error {
	engine, class := member.String("engine"), member.String("instanceClass")
	switch {
	case engine != cluster.String("engine"):
		return tx.Fail(400, "InvalidParameterCombination", "The engine name requested for your DB instance (%s) doesn't match the engine name of your DB cluster (%s).", engine, cluster.String("engine"))
	case class == "db.serverless" && !cluster.Outputs.Has("serverlessv2ScalingConfiguration"):
		return tx.Fail(400, "InvalidDBClusterStateFault", "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.")
	case auroraVersions[engine] != nil && !auroraClasses.MatchString(class):
		return uncombined(tx, class, engine, cluster.String("engineVersion"), map[bool]string{true: "postgresql-license", false: "general-public-license"}[engine == "aurora-postgresql"])
	}
	return checkWatching(tx, member)
}

// describeMember: the first member of a cluster writes.
func describeMember(tx *localcloud.Tx, cluster, member *localcloud.Object, first bool) {
	account := "c" + tx.Seeded("rds", tx.Account(), tx.Region()).Text(11, localcloud.LowerAlnum)
	engine, version := member.String("engine"), cluster.String("engineVersion")
	member.Set("writer", first)
	member.Set("endpoint", member.String("identifier")+"."+account+"."+tx.Region()+".rds.amazonaws.com")
	member.Set("dbiResourceId", "db-"+tx.Dice().Text(26, localcloud.UpperAlnum))
	for _, name := range []string{"port", "storageEncrypted", "kmsKeyId", "networkType"} {
		if value := cluster.Outputs.Get(name); !value.IsNull() && !value.ContainsUnknowns() {
			member.Set(name, value)
		}
	}
	for name, value := range map[string]any{
		"engineVersion": version, "engineVersionActual": version, "dbSubnetGroupName": cluster.String("dbSubnetGroupName"),
		"caCertIdentifier": "rds-ca-rsa2048-g1", "dbParameterGroupName": "default." + familyOf(engine, version),
		"publiclyAccessible": false, "preferredBackupWindow": cluster.String("preferredBackupWindow"),
		"preferredMaintenanceWindow": cluster.String("preferredMaintenanceWindow"),
	} {
		decide(member, name, value)
	}
	if zones := cluster.Outputs.Strings("availabilityZones"); len(zones) > 0 {
		decide(member, "availabilityZone", zones[len(tx.Where(clusterMemberType, "clusterIdentifier", cluster.ID))%len(zones)])
	}
}

// familyOf is the family of Aurora's parameters: the major version of
// PostgreSQL, the major and minor one of MySQL.
func familyOf(engine, version string) string {
	if engine == "aurora-postgresql" {
		return engine + major("postgres", version)
	}
	return family(engine, version)
}

// managedSecret is a password that RDS keeps in Secrets Manager:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
func managedSecret(tx *localcloud.Tx, kind string) []localcloud.Props {
	return []localcloud.Props{localcloud.PropsOf(map[string]any{
		"kmsKeyId":     serviceKeyARN(tx, "alias/aws/secretsmanager"),
		"secretArn":    tx.ARN("secretsmanager", "secret:rds!"+kind+"-"+tx.Dice().UUID()+"-"+tx.Dice().Text(6, localcloud.Alnum)),
		"secretStatus": "active",
	})}
}
