package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// maxReplicas of one source:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
const maxReplicas = 15

// findSource finds the source of a replica by identifier or ARN, the latter in
// its own region.
func findSource(tx *localcloud.Tx, value string) *localcloud.Object {
	if !strings.HasPrefix(value, "arn:") {
		return named(tx, instanceType, "identifier", value)
	}
	parts := strings.SplitN(value, ":", 7)
	if len(parts) < 7 {
		return nil
	}
	return named(tx.In(parts[3]), instanceType, "identifier", parts[6])
}

func replicasOf(tx *localcloud.Tx, source *localcloud.Object) []string {
	list := []string{}
	for _, by := range []string{source.String("identifier"), source.String("arn")} {
		for _, replica := range tx.World().Where(instanceType, "replicateSourceDb", by) {
			if !slices.Contains(list, replica.String("identifier")) {
				list = append(list, replica.String("identifier"))
			}
		}
	}
	return list
}

// readInstance shows the replicas that came since.
func readInstance(tx *localcloud.Tx, instance *localcloud.Object) {
	instance.Set("replicas", replicasOf(tx, instance))
}

// inheritSource: a replica needs backups at its source, inherits what it is not
// told, and is refused what it inherits:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Create.html
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations
func inheritSource(tx *localcloud.Tx, replica *localcloud.Object) error {
	asked := replica.String("replicateSourceDb")
	source := findSource(tx, asked)
	switch {
	case source == nil:
		return noInstance.about(tx, asked)
	case source.Outputs.Int("backupRetentionPeriod") == 0:
		return tx.Fail(400, "InvalidDBInstanceState", "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.")
	case source.Outputs.Bool("manageMasterUserPassword"):
		return tx.Fail(400, "InvalidParameterCombination", "You can't create a read replica of %s because its master user password is managed in Secrets Manager", source.String("identifier"))
	case len(replicasOf(tx, source)) >= maxReplicas:
		return tx.Fail(400, "ReadReplicaQuotaExceeded", "Maximum %d read replicas exceeded for %s", maxReplicas, source.String("identifier"))
	case source.Outputs.Bool("storageEncrypted") != replica.Outputs.Bool("storageEncrypted") && replica.Inputs.Has("storageEncrypted"):
		return tx.Fail(400, "InvalidParameterCombination", "You cannot change the encryption of a read replica: %s has storage encryption %t", source.String("identifier"), source.Outputs.Bool("storageEncrypted"))
	}
	if size := replica.Outputs.Int("allocatedStorage"); size > 0 && size < source.Outputs.Int("allocatedStorage") {
		return tx.Fail(400, "InvalidParameterCombination", "The allocated storage of a read replica (%d) can't be less than that of its source (%d)", size, source.Outputs.Int("allocatedStorage"))
	}
	near := source.Scope == tx.Region()
	if !near && replica.String("dbSubnetGroupName") == "" {
		return tx.Fail(400, "InvalidParameterValue", "A DB subnet group is required for a read replica in another region")
	}
	if !near && source.Outputs.Bool("storageEncrypted") && replica.String("kmsKeyId") == "" {
		return tx.Fail(400, "InvalidParameterCombination", "A KMS key of the region %s is required for a read replica of an encrypted DB instance in another region", tx.Region())
	}
	for _, name := range []string{"engine", "engineVersion", "username", "dbName", "allocatedStorage", "storageType", "licenseModel", "characterSetName"} {
		if value := source.Outputs.Get(name); !value.IsNull() && !replica.Outputs.Known(name) {
			replica.Set(name, value)
		}
	}
	if near {
		for _, name := range []string{"dbSubnetGroupName", "parameterGroupName", "port"} {
			if value := source.Outputs.Get(name); !value.IsNull() {
				decide(replica, name, value)
			}
		}
	}
	if !replica.Inputs.Has("storageEncrypted") {
		replica.Set("storageEncrypted", source.Outputs.Bool("storageEncrypted"))
	}
	decide(replica, "backupRetentionPeriod", 0)
	return nil
}
