package spec

// NAT is how private subnets reach the internet.
type NAT string

// The NAT layouts, cheapest first.
const (
	NATNone    NAT = "none"
	NATSingle  NAT = "single"
	NATPerZone NAT = "perZone"
)

// Values are the NAT layouts.
func (NAT) Values() []string {
	return []string{string(NATNone), string(NATSingle), string(NATPerZone)}
}

// Network is the VPC.
type Network struct {
	CIDR               string   `json:"cidr" doc:"The VPC's addresses, /16 to /21 (to /22 with explicit subnets). Must not overlap networks it will be peered with." example:"10.30.0.0/16"`
	Zones              []string `json:"zones" doc:"Two or three availability zone ids (not names: a name means another place in each account)." example:"use1-az1" also:"use1-az4"`
	NAT                NAT      `json:"nat" doc:"none, single (one gateway for all zones) or perZone (survives the loss of a zone). Each gateway costs about 33 USD a month plus traffic."`
	InterfaceEndpoints bool     `json:"interfaceEndpoints" doc:"Private endpoints for the AWS services in use: about 7 USD a month per service and zone."`
	FlowLogs           Duration `json:"flowLogs" doc:"How long VPC flow logs are kept; 0 turns them off."`
	Subnets            *Subnets `json:"subnets" doc:"Explicit subnet addresses, one per zone and tier, instead of the computed plan."`
}

// Subnets are explicit subnet addresses: one per zone, in the order of zones.
type Subnets struct {
	Public  []string `json:"public" required:"true" doc:"Public subnets: load balancer and NAT gateways." example:"10.0.101.0/24"`
	Private []string `json:"private" required:"true" doc:"Private subnets: nodes and tasks." example:"10.0.1.0/24"`
	Data    []string `json:"data" doc:"Data subnets without a route to the internet. Left out: the data stores use the private ones." example:"10.0.201.0/24"`
}

// Platform is what the services run on.
type Platform string

// The platforms.
const (
	PlatformEKS Platform = "eks"
)

// Values are the platforms.
func (Platform) Values() []string { return []string{string(PlatformEKS)} }

// Compute is where the services run.
type Compute struct {
	Platform Platform `json:"platform" doc:"eks: a Kubernetes cluster."`
	EKS      EKS      `json:"eks" doc:"The cluster, when platform is eks."`
	// ImageCache is nil where images come from where they are.
	ImageCache *ImageCache `json:"imageCache" doc:"A pull-through cache in ECR for the images of public registries (Docker Hub, public.ecr.aws, registry.k8s.io, quay.io) that pods run. Leave out to pull them from there; {} caches what needs no login. Switching it rolls the pods that it is for."`
}

// ImageCache is how the cache signs in at Docker Hub; without, only the official images
// (docker.io/library/...) of Docker Hub's are cached, from where AWS has them too.
type ImageCache struct {
	DockerHub string `json:"dockerHub" doc:"The ARN of a secret in Secrets Manager, in the stack's region, whose name begins with ecr-pullthroughcache/ and which holds the username and an accessToken of a user at Docker Hub: as whom the cache fetches images. One does for all stacks of an account." example:"arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf"`
}

// EKS is the Kubernetes cluster.
type EKS struct {
	Version           string   `json:"version" doc:"Kubernetes minor version, in quotes. One in extended support costs 438 USD a month instead of 73 and is refused." example:"1.36"`
	PublicAccessCIDRs []string `json:"publicAccessCidrs" doc:"Addresses that may reach the cluster's API over the internet. From elsewhere it answers only those whom privateAccessFrom names." example:"203.0.113.7/32"`
	PrivateAccessFrom []string `json:"privateAccessFrom" doc:"Who may reach the cluster's API from inside, besides nodes and pods: vpc (every address of the network), a range of a peered network or a VPN, or the security group of machines in the network (sg-...), such as those that deploy." example:"10.99.0.0/16" also:"vpc"`
	Admins            []string `json:"admins" doc:"IAM role or user ARNs that administer the cluster, besides whoever creates it." example:"arn:aws:iam::123456789012:role/deploy"`
	Viewers           []string `json:"viewers" doc:"IAM role or user ARNs that may see everything in the cluster, secrets too, and change nothing: for previews and drift." example:"arn:aws:iam::123456789012:role/groundwork-account-preview"`
	LogRetention      Duration `json:"logRetention" doc:"How long control-plane logs are kept."`
	Namespace         string   `json:"namespace" doc:"The system's namespace; empty means the system's name and the environment." example:"screener"`
	Nodes             Nodes    `json:"nodes" doc:"The managed node group."`
}

// NodeGroups is how nodes are grouped.
type NodeGroups string

// The ways to group nodes.
const (
	// GroupsSingle is one group over all zones.
	GroupsSingle NodeGroups = "single"
	// GroupsPerZone is one group in each zone.
	GroupsPerZone NodeGroups = "perZone"
)

// Values are the ways to group nodes.
func (NodeGroups) Values() []string { return []string{string(GroupsSingle), string(GroupsPerZone)} }

// Nodes are the cluster's nodes, in one managed node group or in several.
type Nodes struct {
	Type    string     `json:"type" doc:"EC2 instance type; one with a Graviton processor (t4g, m7g) needs images for arm64." example:"t3.large" also:"t3.xlarge"`
	Min     int        `json:"min" doc:"Fewest nodes."`
	Desired int        `json:"desired" doc:"Nodes at creation; later the cluster autoscaler decides. 0 means min."`
	Max     int        `json:"max" doc:"Most nodes. Above min, the cluster autoscaler is installed."`
	Groups  NodeGroups `json:"groups" doc:"single (one group of nodes over all zones) or perZone (one in each, with its share of min, desired and max, so that the autoscaler can bring a node to the zone of a volume). Empty: perZone where the database or the cache runs in the cluster, else single. Another value makes new nodes, and then the old ones are drained." example:"perZone" also:"single"`
	Image   string     `json:"image" doc:"Release of EKS's node image. Empty: the newest when the nodes are made or their version changes, and that one until then; another one is how nodes are patched in between. aws ssm get-parameter --name /aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/release_version tells the newest." example:"1.36.0-20261110" also:"1.36.4-20261110"`
	Disk    Bytes      `json:"disk" doc:"Encrypted gp3 root disk of each node." example:"50Gi"`
}
