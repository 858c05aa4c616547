// Package spec is what a stack file may say: the types, their defaults by
// environment, and the loading and validation of `groundwork:*` configuration.
// It is the sole reader of stack configuration.
package spec

// Environment is one of the three environments every system has.
type Environment string

// The environments. Their defaults are in defaults.go.
const (
	Dev     Environment = "dev"
	Staging Environment = "staging"
	Prod    Environment = "prod"
)

// Plan is a Cloudflare plan; it decides how many rules a zone may hold.
type Plan string

// The Cloudflare plans.
const (
	PlanFree       Plan = "free"
	PlanPro        Plan = "pro"
	PlanBusiness   Plan = "business"
	PlanEnterprise Plan = "enterprise"
)

// System is a web system in one environment, as its stack file describes it.
// Every field below is a key `groundwork:<key>` of Pulumi.<stack>.yaml.
type System struct {
	// Name is the Pulumi project's name; it is not read from the configuration.
	Name string `json:"-"`
	// Region is `aws:region`; it is not a key of its own.
	Region string `json:"-"`

	Environment    Environment         `json:"environment" doc:"dev, staging or prod: chooses the defaults of everything below. May be left out when the stack's name is one of the three."`
	Protection     bool                `json:"protection" doc:"Deletion protection of the data stores, the load balancer and the buckets. While it is on, a destroy refuses."`
	StartWorkloads bool                `json:"startWorkloads" doc:"false provisions everything but the workloads: for the first up of an account, before any image was pushed."`
	Domain         Domain              `json:"domain" doc:"The system's domain and its Cloudflare zone."`
	Network        Network             `json:"network" doc:"The VPC: addresses, zones, ways out."`
	Compute        Compute             `json:"compute" doc:"Where the services run."`
	Database       *Database           `json:"database" doc:"PostgreSQL on RDS. Leave out for a system without one."`
	Cache          *Cache              `json:"cache" doc:"Redis on ElastiCache. Leave out for a system without one."`
	Buckets        map[string]*Bucket  `json:"buckets" doc:"S3 buckets by short name."`
	Edge           Edge                `json:"edge" doc:"What Cloudflare and CloudFront do in front of the system."`
	Services       map[string]*Service `json:"services" doc:"The long-running programs, by name."`
	Jobs           map[string]*Job     `json:"jobs" doc:"The programs that run to an end: before a release, or on a schedule."`
	Secrets        map[string]Secret   `json:"secrets" doc:"Secret values by name, each set with pulumi config set --secret; services name those they need."`
	Tags           map[string]string   `json:"tags" doc:"Tags on every resource, besides Name, System, Environment and ManagedBy."`
}

// Secret is a value that must be stored encrypted in the stack file.
type Secret string

// Domain is the system's domain name and the Cloudflare zone that serves it.
type Domain struct {
	Name   string `json:"name" required:"true" doc:"The zone's name." example:"stockindicator.com"`
	ZoneID string `json:"zoneId" required:"true" doc:"The zone's id: 32 hex digits, on the zone's overview page at Cloudflare." example:"0da42c8d2132a9ddaf714f9e7c920711"`
	Plan   Plan   `json:"plan" doc:"The zone's Cloudflare plan: it limits the rules the edge may hold."`
}

// NAT is how private subnets reach the internet.
type NAT string

// The NAT layouts, cheapest first.
const (
	NATNone    NAT = "none"
	NATSingle  NAT = "single"
	NATPerZone NAT = "perZone"
)

// Network is the VPC.
type Network struct {
	CIDR               string   `json:"cidr" doc:"The VPC's addresses, /16 to /22. Must not overlap networks it will be peered with." example:"10.30.0.0/16"`
	Zones              []string `json:"zones" doc:"Two or three availability zone ids (not names: a name means another place in each account)." example:"use1-az1"`
	NAT                NAT      `json:"nat" doc:"none, single (one gateway for all zones) or perZone (survives the loss of a zone). Each gateway costs about 33 USD a month plus traffic."`
	InterfaceEndpoints bool     `json:"interfaceEndpoints" doc:"Private endpoints for the AWS services in use: about 7 USD a month per service and zone."`
	FlowLogs           Duration `json:"flowLogs" doc:"How long VPC flow logs are kept; 0 turns them off."`
	Subnets            *Subnets `json:"subnets" doc:"Explicit subnet addresses, one per zone and tier, instead of the computed plan."`
}

// Subnets are explicit subnet addresses: one per zone, in the order of zones.
type Subnets struct {
	Public  []string `json:"public" doc:"Public subnets: load balancer and NAT gateways." example:"10.0.101.0/24"`
	Private []string `json:"private" doc:"Private subnets: nodes and tasks." example:"10.0.1.0/24"`
	Data    []string `json:"data" doc:"Data subnets without a route to the internet. Left out: the data stores use the private ones."`
}

// Platform is what the services run on.
type Platform string

// The platforms.
const (
	PlatformEKS Platform = "eks"
)

// Compute is where the services run.
type Compute struct {
	Platform Platform `json:"platform" doc:"eks: a Kubernetes cluster."`
	EKS      EKS      `json:"eks" doc:"The cluster, when platform is eks."`
}

// EKS is the Kubernetes cluster.
type EKS struct {
	Version           string   `json:"version" doc:"Kubernetes minor version. One in extended support costs 438 USD a month instead of 73." example:"1.34"`
	PublicAccessCIDRs []string `json:"publicAccessCidrs" doc:"Addresses that may reach the cluster's API over the internet. Empty: only from inside the VPC, so pulumi must run there." example:"203.0.113.7/32"`
	Admins            []string `json:"admins" doc:"IAM role or user ARNs that administer the cluster, besides whoever creates it." example:"arn:aws:iam::123456789012:role/deploy"`
	LogRetention      Duration `json:"logRetention" doc:"How long control-plane logs are kept."`
	Nodes             Nodes    `json:"nodes" doc:"The managed node group."`
}

// Nodes is the managed node group.
type Nodes struct {
	Type    string `json:"type" doc:"EC2 instance type." example:"t3.large"`
	Min     int    `json:"min" doc:"Fewest nodes."`
	Desired int    `json:"desired" doc:"Nodes at creation; later the cluster autoscaler decides. 0 means min."`
	Max     int    `json:"max" doc:"Most nodes. Above min, the cluster autoscaler is installed."`
	Disk    Bytes  `json:"disk" doc:"Encrypted gp3 root disk of each node." example:"50Gi"`
}

// Database is PostgreSQL on RDS.
type Database struct {
	Version           string            `json:"version" doc:"PostgreSQL major version." example:"16"`
	Class             string            `json:"class" doc:"RDS instance class." example:"db.r5.xlarge"`
	Storage           Bytes             `json:"storage" doc:"gp3 storage, 20 GB or more." example:"500GB"`
	MaxStorage        Bytes             `json:"maxStorage" doc:"Storage grows by itself up to this; 0 turns that off." example:"1TB"`
	IOPS              int               `json:"iops" doc:"gp3 IOPS: only from 400 GB on, 12000 to 64000. 0 means the baseline: 3000 below 400 GB, 12000 above."`
	MultiAZ           bool              `json:"multiAz" doc:"A standby in another zone: doubles the price, survives the loss of a zone."`
	Replicas          int               `json:"replicas" doc:"Read replicas, each in another zone where there is one. 0 to 5; they need backups."`
	ReplicaClass      string            `json:"replicaClass" doc:"Instance class of the replicas; empty means the primary's."`
	Backups           Duration          `json:"backups" doc:"How long automatic backups are kept, whole days up to 35d; 0 turns them off." example:"7d"`
	BackupWindow      string            `json:"backupWindow" doc:"Daily backup window, UTC." example:"02:00-03:00"`
	MaintenanceWindow string            `json:"maintenanceWindow" doc:"Weekly maintenance window, UTC; must not overlap the backup window." example:"sun:04:00-sun:05:00"`
	Name              string            `json:"name" doc:"Name of the first database; empty means the system's name."`
	User              string            `json:"user" doc:"The master user; not a reserved name such as postgres or admin."`
	Port              int               `json:"port" doc:"Port the database listens on."`
	Parameters        map[string]string `json:"parameters" doc:"PostgreSQL parameters in PostgreSQL's own units (8GB, 64MB, 30s, on); converted to what RDS takes." example:"shared_buffers: 8GB"`
	LogRetention      Duration          `json:"logRetention" doc:"How long exported PostgreSQL logs are kept."`
}

// Cache is Redis on ElastiCache.
type Cache struct {
	Version    string            `json:"version" doc:"Redis engine version." example:"7.1"`
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

// Bucket is an S3 bucket: always encrypted, private and TLS-only.
type Bucket struct {
	Role        BucketRole `json:"role" required:"true" doc:"backups (kept, moved to cold storage), static (served by the CDN) or logs (access logs, expired)."`
	Versioning  bool       `json:"versioning" doc:"Keep earlier versions of objects."`
	Expire      Duration   `json:"expire" doc:"Objects are deleted after this; 0 keeps them." example:"90d"`
	OldVersions Duration   `json:"oldVersions" doc:"Earlier versions are deleted after this." example:"30d"`
}

// Edge is what stands in front of the system.
type Edge struct {
	WAF       bool `json:"waf" doc:"Cloudflare's managed WAF rules: from the pro plan on."`
	RateLimit Rate `json:"rateLimit" doc:"Requests one client address may send; 0 turns the limit off." example:"100/s"`
	CDN       *CDN `json:"cdn" doc:"CloudFront for static assets. Leave out for none."`
}

// CDN is the CloudFront distribution of a bucket.
type CDN struct {
	Host   string `json:"host" required:"true" doc:"Host name that serves the assets, inside the domain." example:"static.stockindicator.com"`
	Bucket string `json:"bucket" required:"true" doc:"The bucket of role static that holds them." example:"static"`
}
