package conformance

const rdsVersions = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html"

var rdsLookupCases = []Case{
	{"the authority of new instances", asking("aws:rds/getCertificate:getCertificate", Props{}, "id", "rds-ca-rsa2048-g1"), "", "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html"},
	{"the authority that is valid for longest", func(w *World) error {
		found, err := w.Invoke("aws:rds/getCertificate:getCertificate", Props{"latestValidTill": true})
		if err != nil {
			return err
		}
		return same("its last year", "2121", found.String("validTill")[:4])
	}, "", "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html"},
	{"the storage of an orderable class", func(w *World) error {
		found, err := w.Invoke("aws:rds/getOrderableDbInstance:getOrderableDbInstance", Props{
			"engine": "postgres", "instanceClass": "db.t4g.micro", "storageType": "io1",
		})
		if err != nil {
			return err
		}
		return same("GiB at least", 100, found.Int("minStorageSize"))
	}, "", "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"},
	{"a version's parameter family", asking("aws:rds/getEngineVersion:getEngineVersion", Props{"engine": "postgres", "version": "16"}, "parameterGroupFamily", "postgres16"), "", rdsVersions},
	{"the first preferred version that exists", asking("aws:rds/getEngineVersion:getEngineVersion", Props{"engine": "mysql", "preferredVersions": []any{"9.9", "8.0"}}, "version", "8.0.44"), "", rdsVersions},
	{"the major version above MySQL 5.7", asking("aws:rds/getEngineVersion:getEngineVersion", Props{"engine": "mysql", "version": "5.7"}, "validMajorTargets.0", "8.0.44"), "", "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.MySQL.Major.html"},
	{"an engine that RDS does not have", asking("aws:rds/getEngineVersion:getEngineVersion", Props{"engine": "cockroach"}, "", ""), "no RDS engine versions match the criteria", rdsVersions},
	{"the first preferred class that runs", asking("aws:rds/getOrderableDbInstance:getOrderableDbInstance", Props{
		"engine": "postgres", "preferredInstanceClasses": []any{"db.t2.micro", "db.t4g.micro"},
	}, "instanceClass", "db.t4g.micro"), "", rdsClasses},
	{"no class that runs", asking("aws:rds/getOrderableDbInstance:getOrderableDbInstance", Props{
		"engine": "postgres", "preferredInstanceClasses": []any{"db.t2.micro"},
	}, "", ""), "no RDS DB Instance Classes match the criteria", rdsClasses},
	{"an add-on's version for the cluster's", asking("aws:eks/getAddonVersion:getAddonVersion", Props{"addonName": "kube-proxy", "kubernetesVersion": "1.33"}, "version", "v1.33.0-eksbuild.2"), "", "https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html"},
	{"an add-on's version for no cluster", asking("aws:eks/getAddonVersion:getAddonVersion", Props{"addonName": "coredns", "kubernetesVersion": "1.99"}, "", ""), "Addon coredns specified is not supported in 1.99 kubernetes version", eksAddons},
}
