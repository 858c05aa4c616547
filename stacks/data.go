package stacks

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/elasticache"
	"groundwork/components/rds"
	"groundwork/internal/podspec"
	"groundwork/spec"
	"groundwork/workload"
)

// store is how workloads reach a data store, wherever it runs.
type store struct {
	// url is the connection URL; a secret. The database's is its master user's.
	url pulumi.StringOutput
	// hosts are the database's primary and its replicas, password its master user's.
	hosts    []pulumi.StringInput
	password pulumi.StringOutput
	// peer is the way through the network.
	peer podspec.Peer
	// ready must exist before a client that does not wait for the url.
	ready []pulumi.Resource
}

// cachePort is the port ElastiCache listens on.
const cachePort = 6379

// makeData makes the database and the cache.
func (d *deployment) makeData() error {
	d.stores = map[workload.Store]store{}
	if err := d.makeStorageClass(); err != nil {
		return err
	}
	if err := d.makeDatabase(); err != nil {
		return err
	}
	return d.makeCache()
}

func (d *deployment) makeDatabase() error {
	switch database := d.system.Database; {
	case database == nil:
		return nil
	case database.RunsOn == spec.DatabaseCluster:
		return d.makeKubePostgres(*database)
	default:
		return d.makeRDS(*database)
	}
}

func (d *deployment) makeCache() error {
	switch cache := d.system.Cache; {
	case cache == nil:
		return nil
	case cache.RunsOn == spec.CacheCluster:
		return d.makeKubeRedis(*cache)
	default:
		return d.makeElastiCache(*cache)
	}
}

func (d *deployment) makeRDS(database spec.Database) (err error) {
	ids, zones := d.dataZones()
	d.database, err = rds.New(d.ctx, "database", rds.Args{
		Names:             d.names,
		AccountID:         d.account,
		VPCID:             d.network.ID.ToStringOutput(),
		SubnetIDs:         ids,
		Zones:             zones,
		Clients:           d.dataClients(),
		Version:           database.Version,
		Class:             database.Class,
		StorageGB:         database.Storage.GiB(),
		MaxStorageGB:      database.MaxStorage.GiB(),
		IOPS:              database.IOPS,
		MultiAZ:           database.MultiAZ,
		Replicas:          database.Replicas,
		ReplicaClass:      database.ReplicaClass,
		DatabaseName:      database.Name,
		User:              database.User,
		Port:              database.Port,
		Parameters:        database.Parameters,
		BackupDays:        database.Backups.Days(),
		BackupWindow:      database.BackupWindow,
		MaintenanceWindow: database.MaintenanceWindow,
		LogRetention:      time.Duration(database.LogRetention),
		Protect:           d.system.Protects("database"),
		FinalSnapshot:     d.keepsData(),
		KeepBackups:       database.KeepBackups,
		ApplyImmediately:  database.ApplyImmediately,
	})
	if err != nil {
		return err
	}
	made := store{
		url:      d.database.URL,
		hosts:    []pulumi.StringInput{d.database.Address},
		password: d.database.Password,
		peer:     podspec.Peer{Name: string(workload.Database), CIDRs: d.dataCIDRs(), Port: d.database.Port},
	}
	for _, replica := range d.database.ReplicaAddresses {
		made.hosts = append(made.hosts, replica)
	}
	d.stores[workload.Database], d.stores[workload.DatabaseRead] = made, made
	return nil
}

func (d *deployment) makeElastiCache(cache spec.Cache) (err error) {
	ids, _ := d.dataZones()
	d.cache, err = elasticache.New(d.ctx, "cache", elasticache.Args{
		Names:            d.names,
		VPCID:            d.network.ID.ToStringOutput(),
		SubnetIDs:        ids,
		Clients:          d.dataClients(),
		Version:          cache.Version,
		NodeType:         cache.NodeType,
		Replicas:         cache.Replicas,
		Parameters:       cache.Parameters,
		SnapshotDays:     cache.Snapshots.Days(),
		Protect:          d.system.Protects("cache"),
		FinalSnapshot:    d.keepsData(),
		ApplyImmediately: cache.ApplyImmediately,
	})
	if err != nil {
		return err
	}
	d.stores[workload.Cache] = store{
		url:  d.cache.URL,
		peer: podspec.Peer{Name: string(workload.Cache), CIDRs: d.dataCIDRs(), Port: cachePort},
	}
	return nil
}

// dataClients are who may connect to the data stores: the pods, whose security
// group is the cluster's. Which of them may is up to their network policies.
func (d *deployment) dataClients() map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{"cluster": d.cluster.SecurityGroupID}
}
