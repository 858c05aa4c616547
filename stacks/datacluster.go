package stacks

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/kubepostgres"
	"groundwork/components/kuberedis"
	"groundwork/components/kubestorage"
	"groundwork/internal/podspec"
	"groundwork/spec"
	"groundwork/workload"
)

const (
	// fastSSD is the class of the data stores' volumes, under the name that
	// Screener's document gives it.
	fastSSD = "fast-ssd"
	// passing is the class of volumes that go with their pod: the cluster's
	// default.
	passing = "gp3"
)

// hasClusterDatabase and hasClusterCache tell whether a data store runs in the
// cluster.
func (d *deployment) hasClusterDatabase() bool {
	return d.system.Database != nil && d.system.Database.RunsOn == spec.DatabaseCluster
}

func (d *deployment) hasClusterCache() bool {
	return d.system.Cache != nil && d.system.Cache.RunsOn == spec.CacheCluster
}

// makeStorageClass makes the class of the data stores' volumes. Where data is
// kept, a volume outlives its claim, as a final snapshot does.
func (d *deployment) makeStorageClass() (err error) {
	if !d.hasClusterDatabase() && !d.hasClusterCache() {
		return nil
	}
	d.volumes, err = kubestorage.New(d.ctx, "volumes", kubestorage.Args{Names: d.names, Class: fastSSD, Keep: d.keepsData()}, d.inCluster()...)
	return err
}

// onVolumes is the options of what lives on volumes in the namespace, as a
// service account that may have a role.
func (d *deployment) onVolumes(account string) []pulumi.ResourceOption {
	return append(d.inNamespace(), pulumi.DependsOn(slices.Concat(d.podRole(account), d.volumes.Ready, d.imagesReady())))
}

func (d *deployment) makeKubePostgres(database spec.Database) error {
	made, err := kubepostgres.New(d.ctx, "database", kubepostgres.Args{
		Names:         d.names,
		Pulled:        d.pulled(),
		Namespace:     d.namespace.Name,
		Database:      database.Name,
		User:          database.User,
		Port:          database.Port,
		CPURequest:    int(database.CPU),
		CPULimit:      int(database.CPULimit),
		MemoryRequest: int64(database.Memory),
		MemoryLimit:   int64(database.MemLimit),
		StorageClass:  d.volumes.Class,
		Storage:       int64(database.Storage),
		FromApps:      d.databaseClients(),
		Dumps: kubepostgres.Dumps{
			Schedule:     database.Dumps.Schedule,
			Bucket:       d.buckets[database.Dumps.Bucket].PhysicalName,
			StorageClass: passing,
		},
	}, d.onVolumes(kubepostgres.ServiceAccount)...)
	if err != nil {
		return err
	}
	store := store{
		url:      made.URL,
		hosts:    []pulumi.StringInput{pulumi.String(made.Address)},
		password: made.Password,
		peer:     podspec.Peer{Name: string(workload.Database), PodLabels: podspec.AppSelector(kubepostgres.App), Port: made.Port},
		ready:    made.Ready,
	}
	d.stores[workload.Database], d.stores[workload.DatabaseRead] = store, store
	return nil
}

func (d *deployment) makeKubeRedis(cache spec.Cache) error {
	made, err := kuberedis.New(d.ctx, "cache", kuberedis.Args{
		Names:        d.names,
		Pulled:       d.pulled(),
		Namespace:    d.namespace.Name,
		CPURequest:   int(cache.CPU),
		Memory:       int64(cache.Memory),
		StorageClass: d.volumes.Class,
		Storage:      int64(cache.Storage),
		FromApps:     workload.UsersOf(workload.Cache, d.workloads),
		FromOutside:  d.queueWatchers(),
	}, d.onVolumes(kuberedis.App)...)
	if err != nil {
		return err
	}
	d.stores[workload.Cache] = store{
		url:   made.URL,
		peer:  podspec.Peer{Name: string(workload.Cache), PodLabels: podspec.AppSelector(kuberedis.App), Port: kuberedis.Port},
		ready: made.Ready,
	}
	return nil
}

// databaseClients are the programs that connect to the database.
func (d *deployment) databaseClients() []string {
	clients := slices.Concat(workload.UsersOf(workload.Database, d.workloads), workload.UsersOf(workload.DatabaseRead, d.workloads))
	if len(clients) > 0 {
		clients = append(clients, rolesApps...)
	}
	slices.Sort(clients)
	return slices.Compact(clients)
}
