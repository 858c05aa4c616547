// Package workload is what a system runs, as every home runs it: decided in plain Go
// from the stack file alone, before it is known whether Kubernetes, ECS or a Docker host
// does. A home renders the list, and reads nothing else of services and jobs.
//
// What only the cloud knows stands in it as a reference: the address of a data store, a
// bucket's physical name, a secret's value.
package workload

import "time"

// Kind is how a program runs, and how another version of it takes over.
type Kind string

// The kinds, in the order in which a release starts them: docs/decisions/0018.
const (
	// BeforeRelease runs once for each image and content, to its end, before a service
	// gets them.
	BeforeRelease Kind = "beforeRelease"
	// Web answers requests, and another version takes over without a gap.
	Web Kind = "web"
	// Singleton never runs twice at once.
	Singleton Kind = "singleton"
	// Worker takes work from a queue, and finishes what it has begun.
	Worker Kind = "worker"
	// Scheduled runs to its end, by the clock.
	Scheduled Kind = "scheduled"
)

// Workload is one program of a system. All of it is known when a change is planned.
type Workload struct {
	// Name is its name in the system, and the one that others call it by.
	Name string `yaml:"name"`
	Kind Kind   `yaml:"kind"`
	// Versions are what runs of it: one without a colour, or one or two with.
	Versions []Version `yaml:"versions"`
	// Live is the colour that callers inside the system reach; empty without colours.
	Live Colour `yaml:"live,omitempty"`
	// Command replaces the image's command and arguments. Empty keeps them.
	Command []string `yaml:"command,omitempty"`
	// Port is the TCP port it listens on; 0 for none.
	Port int `yaml:"port,omitempty"`
	// Route is how people reach it; nil for what they don't.
	Route *Route `yaml:"route,omitempty"`
	Size  Size   `yaml:"size"`
	// Scale is how many run; nil for what runs to its end.
	Scale *Scale `yaml:"scale,omitempty"`
	// Run is how it runs to its end; nil for what goes on.
	Run    *Run   `yaml:"run,omitempty"`
	Health Health `yaml:"health,omitempty"`
	// Grace is how long it gets to finish what it has begun after it was told to stop;
	// 0 is 30 s.
	Grace time.Duration `yaml:"grace,omitempty"`
	// Writable are folders besides /tmp that it may write to; all else is read-only.
	Writable []string `yaml:"writable,omitempty"`
	// KubernetesToken lets it speak with the Kubernetes API, where there is one.
	KubernetesToken bool `yaml:"kubernetesToken,omitempty"`
	// Variables are its environment variables, by name.
	Variables map[string]Value `yaml:"variables,omitempty"`
	// Reaches are what it may connect to, in the order of the stack file; nothing else.
	Reaches []Reach `yaml:"reaches,omitempty"`
	// Callers are the workloads that may connect to it, sorted.
	Callers []string `yaml:"callers,omitempty"`
	// Rights are what it may do in the cloud, in the order of the stack file.
	Rights []Right `yaml:"rights,omitempty"`
}

// Colour tells the two versions of a blue-green pair apart.
type Colour string

// The colours.
const (
	Blue  Colour = "blue"
	Green Colour = "green"
)

// Version is one version of a program.
type Version struct {
	// Colour is empty for the only version.
	Colour Colour `yaml:"colour,omitempty"`
	Image  Image  `yaml:"image"`
	// Weight is the share of the requests that it answers, in per cent.
	Weight int `yaml:"weight,omitempty"`
}

// Image is a container image by its tag.
type Image struct {
	// Name is a repository of the system's own, or a full reference without the tag.
	Name string `yaml:"name"`
	Tag  string `yaml:"tag"`
}

// Route is the way from people's requests to a program.
type Route struct {
	// Host and Path are what it answers on; Path is "/" or a prefix.
	Host string `yaml:"host"`
	Path string `yaml:"path"`
	// HealthPath answers 200 when it is to get requests.
	HealthPath string `yaml:"healthPath"`
	// Formerly is the name it had before; empty for none.
	Formerly string `yaml:"formerly,omitempty"`
	// RequestsPerSecond is the most that one client may send; 0 for no limit.
	RequestsPerSecond int `yaml:"requestsPerSecond,omitempty"`
}

// Size is what each replica gets: CPU in thousandths of a processor, memory in bytes.
// The limits are the most it may use; 0 is none for the CPU, and Memory for the memory.
type Size struct {
	CPU         int   `yaml:"cpu"`
	CPULimit    int   `yaml:"cpuLimit,omitempty"`
	Memory      int64 `yaml:"memory"`
	MemoryLimit int64 `yaml:"memoryLimit,omitempty"`
}

// Scale is how many replicas of each version run: Replicas, or between Min and Max.
type Scale struct {
	Replicas int `yaml:"replicas"`
	// Max is 0 where the number is fixed.
	Min int `yaml:"min,omitempty"`
	Max int `yaml:"max,omitempty"`
	// One more runs above these: per cent of what a replica asks for, requests a minute
	// for each replica. 0 is not looked at.
	CPUPercent        int `yaml:"cpuPercent,omitempty"`
	MemoryPercent     int `yaml:"memoryPercent,omitempty"`
	RequestsPerMinute int `yaml:"requestsPerMinute,omitempty"`
	// Queue is a list in the cache; nil for none.
	Queue *Queue `yaml:"queue,omitempty"`
	// Calm is how long the load must be low before one fewer runs.
	Calm time.Duration `yaml:"calm,omitempty"`
}

// Queue is a Redis list that is worked off: one more runs above Length entries for each
// replica.
type Queue struct {
	List   string `yaml:"list"`
	Length int    `yaml:"length"`
}

// Run is one run of what runs to its end.
type Run struct {
	// Schedule is a cron schedule in five fields, UTC; empty for BeforeRelease.
	Schedule string        `yaml:"schedule,omitempty"`
	Timeout  time.Duration `yaml:"timeout"`
	// Retries is how often a run that failed is tried again.
	Retries int `yaml:"retries"`
}

// Health is how it tells that it works; nil is no such check.
type Health struct {
	// Startup holds the others back until it succeeded once, Liveness restarts a
	// replica, Readiness takes it out of service.
	Startup   *Check `yaml:"startup,omitempty"`
	Liveness  *Check `yaml:"liveness,omitempty"`
	Readiness *Check `yaml:"readiness,omitempty"`
}

// Check is a request to Path on the port, or a command inside the container.
type Check struct {
	Path     string        `yaml:"path,omitempty"`
	Command  []string      `yaml:"command,omitempty"`
	Delay    time.Duration `yaml:"delay,omitempty"`
	Period   time.Duration `yaml:"period"`
	Timeout  time.Duration `yaml:"timeout"`
	Failures int           `yaml:"failures"`
}
