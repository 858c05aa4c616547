package workload

// Value is what a variable holds: a text, or what a home puts in the place of a
// reference. Exactly one of the fields is set, but for the port.
type Value struct {
	// Text is the value itself.
	Text string `yaml:"text,omitempty"`
	// Secret is the name of a secret of the system.
	Secret string `yaml:"secret,omitempty"`
	// Store is a data store, whose connection URL it is; a secret.
	Store Store `yaml:"store,omitempty"`
	// Bucket is the stack file's name of a bucket, whose physical name it is.
	Bucket string `yaml:"bucket,omitempty"`
	// Workload is the name of one, whose address it is, as http://host:port.
	Workload string `yaml:"workload,omitempty"`
	// Port is the one that the workload listens on.
	Port int `yaml:"port,omitempty"`
}

// IsSecret tells whether nobody may see the value.
func (v Value) IsSecret() bool { return v.Secret != "" || v.Store != "" }

// Store is a data store of the system.
type Store string

// The data stores, by the names that stack files use.
const (
	Database Store = "database"
	// DatabaseRead is the database to read only, at a replica where there is one.
	DatabaseRead Store = "database.read"
	Cache        Store = "cache"
)

// Reach is one thing that a program may connect to. Exactly one of the fields is set,
// but for the port.
type Reach struct {
	Store    Store  `yaml:"store,omitempty"`
	Bucket   string `yaml:"bucket,omitempty"`
	Workload string `yaml:"workload,omitempty"`
	// Port is the one that the workload listens on.
	Port int `yaml:"port,omitempty"`
	// Internet is port 443 of all public addresses.
	Internet bool `yaml:"internet,omitempty"`
}

// Right is what a program may do in the cloud: list, read and write a bucket's objects,
// and not delete them.
type Right struct {
	Bucket string `yaml:"bucket"`
}
