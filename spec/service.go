package spec

import "strings"

// ServiceKind is how a service is rolled out and reached.
type ServiceKind string

// The service kinds.
const (
	// KindWeb answers HTTP and rolls without a gap.
	KindWeb ServiceKind = "web"
	// KindWorker takes work from a queue and stops gracefully.
	KindWorker ServiceKind = "worker"
	// KindSingleton must never run twice at once, such as what starts the work of
	// others by the clock: the old one is gone before the new one starts.
	KindSingleton ServiceKind = "singleton"
)

// Values are the service kinds.
func (ServiceKind) Values() []string {
	return []string{string(KindWeb), string(KindWorker), string(KindSingleton)}
}

// Service is one long-running program.
type Service struct {
	Kind      ServiceKind       `json:"kind" required:"true" example:"worker" doc:"web (answers HTTP, rolls without a gap), worker (takes work from a queue, stops gracefully) or singleton (never two at once, not even during a rollout)."`
	Formerly  string            `json:"formerly" doc:"The name a web service had before it was renamed: what the load balancer has of it is kept, and requests are answered all the time. Leave it out again once every environment has the new name." example:"backend"`
	Image     string            `json:"image" doc:"Image repository: a name (an ECR repository of this system) or a full reference such as docker.io/library/nginx. Empty means the service's own name."`
	Tag       string            `json:"tag" doc:"Image tag; never latest. A web service under blue-green delivery has release instead." example:"1.4.2"`
	Release   *Release          `json:"release" doc:"Blue-green delivery: which version runs in which colour, and the share of traffic green gets."`
	Command   []string          `json:"command" doc:"Command and arguments instead of the image's own." example:"celery"`
	Port      int               `json:"port" doc:"Port a web service listens on, 1024 or above: containers do not run as root. It has to keep idle connections for longer than the 60s of the load balancer (docs/own-system.md), or some requests get a 502." example:"8000"`
	Host      string            `json:"host" doc:"Host name a web service answers on, inside the domain." example:"api.stockindicator.com"`
	Path      string            `json:"path" doc:"Path prefix a web service answers on; empty means /." example:"/api"`
	CPU       CPU               `json:"cpu" required:"true" doc:"CPU each replica asks for." example:"500m"`
	Memory    Bytes             `json:"memory" required:"true" doc:"Memory each replica asks for." example:"512Mi"`
	CPULimit  CPU               `json:"cpuLimit" doc:"Most CPU a replica may use; 0 means no limit." example:"2000m"`
	MemLimit  Bytes             `json:"memoryLimit" doc:"Most memory a replica may use; 0 means what it asks for." example:"2Gi"`
	Replicas  int               `json:"replicas" doc:"Replicas without autoscaling, and at the start with it. Left out: autoscale.min, or 1."`
	Autoscale *Autoscale        `json:"autoscale" doc:"Scale between two numbers of replicas. Leave out for a fixed number."`
	Startup   *Probe            `json:"startup" doc:"Holds the other probes back until it succeeded once; restarts a replica that never does. failures is 30 here."`
	Liveness  *Probe            `json:"liveness" doc:"Restarts a replica that fails it."`
	Readiness *Probe            `json:"readiness" doc:"Takes a replica out of the load balancer while it fails it. Required for web."`
	Grace     Duration          `json:"grace" doc:"Time a replica gets to finish what it has begun after it was told to stop; 0 means 30s. A web service stops only after the load balancer let go of it."`
	Writable  []string          `json:"writable" doc:"Folders besides /tmp that it may write to: empty at the start, gone with the replica. Everything else is read-only." example:"/var/cache/nginx"`
	RateLimit Rate              `json:"rateLimit" doc:"Requests per second and client address, with groundwork:ingress.kind: nginx only; through the AWS load balancer groundwork:edge.rateLimit does it." example:"100/s"`
	Token     bool              `json:"kubernetesToken" doc:"Mounts the service account's token, for programs that speak with the Kubernetes API."`
	Uses      []string          `json:"uses" doc:"What it talks to: database, database.read (to read only, at a replica where there is one), cache, internet, a bucket's name or another service's name. Opens exactly those ways and sets DATABASE_URL, DATABASE_READ_URL, REDIS_URL, <BUCKET>_BUCKET and <SERVICE>_URL." example:"database"`
	Env       map[string]string `json:"env" doc:"Plain environment variables. No secrets here." example:"LOG_LEVEL: info"`
	Secrets   []string          `json:"secrets" doc:"Names under groundwork:secrets that it gets as environment variables." example:"JWT_SECRET_KEY"`
}

// Foreign tells whether an image comes from somebody else's registry: its name has a
// path.
func Foreign(image string) bool { return strings.Contains(image, "/") }

// Release is blue-green delivery. A colour with a tag runs; the other one is
// absent.
type Release struct {
	Blue        string `json:"blue" doc:"Tag that runs in blue." example:"1.4.2"`
	Green       string `json:"green" doc:"Tag that runs in green." example:"1.5.0"`
	GreenWeight int    `json:"greenWeight" doc:"Per cent of requests that green answers: 0, then 10, 50, 100."`
}

// Autoscale is how many replicas run. On CPU and memory alone it is a
// HorizontalPodAutoscaler of Kubernetes'; with requestsPerMinute or queue it is
// KEDA's, on all of them.
type Autoscale struct {
	Min    int      `json:"min" required:"true" doc:"Fewest replicas."`
	Max    int      `json:"max" required:"true" doc:"Most replicas."`
	CPU    int      `json:"cpu" doc:"Scale up above this per cent of the CPU asked for; 0 ignores CPU."`
	Memory int      `json:"memory" doc:"Scale up above this per cent of the memory asked for; 0 ignores memory."`
	Calm   Duration `json:"calm" doc:"Scale down only after the load was low for this long." example:"10m"`

	RequestsPerMinute int    `json:"requestsPerMinute" doc:"Requests a minute that each replica takes, as the load balancer counts them: above it there is one more. It is per replica: 500 with 5 replicas is 2,500 together. 0 ignores them. Web services only." example:"500"`
	Queue             *Queue `json:"queue" doc:"Scale up by what waits in a list of the cache."`
}

// Events tells whether it scales by what Kubernetes itself does not measure.
func (a *Autoscale) Events() bool { return a != nil && (a.RequestsPerMinute > 0 || a.Queue != nil) }

// Queue is a Redis list that is worked off.
type Queue struct {
	List   string `json:"list" required:"true" doc:"The list's name in Redis: celery is Celery's own." example:"celery" also:"reports"`
	Length int    `json:"length" doc:"Scale up above this many waiting entries for each replica." example:"100"`
}

// Probe is a health check: a request, or a command inside the container.
type Probe struct {
	Path     string   `json:"path" doc:"Path on the service's port that answers 200 when healthy." example:"/health"`
	Command  []string `json:"command" doc:"Command that ends with 0 when healthy, for what has no port." example:"celery"`
	Delay    Duration `json:"delay" doc:"Wait before the first check."`
	Period   Duration `json:"period" doc:"Time between checks."`
	Timeout  Duration `json:"timeout" doc:"A check that takes longer failed; 0 means 5s, or the period where that is shorter."`
	Failures int      `json:"failures" doc:"Failed checks in a row that count as one failure; 0 means 3."`
}

// JobKind is when a job runs.
type JobKind string

// The job kinds.
const (
	// JobScheduled runs on a cron schedule.
	JobScheduled JobKind = "scheduled"
	// JobBeforeRelease runs once for each image and content, before any service
	// runs them.
	JobBeforeRelease JobKind = "beforeRelease"
)

// Values are the job kinds.
func (JobKind) Values() []string {
	return []string{string(JobScheduled), string(JobBeforeRelease)}
}

// Job is a program that runs to an end.
type Job struct {
	Kind     JobKind           `json:"kind" doc:"scheduled (on a cron schedule) or beforeRelease (once for each image and content, to its end, before a service gets them: migrations)."`
	Schedule string            `json:"schedule" doc:"Cron schedule in five fields, UTC. Required for scheduled." example:"0 2 * * *"`
	Image    string            `json:"image" doc:"Image repository: a name (an ECR repository of this system) or a full reference. Empty means the job's own name."`
	Tag      string            `json:"tag" required:"true" doc:"Image tag; never latest." example:"1.4.2"`
	Command  []string          `json:"command" doc:"Command and arguments instead of the image's own." example:"python"`
	CPU      CPU               `json:"cpu" doc:"CPU it asks for."`
	Memory   Bytes             `json:"memory" doc:"Memory it asks for and may use."`
	Timeout  Duration          `json:"timeout" doc:"Stopped and failed after this."`
	Writable []string          `json:"writable" doc:"As for a service." example:"/var/lib/reports"`
	Uses     []string          `json:"uses" doc:"As for a service." example:"database"`
	Env      map[string]string `json:"env" doc:"As for a service." example:"LOG_LEVEL: info"`
	Secrets  []string          `json:"secrets" doc:"As for a service." example:"JWT_SECRET_KEY"`
}
