// Package gp3 knows what RDS accepts of gp3 storage for PostgreSQL. It is pure.
//
// Below 400 GiB a volume has 3,000 IOPS and takes no other number; from 400 GiB
// on RDS stripes four volumes, which gives 12,000 and lets them be raised to
// 64,000:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
package gp3

import "fmt"

const (
	minGiB = 20
	maxGiB = 65536
	// stripedGiB is where RDS begins to stripe.
	stripedGiB = 400

	baselineIOPS        = 3000
	stripedBaselineIOPS = 12000
	maxIOPS             = 64000
	// maxIOPSPerGiB follows from the numbers above; it is checked all the same,
	// because it is a rule of its own at AWS.
	maxIOPSPerGiB = 500
)

// CheckRDS tells what RDS would refuse about storage in GiB with that many
// provisioned IOPS (0: the baseline), and what to write instead.
func CheckRDS(storageGiB, iops int) error {
	switch {
	case storageGiB < minGiB || storageGiB > maxGiB:
		return fmt.Errorf("gp3 storage of %d GiB is out of range: write %d to %d GiB", storageGiB, minGiB, maxGiB)
	case iops == 0:
		return nil
	case storageGiB < stripedGiB:
		return fmt.Errorf("gp3 storage of %d GiB takes no IOPS setting, and %d were asked for: leave IOPS out (%d are included), or take %d GiB of storage or more",
			storageGiB, iops, baselineIOPS, stripedGiB)
	case iops < stripedBaselineIOPS || iops > maxIOPS:
		return fmt.Errorf("gp3 IOPS of %d are out of range for %d GiB: write %d to %d, or leave IOPS out (%d are included)",
			iops, storageGiB, stripedBaselineIOPS, maxIOPS, stripedBaselineIOPS)
	case iops > maxIOPSPerGiB*storageGiB:
		return fmt.Errorf("gp3 IOPS of %d are too many for %d GiB: write at most %d", iops, storageGiB, maxIOPSPerGiB*storageGiB)
	}
	return nil
}

// RDS is what RDS is told of IOPS for storage in GiB: what was asked for, or the
// baseline, where there is a choice (0: none). The baseline is written because what
// is left out stays as it was.
func RDS(storageGiB, iops int) int {
	if storageGiB < stripedGiB {
		return 0
	}
	return max(iops, stripedBaselineIOPS)
}

// CheckRDSGrowth tells what RDS would refuse about the limit in GiB up to which
// storage grows by itself (0: it does not grow). RDS wants the limit at least a
// tenth above the storage:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
func CheckRDSGrowth(storageGiB, limitGiB int) error {
	if limitGiB == 0 {
		return nil
	}
	least := (storageGiB*11 + 9) / 10
	if limitGiB < least || limitGiB > maxGiB {
		return fmt.Errorf("storage of %d GiB cannot grow up to %d GiB: write %d to %d GiB, or 0 to keep it from growing",
			storageGiB, limitGiB, least, maxGiB)
	}
	return nil
}
