package conformance

const (
	rdsCreate   = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"
	rdsStorage  = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"
	rdsReplicas = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Create.html"
	rdsSubnets  = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
	rdsGroup    = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html"
	rdsUpgrade  = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html"
	rdsDelete   = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"
	rdsWindows  = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html"
	rdsParams   = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html"
	rdsClasses  = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html"
	rdsMonitor  = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html"
)

// databases makes a network with a subnet group, and the inputs of a
// PostgreSQL in it.
func (w *World) databases() (dataNet, Props) {
	w.t.Helper()
	n := w.network()
	n.Make(dbSubnetsType, "data", Props{"name": "data", "subnetIds": []string{n.a.ID, n.b.ID}})
	return n, Props{
		"identifier": "db", "engine": "postgres", "engineVersion": "16", "instanceClass": "db.r5.xlarge",
		"allocatedStorage": 500, "storageType": "gp3", "iops": 12000, "storageEncrypted": true, "multiAz": true,
		"backupRetentionPeriod": 7, "backupWindow": "02:00-03:00", "maintenanceWindow": "sun:04:00-sun:05:00",
		"dbName": "app", "username": "app", "password": "correct-horse-battery", "dbSubnetGroupName": "data",
		"vpcSecurityGroupIds": []string{n.group.ID}, "skipFinalSnapshot": true,
	}
}

// database makes a PostgreSQL that differs in some inputs.
func database(changes Props) func(*World) error {
	return func(w *World) error {
		_, inputs := w.databases()
		_, err := w.Create(dbType, "db", with(inputs, changes))
		return err
	}
}

// modified makes the first and changes it to the second.
func modified(first, changes Props) func(*World) error {
	return func(w *World) error {
		_, inputs := w.databases()
		made := w.Make(dbType, "db", with(inputs, first))
		_, err := w.Change(dbType, "db", made, with(with(inputs, first), changes))
		return err
	}
}

// replicated makes a source and then a replica of it.
func replicated(source, replica Props) func(*World) error {
	return func(w *World) error {
		_, inputs := w.databases()
		w.Make(dbType, "db", with(inputs, source))
		_, err := w.Create(dbType, "replica", with(Props{
			"identifier": "replica", "instanceClass": "db.r5.large", "replicateSourceDb": "db", "skipFinalSnapshot": true, "storageType": "gp3",
		}, replica))
		return err
	}
}

// deleted makes a database and deletes it.
func deleted(changes Props) func(*World) error {
	return func(w *World) error {
		_, inputs := w.databases()
		return w.Delete(dbType, "db", w.Make(dbType, "db", with(inputs, changes)))
	}
}

func parameter(name, value, method string) func(*World) error {
	return creating(dbParamsType, Props{"family": "postgres16", "parameters": []any{Props{"name": name, "value": value, "applyMethod": method}}})
}

var mysql = Props{"engine": "mysql", "engineVersion": "8.0"}

var rdsCases = []Case{
	{Name: "a PostgreSQL in two zones", Do: database(nil), Evidence: rdsCreate},
	{Name: "a MySQL", Do: database(mysql), Evidence: rdsCreate},
	{Name: "a MariaDB", Do: database(Props{"engine": "mariadb", "engineVersion": "11.8"}), Evidence: rdsCreate},
	{Name: "an engine that RDS does not have", Do: database(Props{"engine": "mongodb"}), Refused: "Invalid DB engine", Evidence: rdsCreate},
	{Name: "a PostgreSQL's version that does not exist", Do: database(Props{"engineVersion": "16.99"}), Refused: "Cannot find version 16.99 for postgres", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html"},
	{Name: "a MySQL's version that does not exist", Do: database(Props{"engine": "mysql", "engineVersion": "7.0"}), Refused: "Cannot find version 7.0 for mysql", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html"},
	{Name: "a MariaDB's version that does not exist", Do: database(Props{"engine": "mariadb", "engineVersion": "9.9"}), Refused: "Cannot find version 9.9 for mariadb", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html"},
	{Name: "an identifier twice", Do: func(w *World) error {
		_, inputs := w.databases()
		return twice(dbType, inputs)(w)
	}, Refused: "DBInstanceAlreadyExists", Evidence: rdsCreate},
	{Name: "an identifier with two hyphens", Do: database(Props{"identifier": "a--b"}), Refused: "hyphens", Evidence: rdsCreate},
	{Name: "a subnet group that is gone", Do: database(Props{"dbSubnetGroupName": "gone"}), Refused: "DBSubnetGroupNotFoundFault", Evidence: rdsCreate},
	{Name: "a parameter group that is gone", Do: database(Props{"parameterGroupName": "gone"}), Refused: "DBParameterGroupNotFound", Evidence: rdsCreate},
	{Name: "an option group that is gone", Do: database(Props{"optionGroupName": "gone"}), Refused: "OptionGroupNotFoundFault", Evidence: rdsCreate},
	{Name: "a security group that is gone", Do: database(Props{"vpcSecurityGroupIds": []string{"sg-0"}}), Refused: "Invalid security group", Evidence: rdsCreate},
	{Name: "a certificate authority that is none", Do: database(Props{"caCertIdentifier": "rds-ca-1"}), Refused: "CertificateNotFound", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html"},
	{Name: "a class that is no class", Do: database(Props{"instanceClass": "t3.large"}), Refused: "Invalid DB Instance class", Evidence: rdsClasses},
	{Name: "a class that runs no PostgreSQL 16", Do: database(Props{"instanceClass": "db.r3.large"}), Refused: "RDS does not support creating a DB instance with the following combination", Evidence: rdsClasses},
	{Name: "a log of another engine", Do: database(Props{"enabledCloudwatchLogsExports": []string{"slowquery"}}), Refused: "You cannot use the log types 'slowquery'", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html"},
	{Name: "IOPS on a small gp3 volume", Do: database(Props{"allocatedStorage": 100}), Refused: "You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400.", Evidence: rdsStorage},
	{Name: "a small gp3 volume", Do: database(Props{"allocatedStorage": 100, "iops": nil}), Evidence: rdsStorage},
	{Name: "too few IOPS on a large gp3 volume", Do: database(Props{"iops": 3000}), Refused: "Invalid iops value", Evidence: rdsStorage},
	{Name: "more throughput than the IOPS carry", Do: database(Props{"storageThroughput": 4000}), Refused: "Invalid storage throughput", Evidence: rdsStorage},
	{Name: "io1 without IOPS", Do: database(Props{"storageType": "io1", "iops": nil}), Refused: "You must specify both the storage size and iops", Evidence: rdsStorage},
	{Name: "io1 with more IOPS than its size carries", Do: database(Props{"storageType": "io1", "allocatedStorage": 100}), Refused: "Invalid iops to max storage (GB) ratio", Evidence: rdsStorage},
	{Name: "a volume too small", Do: database(Props{"allocatedStorage": 5, "iops": nil}), Refused: "Invalid storage size for engine name postgres and storage type gp3: 5", Evidence: rdsStorage},
	{Name: "less to grow to than there is", Do: database(Props{"maxAllocatedStorage": 100}), Refused: "max_allocated_storage", Evidence: rdsStorage},
	{Name: "less storage", Do: modified(nil, Props{"allocatedStorage": 450}), Refused: "cannot be less than the current storage size", Evidence: rdsStorage},
	{Name: "more storage", Do: modified(nil, Props{"allocatedStorage": 600}), Evidence: rdsStorage},
	{Name: "more storage twice in six hours", Do: func(w *World) error {
		_, inputs := w.databases()
		made := w.Make(dbType, "db", inputs)
		made, err := w.Change(dbType, "db", made, with(inputs, Props{"allocatedStorage": 600}))
		if err != nil {
			return err
		}
		_, err = w.Change(dbType, "db", made, with(inputs, Props{"allocatedStorage": 700}))
		return err
	}, Refused: "the previous storage change is being optimized", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html"},
	{Name: "a zone and Multi-AZ", Do: database(Props{"availabilityZone": "us-east-1a"}), Refused: "Requesting a specific availability zone is not valid for Multi-AZ instances.", Evidence: rdsCreate},
	{Name: "a zone without a subnet", Do: database(Props{"multiAz": false, "availabilityZone": "us-east-1c"}), Refused: "InvalidVPCNetworkStateFault", Evidence: rdsSubnets},
	{Name: "a public instance without an internet gateway", Do: database(Props{"publiclyAccessible": true}), Refused: "has no internet gateway attached", Evidence: rdsSubnets},
	{Name: "a public instance with an internet gateway", Do: func(w *World) error {
		n, inputs := w.databases()
		n.open()
		_, err := w.Create(dbType, "db", with(inputs, Props{"publiclyAccessible": true}))
		return err
	}, Evidence: rdsSubnets},
	{Name: "no password", Do: database(Props{"password": nil}), Refused: "MasterUserPassword must be provided", Evidence: rdsCreate},
	{Name: "a password with a slash", Do: database(Props{"password": "with/slash/inside"}), Refused: "Only printable ASCII characters besides", Evidence: rdsCreate},
	{Name: "a password too short", Do: database(Props{"password": "short"}), Refused: "shorter than 8", Evidence: rdsCreate},
	{Name: "a MySQL's password too long", Do: database(with(mysql, Props{"password": "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"})), Refused: "longer than 41", Evidence: rdsCreate},
	{Name: "a password beside a managed one", Do: database(Props{"manageMasterUserPassword": true}), Refused: "conflicts with", Evidence: "facts: aws:rds/instance:Instance"},
	{Name: "a user that PostgreSQL keeps", Do: database(Props{"username": "admin"}), Refused: "MasterUsername admin cannot be used as it is a reserved word used by the engine", Evidence: rdsCreate},
	{Name: "the same user of a MySQL", Do: database(with(mysql, Props{"username": "admin"})), Evidence: rdsCreate},
	{Name: "a user that begins with a digit", Do: database(Props{"username": "1app"}), Refused: "MasterUsername is not a valid identifier", Evidence: rdsCreate},
	{Name: "a database with a hyphen", Do: database(Props{"dbName": "my-app"}), Refused: "DBName must begin with a letter", Evidence: rdsCreate},
	{Name: "windows that meet", Do: database(Props{"backupWindow": "03:30-04:30"}), Refused: "must not overlap", Evidence: rdsWindows},
	{Name: "a window of five minutes", Do: database(Props{"backupWindow": "03:30-03:35"}), Refused: "at least 30 minutes", Evidence: rdsWindows},
	{Name: "backups for forty days", Do: database(Props{"backupRetentionPeriod": 40}), Refused: "40", Evidence: "facts: aws:rds/instance:Instance"},
	{Name: "monitoring without a role", Do: database(Props{"monitoringInterval": 60}), Refused: "A MonitoringRoleARN value is required", Evidence: rdsMonitor},
	{Name: "monitoring with a role of another service", Do: func(w *World) error {
		_, inputs := w.databases()
		_, err := w.Create(dbType, "db", with(inputs, Props{"monitoringInterval": 60, "monitoringRoleArn": w.role("other", "ec2.amazonaws.com")}))
		return err
	}, Refused: "ENHANCED_MONITORING", Evidence: rdsMonitor},
	{Name: "insights for a fortnight", Do: database(Props{"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 14}), Refused: "14", Evidence: rdsCreate},
	{Name: "insights on a small MySQL", Do: database(with(mysql, Props{"instanceClass": "db.t3.micro", "performanceInsightsEnabled": true})), Refused: "Performance Insights not supported", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html"},
	{Name: "a replica", Do: replicated(nil, nil), Evidence: rdsReplicas},
	{Name: "a replica of nothing", Do: replicated(nil, Props{"replicateSourceDb": "gone"}), Refused: "DBInstanceNotFound", Evidence: rdsReplicas},
	{Name: "a replica without backups at its source", Do: replicated(Props{"backupRetentionPeriod": 0}, nil), Refused: "Automated backups are not enabled for this database instance.", Evidence: rdsReplicas},
	{Name: "a replica of a managed password", Do: replicated(Props{"password": nil, "manageMasterUserPassword": true}, nil), Refused: "managed in Secrets Manager", Evidence: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"},
	{Name: "a replica smaller than its source", Do: replicated(nil, Props{"allocatedStorage": 100}), Refused: "can't be less than that of its source", Evidence: rdsReplicas},
	{Name: "a replica without its source's encryption", Do: replicated(nil, Props{"storageEncrypted": false}), Refused: "cannot change the encryption", Evidence: rdsReplicas},
	{Name: "a major version unasked", Do: modified(nil, Props{"engineVersion": "17"}), Refused: "AllowMajorVersionUpgrade flag must be present", Evidence: rdsUpgrade},
	{Name: "a major version that is asked for", Do: modified(nil, Props{"engineVersion": "17", "allowMajorVersionUpgrade": true}), Evidence: rdsUpgrade},
	{Name: "a major version back", Do: modified(nil, Props{"engineVersion": "15"}), Refused: "Cannot upgrade postgres from 16 to 15", Evidence: rdsUpgrade},
	{Name: "a minor version back", Do: modified(Props{"engineVersion": "16.9"}, Props{"engineVersion": "16.8"}), Refused: "Cannot upgrade postgres from 16.9 to 16.8", Evidence: rdsUpgrade},
	{Name: "a protected instance deleted", Do: deleted(Props{"deletionProtection": true}), Refused: "Cannot delete protected DB Instance", Evidence: rdsDelete},
	{Name: "a deletion without a final snapshot's name", Do: deleted(Props{"skipFinalSnapshot": false}), Refused: "final_snapshot_identifier is required", Evidence: rdsDelete},
	{Name: "a deletion that leaves a snapshot", Do: func(w *World) error {
		if err := deleted(Props{"skipFinalSnapshot": false, "finalSnapshotIdentifier": "final"})(w); err != nil {
			return err
		}
		found, err := w.Invoke("aws:rds/getSnapshot:getSnapshot", Props{"dbSnapshotIdentifier": "final"})
		if err != nil {
			return err
		}
		return same("the snapshot's source", "db", found.String("dbInstanceIdentifier"))
	}, Evidence: rdsDelete},
	{Name: "a subnet group in one zone", Do: func(w *World) error {
		n := w.network()
		_, err := w.Create(dbSubnetsType, "x", Props{"subnetIds": []string{n.a.ID, n.also.ID}})
		return err
	}, Refused: "DBSubnetGroupDoesNotCoverEnoughAZs", Evidence: rdsSubnets},
	{Name: "a subnet group of nothing", Do: creating(dbSubnetsType, Props{"subnetIds": []string{"subnet-0"}}), Refused: "InvalidSubnet", Evidence: rdsSubnets},
	{Name: "a parameter that does not exist", Do: parameter("max_conections", "500", "pending-reboot"), Refused: "Could not find parameter with name: max_conections", Evidence: rdsParams},
	{Name: "a parameter that RDS keeps", Do: parameter("fsync", "0", "immediate"), Refused: "The parameter fsync cannot be modified.", Evidence: rdsParams},
	{Name: "a static parameter at once", Do: parameter("max_connections", "500", "immediate"), Refused: "cannot use immediate apply method for static parameter", Evidence: rdsParams},
	{Name: "a static parameter after a reboot", Do: parameter("max_connections", "500", "pending-reboot"), Evidence: rdsParams},
	{Name: "a value too large", Do: parameter("max_connections", "999999999", "pending-reboot"), Refused: "allowed values are: 6-262143", Evidence: rdsParams},
	{Name: "a value with a unit", Do: parameter("work_mem", "64MB", "immediate"), Refused: "Invalid parameter value: 64MB for: work_mem", Evidence: rdsParams},
	{Name: "a family that does not exist", Do: creating(dbParamsType, Props{"family": "postgres99"}), Refused: "not a valid parameter group family", Evidence: rdsParams},
}
