package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

func storageType(instance *localcloud.Object) string {
	if kind := instance.String("storageType"); kind != "" {
		return kind
	}
	if instance.Inputs.Has("iops") {
		return "io1"
	}
	return "gp2"
}

// volume is what a storage type allows PostgreSQL, MySQL and MariaDB.
type volume struct{ least, most int }

// volumes are in GiB:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
var volumes = map[string]volume{
	"gp2": {20, 65536}, "gp3": {20, 65536}, "io1": {100, 65536}, "io2": {100, 65536}, "standard": {5, 3072},
}

// The rules of gp3, from the same page: below 400 GiB, 200 with Oracle, there is
// one volume with 3,000 IOPS and 125 MB/s, and nothing to choose; from there on
// there are four.
const (
	stripedOracle     = 200
	singleIOPS        = 3000
	singleThroughput  = 125
	stripedIOPS       = 12000
	stripedThroughput = 500
	mostIOPS          = 64000
	mostThroughput    = 4000
	iopsPerGiB        = 500
	iopsPerMB         = 4
)

func checkStorage(tx *localcloud.Tx, instance *localcloud.Object) error {
	kind := storageType(instance)
	decide(instance, "storageType", kind)
	size, engine := instance.Outputs.Int("allocatedStorage"), instance.String("engine")
	bounds, ok := volumes[kind]
	if strings.HasPrefix(engine, "sqlserver-") {
		bounds = volume{20, 16384}
	}
	if !ok {
		return tx.Fail(400, "InvalidParameterValue", "Invalid storage type: %s", kind)
	}
	if size < bounds.least || size > bounds.most {
		return tx.Fail(400, "InvalidParameterValue", "Invalid storage size for engine name %s and storage type %s: %d", engine, kind, size)
	}
	switch kind {
	case "gp3":
		return checkGP3(tx, instance, size, engine)
	case "io1", "io2":
		return checkProvisioned(tx, instance, size, engine, kind)
	}
	if instance.Inputs.Int("iops") > 0 {
		return tx.Fail(400, "InvalidParameterCombination", "Iops can only be specified for the storage types io1, io2 and gp3, not %s", kind)
	}
	decide(instance, "iops", 0)
	decide(instance, "storageThroughput", 0)
	return nil
}

func checkGP3(tx *localcloud.Tx, instance *localcloud.Object, size int, engine string) error {
	if strings.HasPrefix(engine, "sqlserver-") || strings.HasPrefix(engine, "custom-") {
		decide(instance, "iops", singleIOPS) // it has no threshold
		decide(instance, "storageThroughput", singleThroughput)
		return nil
	}
	iops, throughput := instance.Inputs.Int("iops"), instance.Inputs.Int("storageThroughput")
	stripedFrom := engines["postgres"].striped
	if strings.HasPrefix(engine, "oracle-") {
		stripedFrom = stripedOracle
	}
	if size < stripedFrom {
		if iops > 0 || throughput > 0 {
			return tx.Fail(400, "InvalidParameterCombination", "You can't specify IOPS or storage throughput for engine %s and a storage size less than %d.", engine, stripedFrom)
		}
		instance.Set("iops", singleIOPS)
		instance.Set("storageThroughput", singleThroughput)
		return nil
	}
	if iops == 0 {
		iops = max(instance.Outputs.Int("iops"), stripedIOPS)
	}
	if throughput == 0 {
		throughput = max(instance.Outputs.Int("storageThroughput"), stripedThroughput)
	}
	switch {
	case iops < stripedIOPS || iops > mostIOPS:
		return tx.Fail(400, "InvalidParameterCombination", "Invalid iops value for engine name %s and storage type gp3: %d. It must be from %d to %d", engine, iops, stripedIOPS, mostIOPS)
	case iops > size*iopsPerGiB:
		return tx.Fail(400, "InvalidParameterCombination", "Invalid iops to storage (GB) ratio for engine name %s and storage type gp3: %d", engine, iops/size)
	case throughput < stripedThroughput || throughput > mostThroughput || throughput*iopsPerMB > iops:
		return tx.Fail(400, "InvalidParameterCombination", "Invalid storage throughput for engine name %s and storage type gp3: %d. It must be from %d to %d, and a quarter of the iops at most", engine, throughput, stripedThroughput, mostThroughput)
	}
	instance.Set("iops", iops)
	instance.Set("storageThroughput", throughput)
	return nil
}

func checkProvisioned(tx *localcloud.Tx, instance *localcloud.Object, size int, engine, kind string) error {
	iops := instance.Outputs.Int("iops")
	switch {
	case iops == 0:
		return tx.Fail(400, "InvalidParameterCombination", "You must specify both the storage size and iops when modifying or creating the %s storage type", kind)
	case iops < 1000 || iops > 256000:
		return tx.Fail(400, "InvalidParameterValue", "Invalid iops value for engine name %s and storage type %s: %d", engine, kind, iops)
	case kind == "io1" && (iops > 50*size || 2*iops < size):
		return tx.Fail(400, "InvalidParameterCombination", "Invalid iops to max storage (GB) ratio for engine name %s and storage type %s: %.4f", engine, kind, float64(iops)/float64(size))
	}
	decide(instance, "storageThroughput", 0)
	return nil
}

// hoursOfOptimizing is how long a volume stays as it is after a change:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html
const hoursOfOptimizing = 6

// optimizing refuses a second change of the storage while the first one is
// still being worked on.
func optimizing(tx *localcloud.Tx, old, instance *localcloud.Object) error {
	const at = "storage changed"
	changed := false
	for _, name := range []string{"allocatedStorage", "storageType", "iops", "storageThroughput"} {
		changed = changed || instance.Inputs.Has(name) && !plainEqual(old.Outputs.Get(name), instance.Inputs.Get(name))
	}
	if !changed {
		return nil
	}
	if last := old.TimeNoted(at); !last.IsZero() && tx.Now().Sub(last).Hours() < hoursOfOptimizing {
		return tx.Fail(400, "InvalidParameterCombination", "You can't currently modify the storage of this DB instance because the previous storage change is being optimized.")
	}
	instance.NoteTime(at, tx.Now())
	return nil
}
