package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// store is a type of resource that holds what can't be made again.
type store struct {
	// what is the resource in people's words, holds is what goes with it.
	what, holds string
	// keeps says by what the content outlives a deletion, "" by nothing; nil is
	// a store whose content never does.
	keeps func(subject) string
	// refuses is true when the cloud won't delete it while something is in it.
	refuses func(subject) bool
	// again is true when a replacement starts with the old one's content.
	again  func(subject) bool
	advice string
	// carry is how a replacement gets the content.
	carry string
	// mild is its place among losses.
	mild grade
}

// stores are by type. Where AWS keeps a copy, the link says so.
var stores = map[string]store{
	"aws:rds/instance:Instance":    {what: "the database", holds: "its data", keeps: finalSnapshot, again: restored, advice: "take a snapshot first", carry: carrySnapshot, mild: grave},
	"aws:rds/cluster:Cluster":      {what: "the database cluster", holds: "its data", keeps: finalSnapshot, again: restored, advice: "take a snapshot first", carry: carrySnapshot, mild: grave},
	"aws:docdb/cluster:Cluster":    {what: "the document database", holds: "its data", keeps: finalSnapshot, again: restored, advice: "take a snapshot first", carry: carrySnapshot, mild: grave},
	"aws:neptune/cluster:Cluster":  {what: "the graph database", holds: "its data", keeps: finalSnapshot, again: restored, advice: "take a snapshot first", carry: carrySnapshot, mild: grave},
	"aws:redshift/cluster:Cluster": {what: "the warehouse", holds: "its data", keeps: finalSnapshot, again: restored, advice: "take a snapshot first", carry: carrySnapshot, mild: grave},
	// Automatic backups go with the group; only the final one stays:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-deleting.html
	"aws:elasticache/replicationGroup:ReplicationGroup": {what: "the cache", holds: "what is in it", keeps: cacheSnapshot, again: restored, advice: "set finalSnapshotIdentifier in an update before", carry: "give its name to the new one as snapshotName", mild: mild},
	"aws:elasticache/cluster:Cluster":                   {what: "the cache", holds: "what is in it", keeps: cacheSnapshot, again: restored, advice: "set finalSnapshotIdentifier in an update before", carry: "give its name to the new one as snapshotName", mild: mild},
	"aws:elasticache/serverlessCache:ServerlessCache":   {what: "the cache", holds: "what is in it", advice: "take a snapshot first", mild: mild},

	"aws:s3/bucketV2:BucketV2":         {what: "the bucket", holds: "every object in it with all its versions", refuses: without("forceDestroy"), advice: "copy the objects to another bucket first", mild: usual},
	"aws:s3/bucket:Bucket":             {what: "the bucket", holds: "every object in it with all its versions", refuses: without("forceDestroy"), advice: "copy the objects to another bucket first", mild: usual},
	"aws:ebs/volume:Volume":            {what: "the volume", holds: "what is on it", keeps: volumeSnapshot, advice: "take a snapshot first", carry: "give its id to the new one as snapshotId", mild: usual},
	"aws:efs/fileSystem:FileSystem":    {what: "the file system", holds: "its files", advice: "take a backup with AWS Backup first", mild: usual},
	"aws:dynamodb/table:Table":         {what: "the table", holds: "its items", again: restored, advice: "take a backup first", carry: "restore it into the new one", mild: grave},
	"aws:ecr/repository:Repository":    {what: "the image repository", holds: "its images", refuses: without("forceDelete"), advice: "push the images that still run to another repository first", mild: mild},
	"aws:kms/key:Key":                  {what: "the key", holds: "whatever is encrypted with it", advice: "encrypt anew what the key protects first; until the waiting time ends the deletion can be cancelled", mild: usual},
	"aws:opensearch/domain:Domain":     {what: "the search domain", holds: "its indexes", advice: "take a manual snapshot first", mild: usual},
	"aws:msk/cluster:Cluster":          {what: "the message log", holds: "its topics", advice: "mirror the topics to another cluster first", mild: usual},
	"aws:kinesis/stream:Stream":        {what: "the stream", holds: "the records in it", advice: "let the consumers read it to the end first", mild: mild},
	"aws:sqs/queue:Queue":              {what: "the queue", holds: "the messages in it", advice: "let the consumers empty it first", mild: mild},
	"aws:cognito/userPool:UserPool":    {what: "the user pool", holds: "its users and their passwords", advice: "passwords can't be exported: move the pool with an alias instead", mild: usual},
	"aws:backup/vault:Vault":           {what: "the backup vault", holds: "its recovery points", refuses: without("forceDestroy"), advice: "copy the recovery points to another vault first", mild: usual},
	"aws:cloudwatch/logGroup:LogGroup": {what: "the log group", holds: "its logs", keeps: skipped("skipDestroy"), advice: "export the logs to a bucket first, or set skipDestroy", mild: mild},
	"aws:route53/zone:Zone":            {what: "the DNS zone", holds: "its records and its name servers", advice: "the registrar points at the old name servers: move the zone with an alias instead", mild: usual},

	"aws:rds/snapshot:Snapshot":               {what: "the snapshot", holds: "the data in it", mild: mild},
	"aws:rds/clusterSnapshot:ClusterSnapshot": {what: "the snapshot", holds: "the data in it", mild: usual},
	"aws:ebs/snapshot:Snapshot":               {what: "the snapshot", holds: "the data in it", mild: mild},
	"aws:elasticache/snapshot:Snapshot":       {what: "the snapshot", holds: "the data in it", mild: mild},
	"aws:secretsmanager/secret:Secret":        {what: "the secret", holds: "its value", keeps: recoverable, advice: "set recoveryWindowInDays first", mild: mild},

	"cloudflare:index/zone:Zone":                             {what: "the DNS zone", holds: "its records, settings and name servers", advice: "the registrar points at the old name servers: move the zone with an alias instead", mild: usual},
	"cloudflare:index/r2Bucket:R2Bucket":                     {what: "the bucket", holds: "every object in it", advice: "copy the objects to another bucket first", mild: usual},
	"cloudflare:index/workersKvNamespace:WorkersKvNamespace": {what: "the key-value store", holds: "its entries", mild: usual},
	"cloudflare:index/d1Database:D1Database":                 {what: "the database", holds: "its data", mild: usual},

	// What a program encrypted or signed with them can be read or checked no more.
	"random:index/randomBytes:RandomBytes": {what: "the generated key", holds: "whatever is encrypted with it", advice: adviceKey, mild: usual},

	"kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": {what: "the resource definition", holds: "every object of its kind in the cluster", advice: "keep the definition: remove it from the program with retainOnDelete", mild: usual},
	"kubernetes:core/v1:PersistentVolumeClaim":                    {what: "the volume claim", holds: "what is on the volume", keeps: claimRetained, advice: "take a volume snapshot first, or let its storage class reclaim with Retain", mild: grave},
	"kubernetes:core/v1:PersistentVolume":                         {what: "the volume", holds: "what is on it", keeps: volumeRetained, advice: "set persistentVolumeReclaimPolicy to Retain first", mild: grave},
}

const (
	carrySnapshot = "give its name to the new one as snapshotIdentifier"
	adviceKey     = "keep its name, or encrypt anew under another key what it protects, and remove it afterwards"
	adviceAlias   = "if it only moved or was renamed in the program, give it an alias"
)

// storeRule judges what holds data and goes away.
func storeRule(s subject) []verdict {
	kind, is := stores[s.Type]
	if !is || !s.gone() || isReplica(s) {
		return nil
	}
	v := verdict{level: DataLoss, paths: s.Because, mild: kind.mild}
	kept := ""
	if kind.keeps != nil {
		kept = kind.keeps(s)
	}
	again := s.Operation == changes.Replace && kind.again != nil && kind.again(s)
	switch {
	case s.moves():
		v.loss = s.moved()
		if kept != "" {
			v.loss += "; what was in it is kept in " + kept
		}
	case kind.refuses != nil && kind.refuses(s):
		v.level = Downtime
		v.loss = fmt.Sprintf("%s is %s, which fails half-way unless it is empty: nothing in it is lost", kind.what, s.verb())
	case again && kept != "":
		v.level = Downtime
		v.loss = fmt.Sprintf("%s is replaced by one restored from a snapshot; what was written since is only in %s", kind.what, kept)
	case again:
		v.loss = fmt.Sprintf("%s is replaced by one restored from a snapshot, what was written since would be lost", kind.what)
	case kept != "" && (s.Operation == changes.Delete || softened[s.Type]):
		v.level = Downtime
		v.loss = fmt.Sprintf("%s is %s; %s is kept in %s", kind.what, s.verb(), kind.holds, kept)
	case kept != "":
		v.loss = fmt.Sprintf("%s is replaced and starts empty; %s is only in %s", kind.what, kind.holds, kept)
	default:
		v.loss = s.lost(kind)
	}
	if v.advice = s.advise(kind.advice); s.replaced() && kind.carry != "" {
		v.advice = sentences([]string{v.advice, kind.carry})
	}
	if cause := s.aside(); cause != "" {
		v.advice = sentences([]string{cause, v.advice})
	}
	if s.moves() {
		v.advice = "move the data first: docs/data-loss.md has the way"
	}
	return []verdict{v}
}

// softened are stores whose replacement may start empty when a copy is kept: a
// cache fills again, and a secret's value is written by the program.
var softened = map[string]bool{
	"aws:elasticache/replicationGroup:ReplicationGroup": true,
	"aws:elasticache/cluster:Cluster":                   true,
	"aws:secretsmanager/secret:Secret":                  true,
	"aws:cloudwatch/logGroup:LogGroup":                  true,
}

// reappears is true when the same change creates one of the same type: it may be
// the same one under another name.
func (s subject) reappears() bool {
	return slices.ContainsFunc(s.index.byType[s.Type], func(r changes.Resource) bool { return r.Operation == changes.Create })
}

// advise adds what holds for any resource that is gone.
func (s subject) advise(advice string) string {
	parts := []string{}
	if advice != "" {
		parts = append(parts, advice)
	}
	if s.Operation == changes.Delete && s.reappears() {
		parts = append(parts, adviceAlias)
	}
	return sentences(parts)
}
