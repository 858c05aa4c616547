package danger

import (
	"fmt"
	"math"
	"strconv"

	"groundwork/internal/changes"
)

// shrink is a setting that, made smaller, deletes what is older at once.
type shrink struct {
	path string
	// forever is true when zero or nothing means that everything is kept.
	forever bool
	// toZero is true when only the step to zero deletes something.
	toZero bool
	loss   string
}

// shrinks are by type.
var shrinks = map[string][]shrink{
	// Zero days turn automatic backups off and delete those there are:
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Disabling.html
	"aws:rds/instance:Instance": {{path: "backupRetentionPeriod", toZero: true, loss: "automatic backups are turned off and all of them deleted"},
		{path: "backupRetentionPeriod", loss: "backups are kept for %s days in place of %s, older ones would be lost"}},
	"aws:rds/cluster:Cluster": {{path: "backupRetentionPeriod", loss: "backups are kept for %s days in place of %s, older ones would be lost"}},
	"aws:elasticache/replicationGroup:ReplicationGroup": {{path: "snapshotRetentionLimit", toZero: true, loss: "automatic snapshots of the cache are turned off, those there are would be lost"},
		{path: "snapshotRetentionLimit", loss: "snapshots are kept for %s days in place of %s, older ones would be lost"}},
	"aws:cloudwatch/logGroup:LogGroup": {{path: "retentionInDays", forever: true, loss: "logs are kept for %s days in place of %s, older ones would be lost"}},
	"aws:sqs/queue:Queue":              {{path: "messageRetentionSeconds", loss: "messages are kept for %s seconds in place of %s, older ones would be lost"}},
	"aws:kinesis/stream:Stream":        {{path: "retentionPeriod", loss: "records are kept for %s hours in place of %s, older ones would be lost"}},
}

// shrinkRule judges updates that delete data, and the nets under it.
func shrinkRule(s subject) []verdict {
	for _, setting := range shrinks[s.Type] {
		if v, is := s.shrunk(setting); is && s.Operation == changes.Update {
			return []verdict{v}
		}
	}
	return append(versioningVerdicts(s), lifecycleVerdicts(s)...)
}

func (s subject) shrunk(setting shrink) (verdict, bool) {
	before, had := changes.Number(s.old(setting.path))
	after, has := changes.Number(s.new(setting.path))
	if setting.forever {
		before, after = endless(before), endless(after)
	} else if !had || !has {
		return verdict{}, false
	}
	if after >= before || setting.toZero && after != 0 {
		return verdict{}, false
	}
	loss := setting.loss
	if !setting.toZero {
		loss = fmt.Sprintf(loss, amount(after), amount(before))
	}
	return verdict{level: DataLoss, loss: loss, paths: []string{setting.path},
		advice: "copy what must last elsewhere first"}, true
}

// endless reads zero as no end.
func endless(n float64) float64 {
	if n == 0 {
		return math.Inf(1)
	}
	return n
}

// amount shows a number; one without an end is told so.
func amount(n float64) string {
	if math.IsInf(n, 1) {
		return "no limit"
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// versioningVerdicts judges the net under overwritten objects. What S3 has kept
// so far stays; what is overwritten from now on is gone.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
func versioningVerdicts(s subject) []verdict {
	const path = "versioningConfiguration.status"
	was, is := "", ""
	switch s.Type {
	case "aws:s3/bucketVersioningV2:BucketVersioningV2":
		was, is = text(s.old(path)), text(s.new(path))
		if s.Operation == changes.Delete && s.leaves("bucket", bucketTypes...) {
			return nil
		}
	case "aws:s3/bucket:Bucket":
		if !s.both() {
			return nil
		}
		was, is = enabled(s.old("versioning.enabled")), enabled(s.new("versioning.enabled"))
	default:
		return nil
	}
	if was != "Enabled" || is == "Enabled" || s.Retained || !known(s.new(path)) {
		return nil
	}
	return []verdict{{level: DataLoss, paths: []string{path},
		loss:   "versioning of the bucket is turned off, objects overwritten or deleted from then on would be lost",
		advice: "keep versioning and let old versions expire after some days"}}
}

var bucketTypes = []string{"aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"}

func enabled(value any) string {
	if truth(value) {
		return "Enabled"
	}
	return ""
}
