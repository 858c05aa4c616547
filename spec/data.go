package spec

// What a workload may use of the database: all of it, or to read.
const (
	UsesDatabase     = "database"
	UsesDatabaseRead = "database.read"
)

// DatabaseHost is what the database runs on.
type DatabaseHost string

// The hosts of the database.
const (
	DatabaseRDS     DatabaseHost = "rds"
	DatabaseCluster DatabaseHost = "cluster"
)

// Values are the hosts of the database.
func (DatabaseHost) Values() []string {
	return []string{string(DatabaseRDS), string(DatabaseCluster)}
}

// Database is PostgreSQL. Some keys belong to one host only: databaseKeys.
type Database struct {
	RunsOn            DatabaseHost      `json:"runsOn" doc:"rds (managed by AWS) or cluster (a StatefulSet with TimescaleDB inside the Kubernetes cluster). Keys that belong to one of the two are refused with the other."`
	Version           string            `json:"version" doc:"PostgreSQL major version, in quotes. In the cluster 16 is the only one." example:"16"`
	Class             string            `json:"class" doc:"RDS: instance class." example:"db.r5.xlarge" also:"db.r5.2xlarge"`
	Storage           Bytes             `json:"storage" doc:"gp3 storage. RDS: 20 GB or more. Cluster: the volume's size, which can grow and never shrinks." example:"500GB"`
	MaxStorage        Bytes             `json:"maxStorage" doc:"RDS: storage grows by itself up to this, at least a tenth above storage; 0 turns that off." example:"1TB"`
	IOPS              int               `json:"iops" doc:"RDS: gp3 IOPS, only from 400 GB on, 12000 to 64000. 0 means the baseline: 3000 below 400 GB, 12000 above."`
	MultiAZ           bool              `json:"multiAz" doc:"RDS: a standby in another zone: doubles the price, survives the loss of a zone."`
	Replicas          int               `json:"replicas" doc:"RDS: read replicas, each in another zone where there is one. 0 to 5; they need backups."`
	ReplicaClass      string            `json:"replicaClass" doc:"RDS: instance class of the replicas; empty means the primary's." example:"db.r5.large"`
	Backups           Duration          `json:"backups" doc:"RDS: how long automatic backups are kept, whole days up to 35d; 0 turns them off." example:"7d"`
	KeepBackups       bool              `json:"keepBackups" doc:"RDS: the automatic backups outlive a database that is deleted, until they are as old as backups says; false: they go with it."`
	BackupWindow      string            `json:"backupWindow" doc:"RDS: daily backup window, UTC, 30 minutes or more." example:"02:00-03:00"`
	MaintenanceWindow string            `json:"maintenanceWindow" doc:"RDS: weekly maintenance window, UTC, 30 minutes or more; must not overlap the backup window." example:"sun:04:00-sun:05:00" also:"mon:05:00-mon:06:00"`
	ApplyImmediately  bool              `json:"applyImmediately" doc:"RDS: what interrupts the database, such as another class or version, happens at once and not in the maintenance window. A new major version needs it: parameters and replicas go along."`
	Name              string            `json:"name" doc:"Name of the first database; empty means the system's name, with _ for -."`
	User              string            `json:"user" doc:"The master user; not a reserved name such as postgres or admin." also:"shop"`
	Port              int               `json:"port" doc:"Port the database listens on."`
	Parameters        map[string]string `json:"parameters" doc:"RDS: PostgreSQL parameters in PostgreSQL's own units (8GB, 64MB, 30s, on); converted to what RDS takes." example:"shared_buffers: 8GB"`
	LogRetention      Duration          `json:"logRetention" doc:"RDS: how long exported PostgreSQL logs are kept."`
	CPU               CPU               `json:"cpu" doc:"Cluster: CPU it asks for. 0 means 1000m in prod, 500m in staging, 250m in dev." example:"1000m"`
	CPULimit          CPU               `json:"cpuLimit" doc:"Cluster: most CPU it may use. 0 means twice what it asks for." example:"2000m"`
	Memory            Bytes             `json:"memory" doc:"Cluster: memory it asks for; its buffers are sized by this. 0 means 2Gi in prod, 1Gi in staging, 512Mi in dev." example:"2Gi"`
	MemLimit          Bytes             `json:"memoryLimit" doc:"Cluster: most memory it may use. 0 means twice what it asks for." example:"4Gi"`
	Dumps             Dumps             `json:"dumps" doc:"Cluster: the backups, each a whole dump in S3."`
}

// Dumps are the backups of a database in the cluster.
type Dumps struct {
	Bucket   string `json:"bucket" doc:"The bucket of role backups that takes them; its expire says how long. Empty means the only one there is." example:"backups" also:"dumps"`
	Schedule string `json:"schedule" doc:"When, as a cron schedule in five fields, UTC. Empty means 0 2 * * *. What was written since the last one is lost with the volume." example:"0 2 * * *"`
}

// CacheHost is what the cache runs on.
type CacheHost string

// The hosts of the cache.
const (
	CacheElastiCache CacheHost = "elasticache"
	CacheCluster     CacheHost = "cluster"
)

// Values are the hosts of the cache.
func (CacheHost) Values() []string {
	return []string{string(CacheElastiCache), string(CacheCluster)}
}

// Cache is Redis. Some keys belong to one host only: cacheKeys.
type Cache struct {
	RunsOn           CacheHost         `json:"runsOn" doc:"elasticache (managed by AWS) or cluster (a StatefulSet inside the Kubernetes cluster). Keys that belong to one of the two are refused with the other."`
	Version          string            `json:"version" doc:"ElastiCache: Redis engine version, in quotes." example:"7.1"`
	NodeType         string            `json:"nodeType" doc:"ElastiCache: node type." example:"cache.r5.large" also:"cache.r5.xlarge"`
	Replicas         int               `json:"replicas" doc:"ElastiCache: replicas besides the primary, 0 to 5. With one or more, failover is automatic."`
	Snapshots        Duration          `json:"snapshots" doc:"ElastiCache: how long daily snapshots are kept, whole days up to 35d; 0 turns them off." example:"7d"`
	Parameters       map[string]string `json:"parameters" doc:"ElastiCache: Redis parameters." example:"maxmemory-policy: allkeys-lru"`
	ApplyImmediately bool              `json:"applyImmediately" doc:"ElastiCache: what interrupts the cache, such as another node type or version, happens at once and not in the maintenance window. A new major version needs it: its parameters go along."`
	Storage          Bytes             `json:"storage" doc:"Cluster: size of its volume. 0 means 10Gi in prod, 5Gi elsewhere." example:"10Gi"`
	CPU              CPU               `json:"cpu" doc:"Cluster: CPU it asks for. 0 means 250m in prod, 100m elsewhere." example:"250m"`
	Memory           Bytes             `json:"memory" doc:"Cluster: memory it asks for and may use; it holds three quarters of this as data. 0 means 512Mi in prod, 128Mi elsewhere." example:"512Mi"`
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
