package spec

// Database is PostgreSQL on RDS.
type Database struct {
	Version           string            `json:"version" doc:"PostgreSQL major version, in quotes." example:"16"`
	Class             string            `json:"class" doc:"RDS instance class." example:"db.r5.xlarge"`
	Storage           Bytes             `json:"storage" doc:"gp3 storage, 20 GB or more." example:"500GB"`
	MaxStorage        Bytes             `json:"maxStorage" doc:"Storage grows by itself up to this, at least a tenth above storage; 0 turns that off." example:"1TB"`
	IOPS              int               `json:"iops" doc:"gp3 IOPS: only from 400 GB on, 12000 to 64000. 0 means the baseline: 3000 below 400 GB, 12000 above."`
	MultiAZ           bool              `json:"multiAz" doc:"A standby in another zone: doubles the price, survives the loss of a zone."`
	Replicas          int               `json:"replicas" doc:"Read replicas, each in another zone where there is one. 0 to 5; they need backups."`
	ReplicaClass      string            `json:"replicaClass" doc:"Instance class of the replicas; empty means the primary's." example:"db.r5.large"`
	Backups           Duration          `json:"backups" doc:"How long automatic backups are kept, whole days up to 35d; 0 turns them off." example:"7d"`
	BackupWindow      string            `json:"backupWindow" doc:"Daily backup window, UTC, 30 minutes or more." example:"02:00-03:00"`
	MaintenanceWindow string            `json:"maintenanceWindow" doc:"Weekly maintenance window, UTC, 30 minutes or more; must not overlap the backup window." example:"sun:04:00-sun:05:00"`
	Name              string            `json:"name" doc:"Name of the first database; empty means the system's name, with _ for -."`
	User              string            `json:"user" doc:"The master user; not a reserved name such as postgres or admin."`
	Port              int               `json:"port" doc:"Port the database listens on."`
	Parameters        map[string]string `json:"parameters" doc:"PostgreSQL parameters in PostgreSQL's own units (8GB, 64MB, 30s, on); converted to what RDS takes." example:"shared_buffers: 8GB"`
	LogRetention      Duration          `json:"logRetention" doc:"How long exported PostgreSQL logs are kept."`
}

// Cache is Redis on ElastiCache.
type Cache struct {
	Version    string            `json:"version" doc:"Redis engine version, in quotes." example:"7.1"`
	NodeType   string            `json:"nodeType" doc:"ElastiCache node type." example:"cache.r5.large"`
	Replicas   int               `json:"replicas" doc:"Replicas besides the primary, 0 to 5. With one or more, failover is automatic."`
	Snapshots  Duration          `json:"snapshots" doc:"How long daily snapshots are kept, whole days up to 35d; 0 turns them off." example:"7d"`
	Parameters map[string]string `json:"parameters" doc:"Redis parameters." example:"maxmemory-policy: allkeys-lru"`
}

// BucketRole decides a bucket's lifecycle and who may write to it.
type BucketRole string

// The bucket roles.
const (
	RoleBackups BucketRole = "backups"
	RoleStatic  BucketRole = "static"
	RoleLogs    BucketRole = "logs"
)

// Values are the bucket roles.
func (BucketRole) Values() []string {
	return []string{string(RoleBackups), string(RoleStatic), string(RoleLogs)}
}

// Bucket is an S3 bucket: always encrypted, private and TLS-only.
type Bucket struct {
	Role        BucketRole `json:"role" required:"true" doc:"backups (kept, moved to cold storage), static (served by the CDN) or logs (access logs, expired)."`
	Versioning  bool       `json:"versioning" doc:"Keep earlier versions of objects."`
	Expire      Duration   `json:"expire" doc:"Objects are deleted after this, whole days; 0 keeps them." example:"90d"`
	OldVersions Duration   `json:"oldVersions" doc:"Earlier versions are deleted after this, whole days; 0 keeps them." example:"30d"`
}
