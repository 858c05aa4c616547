package kubepostgres

import "groundwork/internal/problem"

// smallestMemory is what the server takes before any data.
const smallestMemory = 64 << 20

// validate returns every problem of the arguments in one error.
func (a Args) validate() error {
	problems := problem.List{About: "kubepostgres: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(a.Namespace != "", "namespace is required")
	problems.Require(a.Database != "" && a.User != "", "database and user are required")
	problems.Require(a.Port >= 1024 && a.Port <= 65535, "port %d must be from 1024 to 65535", a.Port)
	problems.Require(a.CPURequest > 0 && a.CPULimit >= a.CPURequest, "cpu request %dm must be positive and at most the limit, %dm", a.CPURequest, a.CPULimit)
	problems.Require(a.MemoryRequest >= smallestMemory && a.MemoryLimit >= a.MemoryRequest, "memory request %d must be 64Mi or more and at most the limit, %d", a.MemoryRequest, a.MemoryLimit)
	problems.Require(a.StorageClass != "" && a.Storage > 0, "a storage class and a size are required")
	problems.Require(a.Dumps.Schedule != "" && a.Dumps.Bucket != "" && a.Dumps.StorageClass != "", "dumps need a schedule, a bucket and a storage class")
	return problems.Err()
}
