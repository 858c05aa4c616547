package stacks

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/elasticache"
	"groundwork/components/rds"
	"groundwork/spec"
)

// makeData makes the database and the cache.
func (d *deployment) makeData() error {
	if d.system.Database != nil {
		if err := d.makeDatabase(*d.system.Database); err != nil {
			return err
		}
	}
	if d.system.Cache != nil {
		return d.makeCache(*d.system.Cache)
	}
	return nil
}

func (d *deployment) makeDatabase(database spec.Database) (err error) {
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
		Protect:           d.system.Protection,
		FinalSnapshot:     d.keepsData(),
		ApplyImmediately:  !d.production(),
	})
	return err
}

func (d *deployment) makeCache(cache spec.Cache) (err error) {
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
		Protect:          d.system.Protection,
		FinalSnapshot:    d.keepsData(),
		ApplyImmediately: !d.production(),
	})
	return err
}

// dataClients are who may connect to the data stores: the pods, whose security
// group is the cluster's. Which of them may is up to their network policies.
func (d *deployment) dataClients() map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{"cluster": d.cluster.SecurityGroupID}
}
