package spec

// storeSize is what a data store in the cluster asks for when the stack file
// does not say.
type storeSize struct {
	cpu     CPU
	memory  Bytes
	storage Bytes
}

// The sizes by environment. Production's database has the figures of Screener's
// document.
var (
	databaseSizes = map[Environment]storeSize{
		Dev:     {cpu: 250, memory: 512 * Mi},
		Staging: {cpu: 500, memory: Gi},
		Prod:    {cpu: 1000, memory: 2 * Gi},
	}
	cacheSizes = map[Environment]storeSize{
		Dev:     {cpu: 100, memory: 128 * Mi, storage: 5 * Gi},
		Staging: {cpu: 100, memory: 128 * Mi, storage: 5 * Gi},
		Prod:    {cpu: 250, memory: 512 * Mi, storage: 10 * Gi},
	}
)

// dumpSchedule is every night at two.
const dumpSchedule = "0 2 * * *"

// deriveStores fills in what data stores in the cluster ask for.
func deriveStores(sys *System) {
	if database := sys.Database; database != nil && database.RunsOn == DatabaseCluster {
		size := databaseSizes[sys.Environment]
		setZero(&database.CPU, size.cpu)
		setZero(&database.Memory, size.memory)
		setZero(&database.CPULimit, 2*database.CPU)
		setZero(&database.MemLimit, 2*database.Memory)
		setEmpty(&database.Dumps.Schedule, dumpSchedule)
		if buckets := bucketsOf(sys, RoleBackups); len(buckets) == 1 {
			setEmpty(&database.Dumps.Bucket, buckets[0])
		}
	}
	if cache := sys.Cache; cache != nil && cache.RunsOn == CacheCluster {
		size := cacheSizes[sys.Environment]
		setZero(&cache.CPU, size.cpu)
		setZero(&cache.Memory, size.memory)
		setZero(&cache.Storage, size.storage)
	}
}

// keepsVolumes tells whether a data store runs in the cluster: on a volume, which
// stays in its zone.
func (s *System) keepsVolumes() bool {
	return s.Database != nil && s.Database.RunsOn == DatabaseCluster || s.Cache != nil && s.Cache.RunsOn == CacheCluster
}

// bucketsOf are the names of the buckets of a role.
func bucketsOf(sys *System, role BucketRole) []string {
	var names []string
	for _, name := range sorted(sys.Buckets) {
		if sys.Buckets[name].Role == role {
			names = append(names, name)
		}
	}
	return names
}

func setZero[T CPU | Bytes](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}
