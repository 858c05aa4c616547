package danger

import (
	"fmt"

	"groundwork/internal/changes"
)

// protection is a setting that is safe at one value.
type protection struct {
	path string
	// safe is the protecting value; anything else that is known takes it away.
	safe any
	// absent is what a missing value means.
	absent any
	// created is true when a new resource without it is worth telling too.
	created bool
	// data is true of what keeps data from being deleted: it is told before what
	// keeps other things.
	data bool
	loss string
}

// protections are by type. The absent values are the provider's defaults.
var protections = map[string][]protection{
	"aws:rds/instance:Instance": {
		{path: "publiclyAccessible", safe: false, absent: false, created: true, loss: "the database gets an address on the internet"},
		{path: "deletionProtection", safe: true, absent: false, data: true, loss: "deletion protection of the database is turned off"},
		{path: "storageEncrypted", safe: true, absent: false, loss: "the database is stored unencrypted"},
		{path: "deleteAutomatedBackups", safe: false, absent: true, loss: "automatic backups no longer outlive the database: a later deletion would take them along; nothing is deleted now"},
		{path: "skipFinalSnapshot", safe: false, absent: false, loss: "final snapshots of the database are turned off: a later deletion would leave none; nothing is deleted now"},
		{path: "iamDatabaseAuthenticationEnabled", safe: true, absent: false, loss: "signing in to the database with IAM is turned off"},
	},
	"aws:rds/cluster:Cluster": {
		{path: "deletionProtection", safe: true, absent: false, data: true, loss: "deletion protection of the database is turned off"},
		{path: "storageEncrypted", safe: true, absent: false, loss: "the database is stored unencrypted"},
		{path: "skipFinalSnapshot", safe: false, absent: false, loss: "final snapshots of the database are turned off: a later deletion would leave none; nothing is deleted now"},
	},
	"aws:rds/clusterInstance:ClusterInstance": {{path: "publiclyAccessible", safe: false, absent: false, created: true, loss: "the database gets an address on the internet"}},
	"aws:elasticache/replicationGroup:ReplicationGroup": {
		{path: "atRestEncryptionEnabled", safe: true, absent: false, loss: "the cache is stored unencrypted"},
		{path: "transitEncryptionEnabled", safe: true, absent: false, loss: "the way to the cache is unencrypted"},
		{path: "transitEncryptionMode", safe: "required", absent: "required", loss: "the cache answers without encryption too"},
	},
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
		{path: "blockPublicAcls", safe: true, absent: false, loss: "the bucket accepts access lists that make objects public"},
		{path: "blockPublicPolicy", safe: true, absent: false, loss: "the bucket accepts a policy that makes it public"},
		{path: "ignorePublicAcls", safe: true, absent: false, loss: "public access lists of the bucket count"},
		{path: "restrictPublicBuckets", safe: true, absent: false, loss: "a public policy of the bucket lets everyone in"},
	},
	"aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": {
		{path: "blockPublicAcls", safe: true, absent: false, loss: "buckets of the account accept access lists that make objects public"},
		{path: "blockPublicPolicy", safe: true, absent: false, loss: "buckets of the account accept a policy that makes them public"},
		{path: "ignorePublicAcls", safe: true, absent: false, loss: "public access lists of the account's buckets count"},
		{path: "restrictPublicBuckets", safe: true, absent: false, loss: "a public policy of any bucket of the account lets everyone in"},
	},
	"aws:ebs/encryptionByDefault:EncryptionByDefault": {{path: "enabled", safe: true, absent: true, loss: "new volumes of the region are stored unencrypted where nobody says otherwise"}},
	"aws:s3/bucketV2:BucketV2":                        {{path: "forceDestroy", safe: false, absent: false, loss: "protection of the bucket is turned off: a later deletion would take everything in it along; nothing is deleted now"}},
	"aws:s3/bucket:Bucket":                            {{path: "forceDestroy", safe: false, absent: false, loss: "protection of the bucket is turned off: a later deletion would take everything in it along; nothing is deleted now"}},
	"aws:ecr/repository:Repository":                   {{path: "forceDelete", safe: false, absent: false, loss: "protection of the image repository is turned off: a later deletion would take its images along; nothing is deleted now"}, {path: "imageTagMutability", safe: "IMMUTABLE", absent: "MUTABLE", loss: "tags of images can be overwritten"}},
	"aws:lb/loadBalancer:LoadBalancer":                loadBalancerProtections,
	"aws:alb/loadBalancer:LoadBalancer":               loadBalancerProtections,
	"aws:dynamodb/table:Table":                        {{path: "deletionProtectionEnabled", safe: true, absent: false, data: true, loss: "deletion protection of the table is turned off"}, {path: "pointInTimeRecovery.enabled", safe: true, absent: false, loss: "the table can't be put back to an earlier moment any more"}},
	"aws:efs/fileSystem:FileSystem":                   {{path: "encrypted", safe: true, absent: false, loss: "the file system is stored unencrypted"}},
	"aws:ebs/volume:Volume":                           {{path: "encrypted", safe: true, absent: false, loss: "the volume is stored unencrypted"}},
	"aws:eks/cluster:Cluster":                         {{path: "deletionProtection", safe: true, absent: false, loss: "deletion protection of the cluster is turned off"}},
	"aws:kms/key:Key":                                 {{path: "enableKeyRotation", safe: true, absent: false, loss: "the key isn't rotated any more"}},
	"aws:cloudtrail/trail:Trail": {
		{path: "enableLogging", safe: true, absent: true, loss: "the audit trail isn't written any more"},
		{path: "isMultiRegionTrail", safe: true, absent: false, loss: "the audit trail has no other regions any more"},
		{path: "enableLogFileValidation", safe: true, absent: false, loss: "nothing proves any more that the audit trail is whole"},
	},
	"aws:guardduty/detector:Detector":       {{path: "enable", safe: true, absent: true, loss: "threat detection is turned off"}},
	"aws:cfg/recorderStatus:RecorderStatus": {{path: "isEnabled", safe: true, absent: false, loss: "changes of the account aren't recorded any more"}},
	"aws:ec2/subnet:Subnet":                 {{path: "mapPublicIpOnLaunch", safe: false, absent: false, loss: "what is started in the subnet gets an address on the internet"}},
	"aws:ec2/instance:Instance": {
		{path: "associatePublicIpAddress", safe: false, absent: false, loss: "the machine gets an address on the internet"},
		{path: "metadataOptions.httpTokens", safe: "required", absent: "optional", loss: "the machine's credentials can be read through its metadata without a token"},
	},
	"aws:ec2/launchTemplate:LaunchTemplate":                                              {{path: "metadataOptions.httpTokens", safe: "required", absent: "optional", loss: "credentials of the machines can be read through their metadata without a token"}},
	"aws:lambda/functionUrl:FunctionUrl":                                                 {{path: "authorizationType", safe: "AWS_IAM", absent: "NONE", created: true, loss: "anyone on the internet may call the function"}},
	"cloudflare:index/dnsRecord:DnsRecord":                                               {{path: "proxied", safe: true, absent: false, loss: "the record shows the origin's address: its traffic goes past Cloudflare's protection"}},
	"cloudflare:index/authenticatedOriginPulls:AuthenticatedOriginPulls":                 {{path: "enabled", safe: true, absent: false, loss: originPulls}},
	"cloudflare:index/authenticatedOriginPullsSettings:AuthenticatedOriginPullsSettings": {{path: "enabled", safe: true, absent: false, loss: originPulls}},
}

const originPulls = "the edge doesn't prove itself to the origin any more: any tenant of Cloudflare may pass for it"

var loadBalancerProtections = []protection{
	{path: "internal", safe: true, absent: false, loss: "the load balancer faces the internet"},
	{path: "enableDeletionProtection", safe: true, absent: false, loss: "deletion protection of the load balancer is turned off"},
	{path: "dropInvalidHeaderFields", safe: true, absent: false, loss: "the load balancer passes malformed headers on"},
	{path: "accessLogs.enabled", safe: true, absent: false, loss: "requests aren't logged any more"},
}

// switchRule judges settings that protect, when they change to something else.
func switchRule(s subject) []verdict {
	var verdicts []verdict
	for _, p := range protections[s.Type] {
		before, after := or(s.old(p.path), p.absent), or(s.new(p.path), p.absent)
		opened := s.both() && before == p.safe && after != p.safe
		if p.created && s.Operation == changes.Create && after != p.safe {
			opened = true
		}
		if opened && known(after) {
			v := verdict{level: Exposure, loss: p.loss, paths: []string{p.path}}
			if p.created || p.data {
				v.mild = grave
			}
			verdicts = append(verdicts, v)
		}
	}
	return append(verdicts, windowVerdicts(s)...)
}

func or(value, absent any) any {
	if value == nil {
		return absent
	}
	return value
}

// windowVerdicts judges the time in which a deletion can be taken back.
func windowVerdicts(s subject) []verdict {
	windows := map[string]string{"aws:kms/key:Key": "deletionWindowInDays", "aws:secretsmanager/secret:Secret": "recoveryWindowInDays"}
	path := windows[s.Type]
	if path == "" || s.Operation != changes.Update {
		return nil
	}
	before, had := changes.Number(or(s.old(path), recoveryDays))
	after, has := changes.Number(or(s.new(path), recoveryDays))
	if !had || !has || after >= before {
		return nil
	}
	return []verdict{{level: Exposure, paths: []string{path},
		loss: fmt.Sprintf("a deletion can be taken back for %v days in place of %v", after, before)}}
}
