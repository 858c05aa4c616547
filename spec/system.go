// Package spec is what a stack file may say: the types, their defaults by
// environment, and the loading and validation of `groundwork:*` configuration.
// It is the sole reader of stack configuration.
//
// What Load and LoadFile return is complete: defaults are filled in, derived
// values too (derive.go), and every rule of validate_*.go holds.
package spec

import "time"

// Environment is one of the three environments every system has.
type Environment string

// The environments. Their defaults are in defaults.go.
const (
	Dev     Environment = "dev"
	Staging Environment = "staging"
	Prod    Environment = "prod"
)

// Values are the environments.
func (Environment) Values() []string {
	return []string{string(Dev), string(Staging), string(Prod)}
}

// System is a web system in one environment, as its stack file describes it.
// Every field below is a key `groundwork:<key>` of Pulumi.<stack>.yaml.
type System struct {
	// Name is the Pulumi project's name; it is not read from the configuration.
	Name string `json:"-"`
	// Stack is the Pulumi stack's name, which begins every physical name beside the
	// system's; it is not read from the configuration.
	Stack string `json:"-"`
	// Region is `aws:region`; it is not a key of its own.
	Region string `json:"-"`
	// read is the day the stack file was read on: which versions are old
	// depends on it.
	read time.Time

	Environment    Environment         `json:"environment" doc:"dev, staging or prod: chooses the defaults of everything below; everything is named by the stack. May be left out when the stack's name is one of the three."`
	Protection     bool                `json:"protection" doc:"Deletion protection of what holds data (the data stores wherever they live, buckets, generated keys, the cluster and its key) and of the load balancer. While it is on, a destroy refuses."`
	Unprotect      []string            `json:"unprotect" doc:"What is not protected all the same, by its key: for an update of its own before the one that removes or replaces it. One of database, cache, cluster, network, loadBalancer, repositories, or buckets.NAME, generatedSecrets.NAME." example:"database"`
	StartWorkloads bool                `json:"startWorkloads" doc:"false provisions everything but the workloads: for the first up of an account, before any image was pushed."`
	Domain         Domain              `json:"domain" doc:"The system's domain and its Cloudflare zone."`
	Network        Network             `json:"network" doc:"The VPC: addresses, zones, ways out."`
	Compute        Compute             `json:"compute" doc:"Where the services run."`
	Database       *Database           `json:"database" doc:"PostgreSQL, on RDS or in the cluster. Leave out for a system without one; {} takes all its defaults."`
	Cache          *Cache              `json:"cache" doc:"Redis, on ElastiCache or in the cluster. Leave out for a system without one; {} takes all its defaults."`
	Ingress        Ingress             `json:"ingress" doc:"How requests come to the web services."`
	Buckets        map[string]*Bucket  `json:"buckets" doc:"S3 buckets by short name."`
	Edge           Edge                `json:"edge" doc:"What Cloudflare and CloudFront do in front of the system."`
	Services       map[string]*Service `json:"services" doc:"The long-running programs, by name."`
	Jobs           map[string]*Job     `json:"jobs" doc:"The programs that run to an end, by name."`
	Repositories   []string            `json:"repositories" doc:"ECR repositories besides those that the images of services and jobs need: for images that are pushed before a service of theirs is added." example:"admin"`
	Secrets        map[string]Secret   `json:"secrets" doc:"Secret values by name, each set with pulumi config set --secret --path; services and jobs name those they need."`
	Generated      []string            `json:"generatedSecrets" doc:"Names of secrets that are made once and kept: 32 random bytes each, in URL-safe base64. For keys with which a program signs or encrypts; services and jobs name those they need as they name the others." example:"SESSION_KEY"`
	Boundary       string              `json:"permissionsBoundary" doc:"Name of the IAM policy of this account that bounds every role the stack makes. Where the bootstrap's deploy roles bring the stack up, it is required: they make no role without it." example:"groundwork-account-workload-prod"`
	Tags           map[string]string   `json:"tags" doc:"Tags on every resource, besides Name, System, Environment and ManagedBy." example:"team: markets"`
}

// Secret is a value that must be stored encrypted in the stack file. Printing
// one shows no value; convert it to a string for its value. LoadFile, which has
// no key to decrypt with, leaves it empty.
type Secret string

// String hides the value.
func (Secret) String() string { return hidden }

// GoString hides the value from %#v.
func (Secret) GoString() string { return hidden }

// MarshalText hides the value from encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Plan is a Cloudflare plan; it decides how many rules a zone may hold.
type Plan string

// The Cloudflare plans.
const (
	PlanFree       Plan = "free"
	PlanPro        Plan = "pro"
	PlanBusiness   Plan = "business"
	PlanEnterprise Plan = "enterprise"
)

// Values are the plans.
func (Plan) Values() []string {
	return []string{string(PlanFree), string(PlanPro), string(PlanBusiness), string(PlanEnterprise)}
}

// Domain is the system's domain name and the Cloudflare zone that serves it.
type Domain struct {
	Name                string `json:"name" required:"true" doc:"The zone's name." example:"stockindicator.com"`
	ZoneID              string `json:"zoneId" required:"true" doc:"The zone's id: 32 hex digits, on the zone's overview page at Cloudflare." example:"0da42c8d2132a9ddaf714f9e7c920711"`
	Plan                Plan   `json:"plan" doc:"The zone's Cloudflare plan: it limits the rules the edge may hold."`
	ManageZone          bool   `json:"manageZone" doc:"This environment sets what the zone has only once: its TLS settings, WAF and rate limit. Of the environments that share a zone, exactly one may."`
	AdvancedCertificate bool   `json:"advancedCertificate" doc:"The zone has an advanced certificate for hosts more than one label below it (a.b.example.com); Universal SSL covers only one."`
}

// Edge is what stands in front of the system.
type Edge struct {
	WAF       bool `json:"waf" doc:"Cloudflare's managed WAF rules: from the pro plan on, and only where domain.manageZone is true."`
	RateLimit Rate `json:"rateLimit" doc:"Requests one client address may send; 0 turns the limit off. Only where domain.manageZone is true." example:"100/s"`
	CDN       *CDN `json:"cdn" doc:"CloudFront for static assets. Leave out for none."`
}

// CDN is the CloudFront distribution of a bucket.
type CDN struct {
	Host   string `json:"host" required:"true" doc:"Host name that serves the assets, inside the domain." example:"static.stockindicator.com" also:"assets.stockindicator.com"`
	Bucket string `json:"bucket" required:"true" doc:"The bucket of role static that holds them." example:"static" also:"assets"`
}
