package price

import (
	"fmt"
	"strings"
)

// priceDatabase: Multi-AZ has everything twice. AWS rounds the double price of an
// hour to tenths of a cent, so that small classes can cost 0.73 a month more than
// it says here.
func priceDatabase(q *quote) {
	source, known := q.database()
	if !known {
		return
	}
	engine, engineKnown := q.in.text("", "engine")
	if engine == "" && source != nil {
		engine, engineKnown = source.text("", "engine")
	}
	class, classKnown := q.in.text("", "instanceClass")
	if !engineKnown || !classKnown || engine == "" || class == "" {
		q.gap("the database's engine or class isn't known yet")
		return
	}
	copies := int64(1)
	if q.in.on("multiAz") {
		copies = 2
	}
	q.hourly(copies, "rds", engine+" "+class, class+copiesOf(copies))
	q.credits("rds", class)
	q.databaseStorage(source, copies)
	q.databaseExtras(source, engine)
}

func copiesOf(copies int64) string {
	if copies > 1 {
		return " in two zones"
	}
	return ""
}

// database finds what a read replica replicates; nil for one that isn't a replica,
// or whose primary is elsewhere.
func (q *quote) database() (inputs, bool) {
	if q.in.at("replicateSourceDb") == nil {
		return nil, true
	}
	of, known := q.in.text("", "replicateSourceDb")
	if !known {
		primary, found := q.side.neighbour(q.resource, databaseInstance, func(in inputs) bool {
			return in.at("replicateSourceDb") == nil
		})
		if !found {
			q.gap("which database it replicates isn't known yet")
		}
		return primary, found
	}
	of = of[strings.LastIndex(of, ":")+1:] // the last part of an ARN, or all of an identifier
	primary, _ := q.side.find(databaseInstance, of)
	return primary, true
}

// RDS stripes gp3 from a size on, which includes more.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
const (
	stripedGiB        = 400
	stripedIOPS       = 12000
	stripedThroughput = 500
)

// databaseStorage: what a replica doesn't say it has from its primary. Without a
// type storage is gp2, or io1 where IOPS are asked for.
func (q *quote) databaseStorage(source inputs, copies int64) {
	ask := func(key string) (int64, bool) {
		inherited, known := source.number(0, key)
		if q.in.at(key) != nil {
			return q.in.number(0, key)
		}
		return inherited, known
	}
	size, sizeKnown := ask("allocatedStorage")
	iops, iopsKnown := ask("iops")
	throughput, throughputKnown := ask("storageThroughput")
	inherited, inheritedKnown := source.text("", "storageType")
	kind, kindKnown := q.in.text(inherited, "storageType")
	if !sizeKnown || !iopsKnown || !throughputKnown || !inheritedKnown || !kindKnown || size <= 0 {
		q.gap("the database's storage isn't known yet")
		return
	}
	switch {
	case kind == "" && iops > 0:
		kind = "io1"
	case kind == "":
		kind = "gp2"
	}
	q.monthly(copies*size, "rds", kind, times(copies, fmt.Sprintf("%s GiB of %s", thousands(size), kind)))
	if largest, known := q.in.number(0, "maxAllocatedStorage"); known && largest > size {
		q.rate(fmt.Sprintf("storage that the database may grow by, up to %s GiB%s", thousands(largest), timesCopies(copies)), "rds", kind)
	}
	switch kind {
	case "gp3":
		q.databaseGP3(size, iops, throughput, copies)
	case "io1":
		q.monthly(copies*iops, "rds", "io1 iops", times(copies, thousands(iops)+" IOPS"))
	}
}

// timesCopies says that a rate is due twice.
func timesCopies(copies int64) string {
	if copies > 1 {
		return ", in two zones"
	}
	return ""
}

func (q *quote) databaseGP3(size, iops, throughput, copies int64) {
	includedIOPS, includedThroughput := int64(gp3IOPS), int64(gp3Throughput)
	if size >= stripedGiB {
		includedIOPS, includedThroughput = stripedIOPS, stripedThroughput
	}
	if more := iops - includedIOPS; more > 0 {
		q.monthly(copies*more, "rds", "gp3 iops", times(copies, thousands(more)+" IOPS more"))
	}
	if more := throughput - includedThroughput; more > 0 {
		q.monthly(copies*more, "rds", "gp3 throughput", times(copies, thousands(more)+" MB/s more"))
	}
}
