package price

import "fmt"

// disk is an EBS volume.
type disk struct {
	kind string
	gib  int64
	// iops and throughput (MB/s) are those asked for; 0: what is included.
	iops, throughput int64
}

// What gp3 includes, whatever its size: https://aws.amazon.com/ebs/pricing/
const (
	gp3IOPS       = 3000
	gp3Throughput = 125
)

// io2Tier is where io2's IOPS get a second price, which the list doesn't have.
const io2Tier = 32000

// disks charges n volumes of one kind.
func (q *quote) disks(n int64, d disk) {
	if n <= 0 {
		return
	}
	q.monthly(n*d.gib, "ebs", d.kind, times(n, fmt.Sprintf("%s GiB of %s", thousands(d.gib), d.kind)))
	switch d.kind {
	case "gp3":
		if more := d.iops - gp3IOPS; more > 0 {
			q.monthly(n*more, "ebs", "gp3 iops", times(n, thousands(more)+" IOPS more"))
		}
		if more := d.throughput - gp3Throughput; more > 0 {
			q.monthly(n*more, "ebs", "gp3 throughput", times(n, thousands(more)+" MB/s more"))
		}
	case "io1", "io2":
		if d.kind == "io2" && d.iops > io2Tier {
			q.gap("IOPS of io2 above %s cost less, and the list doesn't say how much", thousands(io2Tier))
			d.iops = io2Tier
		}
		q.monthly(n*d.iops, "ebs", d.kind+" iops", times(n, thousands(d.iops)+" IOPS"))
	case "standard":
		q.rate("reads and writes of the magnetic volume", "ebs", "standard requests")
	}
}

// readDisk reads a volume's inputs, with the names of its size and type.
func readDisk(in inputs, size, kind string, otherwise disk) (disk, bool) {
	d := disk{}
	known := [4]bool{}
	d.kind, known[0] = in.text(otherwise.kind, kind)
	d.gib, known[1] = in.number(otherwise.gib, size)
	d.iops, known[2] = in.number(0, "iops")
	d.throughput, known[3] = in.number(0, "throughput")
	return d, known == [4]bool{true, true, true, true} && d.gib > 0
}

// priceVolume: without a type it is gp2.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
func priceVolume(q *quote) {
	d, known := readDisk(q.in, "size", "type", disk{kind: "gp2"})
	if !known {
		q.gap("the volume's size or type isn't known yet")
		return
	}
	q.disks(1, d)
}
