package danger

import (
	"fmt"
	"strings"

	"groundwork/internal/changes"
)

// finalSnapshot is the snapshot that AWS takes when it deletes a database:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
// What the state says counts, because the old inputs go into the deletion.
func finalSnapshot(s subject) string {
	name := text(s.old("finalSnapshotIdentifier"))
	if truth(s.old("skipFinalSnapshot")) || name == "" {
		return ""
	}
	return "the final snapshot " + quoted(name)
}

// restored is true of a new one that begins with a copy.
func restored(s subject) bool {
	for _, from := range []string{"snapshotIdentifier", "snapshotName", "snapshotArns", "restoreToPointInTime", "restoreSourceName", "s3Import"} {
		if s.new(from) != nil && s.new(from) != "" {
			return true
		}
	}
	return false
}

// isReplica is true of a read replica, whose data is its source's.
func isReplica(s subject) bool {
	return text(s.old("replicateSourceDb")) != "" || text(s.old("replicationSourceIdentifier")) != ""
}

func cacheSnapshot(s subject) string {
	if name := text(s.old("finalSnapshotIdentifier")); name != "" {
		return "the final snapshot " + quoted(name)
	}
	// Memcached can't be backed up; nobody keeps there what must last.
	if text(s.old("engine")) == "memcached" {
		return "the sources that it is filled from"
	}
	return ""
}

func volumeSnapshot(s subject) string {
	if truth(s.old("finalSnapshot")) {
		return "a final snapshot"
	}
	return ""
}

// recoveryDays is how long a deleted secret can be restored when nothing is said:
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
const recoveryDays = 30

func recoverable(s subject) string {
	days, given := changes.Number(s.old("recoveryWindowInDays"))
	if !given {
		days = recoveryDays
	}
	if days == 0 {
		return ""
	}
	return fmt.Sprintf("Secrets Manager for another %v days", days)
}

// keyDays is how long the deletion of a key can be cancelled when nothing is said:
// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
const keyDays = 30

// keyWindow says when a deleted key is gone for good.
func keyWindow(s subject) string {
	if s.Type != "aws:kms/key:Key" {
		return ""
	}
	days, given := changes.Number(s.old("deletionWindowInDays"))
	if !given {
		days = keyDays
	}
	return fmt.Sprintf(" in %v days", days)
}

// skipped is for resources that are left in the cloud when a switch says so.
func skipped(input string) func(subject) string {
	return func(s subject) string {
		if truth(s.old(input)) {
			return "the cloud, where it stays"
		}
		return ""
	}
}

// without is for resources that can only be deleted empty unless forced.
func without(force string) func(subject) bool {
	return func(s subject) bool { return !truth(s.old(force)) }
}

// claimRetained looks the claim's storage class up in the same stack: only there
// is its reclaim policy known. The default is Delete:
// https://kubernetes.io/docs/concepts/storage/storage-classes/#reclaim-policy
func claimRetained(s subject) string {
	class := text(s.old("spec.storageClassName"))
	for _, other := range s.index.byType["kubernetes:storage.k8s.io/v1:StorageClass"] {
		if class != "" && text(at(other.Before, "metadata.name")) == class && text(at(other.Before, "reclaimPolicy")) == "Retain" {
			return "the released volume, because its class retains"
		}
	}
	return ""
}

func volumeRetained(s subject) string {
	if text(s.old("spec.persistentVolumeReclaimPolicy")) == "Delete" {
		return ""
	}
	// By hand made volumes retain by default.
	return "the disk behind it, because it retains"
}

// quoted shows a value in a sentence; one that isn't known yet is left out.
func quoted(value string) string {
	if !known(value) {
		return "(name known later)"
	}
	return fmt.Sprintf("%q", value)
}

// sentences joins parts of an advice.
func sentences(parts []string) string { return strings.Join(parts, "; ") }

// replaced is true of a replacement.
func (s subject) replaced() bool { return s.Operation == changes.Replace }
