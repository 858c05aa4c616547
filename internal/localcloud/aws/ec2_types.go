package aws

import "strings"

// machine is what an instance type has.
type machine struct {
	name   string
	cpus   int
	memory int // MiB
	arch   string
}

// machineFamilies are the general instance families with the sizes that they
// come in, the memory for each processor in MiB, and the architecture:
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
var machineFamilies = []struct {
	family, arch string
	perCPU       int
	sizes        string
}{
	{"c5", "x86_64", 2048, "large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge"},
	{"c6i", "x86_64", 2048, serverSizes},
	{"c6a", "x86_64", 2048, serverSizes},
	{"c7i", "x86_64", 2048, serverSizes},
	{"c6g", "arm64", 2048, gravitonSizes},
	{"c7g", "arm64", 2048, gravitonSizes},
	{"m5", "x86_64", 4096, "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"},
	{"m5a", "x86_64", 4096, "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"},
	{"m6i", "x86_64", 4096, serverSizes},
	{"m6a", "x86_64", 4096, serverSizes},
	{"m7i", "x86_64", 4096, serverSizes},
	{"m6g", "arm64", 4096, gravitonSizes},
	{"m7g", "arm64", 4096, gravitonSizes},
	{"r5", "x86_64", 8192, "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"},
	{"r6i", "x86_64", 8192, serverSizes},
	{"r7i", "x86_64", 8192, serverSizes},
	{"r6g", "arm64", 8192, gravitonSizes},
	{"r7g", "arm64", 8192, gravitonSizes},
}

const (
	serverSizes   = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"
	gravitonSizes = "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"
)

// burstable are the T families, whose memory follows the size alone:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html
var burstable = []struct {
	size         string
	cpus, memory int
}{
	{"nano", 2, 512},
	{"micro", 2, 1024},
	{"small", 2, 2048},
	{"medium", 2, 4096},
	{"large", 2, 8192},
	{"xlarge", 4, 16384},
	{"2xlarge", 8, 32768},
}

var sizeCPUs = map[string]int{
	"medium": 1, "large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "9xlarge": 36,
	"12xlarge": 48, "16xlarge": 64, "18xlarge": 72, "24xlarge": 96,
}

var machines = func() map[string]machine {
	all := map[string]machine{}
	add := func(m machine) { all[m.name] = m }
	for family, arch := range map[string]string{"t2": "x86_64", "t3": "x86_64", "t3a": "x86_64", "t4g": "arm64"} {
		for _, b := range burstable {
			cpus := b.cpus
			if family == "t2" && b.memory < 4096 {
				cpus = 1
			}
			add(machine{family + "." + b.size, cpus, b.memory, arch})
		}
	}
	for _, f := range machineFamilies {
		for _, size := range strings.Fields(f.sizes) {
			add(machine{f.family + "." + size, sizeCPUs[size], sizeCPUs[size] * f.perCPU, f.arch})
		}
	}
	return all
}()

// archOf is an instance type's architecture, "" where it is not known.
func archOf(name string) string {
	if m, ok := machines[name]; ok {
		return m.arch
	}
	return ""
}

// typeLooksRight tells the name of some instance type from anything else: the
// table has not every family.
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
func typeLooksRight(name string) bool {
	family, size, ok := strings.Cut(name, ".")
	return ok && family != "" && (sizeCPUs[size] > 0 || strings.HasPrefix(size, "metal") || strings.HasSuffix(size, "xlarge") ||
		size == "nano" || size == "micro" || size == "small")
}
