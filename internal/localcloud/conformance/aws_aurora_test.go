package conformance

const (
	auroraCreate  = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
	auroraMembers = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-replicas-adding.html"
	auroraDelete  = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html"
)

func (w *World) aurora(changes Props) (Made, error) {
	w.t.Helper()
	n := w.network()
	w.Make(dbSubnetsType, "data", Props{"name": "data", "subnetIds": []string{n.a.ID, n.b.ID}})
	return w.Create(auroraType, "aurora", with(Props{
		"clusterIdentifier": "aurora", "engine": "aurora-postgresql", "engineVersion": "16.4", "masterUsername": "app",
		"masterPassword": "correct-horse-battery", "dbSubnetGroupName": "data", "skipFinalSnapshot": true,
	}, changes))
}

func auroraWith(changes Props) func(*World) error {
	return func(w *World) error {
		_, err := w.aurora(changes)
		return err
	}
}

func member(cluster, changes Props) func(*World) error {
	return func(w *World) error {
		if _, err := w.aurora(cluster); err != nil {
			return err
		}
		_, err := w.Create(memberType, "one", with(Props{"identifier": "one", "clusterIdentifier": "aurora", "engine": "aurora-postgresql", "instanceClass": "db.r6g.large"}, changes))
		return err
	}
}

func auroraDeleted(changes Props) func(*World) error {
	return func(w *World) error {
		made, err := w.aurora(changes)
		if err != nil {
			return err
		}
		return w.Delete(auroraType, "aurora", made)
	}
}

var auroraCases = []Case{
	{Name: "a cluster", Do: auroraWith(nil), Evidence: auroraCreate},
	{Name: "a version that is none", Do: auroraWith(Props{"engineVersion": "9.9"}), Refused: "Cannot find version 9.9 for aurora-postgresql", Evidence: auroraCreate},
	{Name: "no user", Do: auroraWith(Props{"masterUsername": nil}), Refused: "MasterUsername must be provided", Evidence: auroraCreate},
	{Name: "a reserved user", Do: auroraWith(Props{"masterUsername": "admin"}), Refused: "MasterUsername admin cannot be used as it is a reserved word used by the engine", Evidence: "https://github.com/aws/aws-cdk/pull/5076"},
	{Name: "a password too short", Do: auroraWith(Props{"masterPassword": "short"}), Refused: "shorter than 8", Evidence: auroraCreate},
	{Name: "windows that meet", Do: auroraWith(Props{"preferredBackupWindow": "04:00-05:00", "preferredMaintenanceWindow": "sun:04:30-sun:05:30"}), Refused: "must not overlap", Evidence: auroraCreate},
	{Name: "a subnet group that is gone", Do: auroraWith(Props{"dbSubnetGroupName": "gone"}), Refused: "DBSubnetGroupNotFoundFault", Evidence: auroraCreate},
	{Name: "a capacity upside down", Do: auroraWith(Props{"serverlessv2ScalingConfiguration": Props{"minCapacity": 8, "maxCapacity": 2}}), Refused: "can't be greater than its maximum capacity", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html"},
	{Name: "an instance", Do: member(nil, nil), Evidence: auroraMembers},
	{Name: "an instance of no cluster", Do: member(nil, Props{"clusterIdentifier": "gone"}), Refused: "DBClusterNotFoundFault", Evidence: auroraMembers},
	{Name: "an instance of another engine", Do: member(nil, Props{"engine": "aurora-mysql"}), Refused: "doesn't match the engine name of your DB cluster", Evidence: auroraMembers},
	{Name: "an instance of a class that Aurora does not run", Do: member(nil, Props{"instanceClass": "db.m5.large"}), Refused: "RDS does not support creating a DB instance", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Support.html"},
	{Name: "a serverless instance in a cluster without a capacity", Do: member(nil, Props{"instanceClass": "db.serverless"}), Refused: "Set the Serverless v2 scaling configuration", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-administration.html"},
	{Name: "a serverless instance", Do: member(Props{"serverlessv2ScalingConfiguration": Props{"minCapacity": 0.5, "maxCapacity": 2}}, Props{"instanceClass": "db.serverless"}), Evidence: "recordings: aws:rds/clusterInstance:ClusterInstance"},
	{Name: "a protected cluster deleted", Do: auroraDeleted(Props{"deletionProtection": true}), Refused: "Cannot delete protected Cluster", Evidence: auroraDelete},
	{Name: "a deletion without a final snapshot's name", Do: auroraDeleted(Props{"skipFinalSnapshot": false}), Refused: "final_snapshot_identifier is required", Evidence: auroraDelete},
	{Name: "a cluster deleted before its instances", Do: func(w *World) error {
		made, err := w.aurora(nil)
		if err != nil {
			return err
		}
		w.Make(memberType, "one", Props{"clusterIdentifier": "aurora", "engine": "aurora-postgresql", "instanceClass": "db.r6g.large"})
		return w.Delete(auroraType, "aurora", made)
	}, Refused: "still contains DB instances", Evidence: auroraDelete},
	{Name: "a proxy in one zone", Do: func(w *World) error {
		n := w.network()
		_, err := w.Create(dbProxyType, "p", Props{"name": "p", "engineFamily": "POSTGRESQL", "roleArn": w.role("proxy", "rds.amazonaws.com"), "vpcSubnetIds": []string{n.a.ID, n.also.ID}, "auths": []any{Props{"authScheme": "SECRETS"}}})
		return err
	}, Refused: "at least 2 Availability Zones", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html"},
}
