package aws

import (
	"groundwork/internal/localcloud"
)

// deleteInstance follows
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html:
// a protected instance stays, and unless the program says otherwise a final
// snapshot is left.
func deleteInstance(tx *localcloud.Tx, instance *localcloud.Object) error {
	final := instance.String("finalSnapshotIdentifier")
	replica := instance.String("replicateSourceDb") != ""
	switch {
	case instance.Outputs.Bool("deletionProtection"):
		return tx.Fail(400, "InvalidParameterCombination", "Cannot delete protected DB Instance, please disable deletion protection and try again.")
	case instance.Outputs.Bool("skipFinalSnapshot"):
		return promote(tx, instance)
	case final == "":
		return tx.Fail(400, "InvalidParameterCombination", "final_snapshot_identifier is required when skip_final_snapshot is false")
	case replica:
		return tx.Fail(400, "InvalidParameterCombination", "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance")
	case tx.Get(snapshotType, final) != nil:
		return taken[snapshotType].about(tx, final)
	}
	tx.Put(snapshotOf(tx, instance, final))
	return promote(tx, instance)
}

// promote: replicas of a deleted source become instances of their own.
func promote(tx *localcloud.Tx, source *localcloud.Object) error {
	for _, by := range []string{source.String("identifier"), source.String("arn")} {
		for _, replica := range tx.Where(instanceType, "replicateSourceDb", by) {
			replica.Set("replicateSourceDb", "")
			tx.Put(replica)
		}
	}
	return nil
}

// snapshotOf describes a manual snapshot; it is nobody's resource.
func snapshotOf(tx *localcloud.Tx, instance *localcloud.Object, id string) *localcloud.Object {
	outputs := localcloud.PropsOf(map[string]any{
		"dbSnapshotIdentifier": id, "dbInstanceIdentifier": instance.String("identifier"),
		"dbSnapshotArn": tx.ARN("rds", "snapshot:"+id), "snapshotType": "manual", "status": "available",
		"encrypted": instance.Outputs.Bool("storageEncrypted"), "engineVersion": instance.String("engineVersionActual"),
		"tagsAll": map[string]string{}, "tags": map[string]string{}, "sourceRegion": "", "sourceDbSnapshotIdentifier": "",
	})
	for _, name := range []string{"allocatedStorage", "availabilityZone", "engine", "iops", "kmsKeyId", "licenseModel", "optionGroupName", "port", "storageType"} {
		if value := instance.Outputs.Get(name); !value.IsNull() {
			outputs.Set(name, value)
		}
	}
	if instance.Outputs.Bool("copyTagsToSnapshot") {
		outputs.Set("tags", instance.Outputs.StringMap("tagsAll"))
		outputs.Set("tagsAll", instance.Outputs.StringMap("tagsAll"))
	}
	if group := tx.Get(subnetGroupType, instance.String("dbSubnetGroupName")); group != nil {
		outputs.Set("vpcId", group.String("vpcId"))
	}
	object := &localcloud.Object{Type: snapshotType, ID: id, Name: id, Outputs: outputs}
	object.Note("username", instance.String("username"))
	object.Note("dbName", instance.String("dbName"))
	return object
}

func snapshotID(_ *localcloud.Tx, snapshot *localcloud.Object) string {
	return snapshot.String("dbSnapshotIdentifier")
}

func snapshotName(snapshot *localcloud.Object) string { return snapshot.String("dbSnapshotIdentifier") }

// createSnapshot takes a manual snapshot for a program.
func createSnapshot(tx *localcloud.Tx, snapshot *localcloud.Object) error {
	instance := named(tx, instanceType, "identifier", snapshot.String("dbInstanceIdentifier"))
	if instance == nil {
		return noInstance.about(tx, snapshot.String("dbInstanceIdentifier"))
	}
	taken := snapshotOf(tx, instance, snapshot.ID)
	for name, value := range taken.Outputs {
		decide(snapshot, string(name), value)
	}
	snapshot.Notes = taken.Notes
	return nil
}

// restoreSnapshot gives a new instance what its snapshot holds:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html
func restoreSnapshot(tx *localcloud.Tx, instance *localcloud.Object) error {
	snapshot := tx.Get(snapshotType, instance.String("snapshotIdentifier"))
	if snapshot == nil {
		return noSnapshot.about(tx, instance.String("snapshotIdentifier"))
	}
	if size := instance.Outputs.Int("allocatedStorage"); size > 0 && size < snapshot.Outputs.Int("allocatedStorage") {
		return tx.Fail(400, "InvalidParameterCombination", "The allocated storage (%d) can't be less than that of the snapshot (%d)", size, snapshot.Outputs.Int("allocatedStorage"))
	}
	for _, name := range []string{"engine", "engineVersion", "allocatedStorage", "storageType", "port", "licenseModel"} {
		if value := snapshot.Outputs.Get(name); !value.IsNull() {
			decide(instance, name, value)
		}
	}
	decide(instance, "username", snapshot.Notes["username"])
	decide(instance, "dbName", snapshot.Notes["dbName"])
	instance.Set("storageEncrypted", snapshot.Outputs.Bool("encrypted") || instance.Outputs.Bool("storageEncrypted"))
	return nil
}
