package aws

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// databaseFunctions are the data sources of RDS.
var databaseFunctions = map[string]localcloud.Function{
	"aws:rds/getInstance:getInstance":                       lookupDatabase,
	"aws:rds/getCluster:getCluster":                         lookupDBCluster,
	"aws:rds/getSnapshot:getSnapshot":                       lookupSnapshot,
	"aws:rds/getCertificate:getCertificate":                 lookupAuthority,
	"aws:rds/getEngineVersion:getEngineVersion":             lookupEngine,
	"aws:rds/getOrderableDbInstance:getOrderableDbInstance": lookupOrderable,
}

// whole shows all outputs of an object.
func whole(obj *localcloud.Object) localcloud.Props {
	shown := obj.Outputs.Clone()
	shown.Set("id", obj.ID)
	shown.Set("tags", obj.Outputs.StringMap("tagsAll"))
	return shown
}

func lookupDatabase(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	id := args.String("dbInstanceIdentifier")
	instance := named(tx, instanceType, "identifier", id)
	if instance == nil {
		return nil, noInstance.about(tx, id)
	}
	shown := whole(instance)
	for _, name := range []string{"password", "skipFinalSnapshot", "finalSnapshotIdentifier", "applyImmediately", "identifier"} {
		delete(shown, resource.PropertyKey(name))
	}
	for name, from := range map[string]string{
		"dbInstanceIdentifier": "identifier", "dbInstanceArn": "arn", "dbInstanceClass": "instanceClass", "dbInstancePort": "port",
		"masterUsername": "username", "vpcSecurityGroups": "vpcSecurityGroupIds", "dbSubnetGroup": "dbSubnetGroupName",
		"preferredBackupWindow": "backupWindow", "preferredMaintenanceWindow": "maintenanceWindow", "engineVersion": "engineVersionActual",
		"replicateSourceDb": "replicateSourceDb", "enabledCloudwatchLogsExports": "enabledCloudwatchLogsExports",
	} {
		shown.Set(name, instance.Outputs.Get(from))
	}
	shown.Set("dbParameterGroups", []string{instance.String("parameterGroupName")})
	shown.Set("optionGroupMemberships", []string{instance.String("optionGroupName")})
	return shown, nil
}

func lookupDBCluster(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	cluster := tx.Get(clusterDBType, args.String("clusterIdentifier"))
	if cluster == nil {
		return nil, noDBCluster.about(tx, args.String("clusterIdentifier"))
	}
	readDBCluster(tx, cluster)
	shown := whole(cluster)
	delete(shown, "masterPassword")
	return shown, nil
}

// lookupSnapshot finds one snapshot, or the most recent of several.
func lookupSnapshot(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	found := tx.Select(snapshotType, func(s *localcloud.Object) bool {
		for _, name := range []string{"dbInstanceIdentifier", "dbSnapshotIdentifier", "snapshotType"} {
			if asked := args.String(name); asked != "" && asked != s.String(name) {
				return false
			}
		}
		return true
	})
	slices.SortFunc(found, func(a, b *localcloud.Object) int { return b.Created.Compare(a.Created) })
	switch {
	case len(found) == 0:
		return nil, tx.Fail(404, "DBSnapshotNotFound", "Your query returned no results. Please change your search criteria and try again.")
	case len(found) > 1 && !args.Bool("mostRecent"):
		return nil, tx.Fail(400, "InvalidParameterCombination", "Your query returned more than one result. Please try a more specific search criteria.")
	}
	shown := whole(found[0])
	shown.Set("snapshotCreateTime", found[0].Created.Format(time.RFC3339))
	return shown, nil
}

// lookupAuthority finds one by name, the one that is valid for longest, or the
// one that new instances get.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeCertificates.html
func lookupAuthority(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	id := cmp.Or(args.String("id"), defaultAuthority)
	if args.Bool("latestValidTill") {
		id = slices.MaxFunc(slices.Sorted(maps.Keys(authorities)), func(a, b string) int { return cmp.Compare(authorities[a][1], authorities[b][1]) })
	}
	valid, ok := authorities[id]
	if !ok {
		return nil, tx.Fail(404, "CertificateNotFound", "Certificate not found: %s", id)
	}
	return localcloud.PropsOf(map[string]any{
		"id": id, "arn": "arn:aws:rds:" + tx.Region() + "::cert:" + id, "certificateType": "CA", "customerOverride": false,
		"customerOverrideValidTill": "", "thumbprint": tx.Seeded("rds", id, tx.Region()).Hex(40),
		"validFrom": valid[0], "validTill": valid[1],
	}), nil
}

// lookupEngine finds the version that a request means.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html
func lookupEngine(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name := args.String("engine")
	asked := append([]string{args.String("version")}, args.Strings("preferredVersions")...)
	probe := &localcloud.Object{Outputs: localcloud.PropsOf(map[string]any{"engine": name})}
	for _, version := range asked {
		probe.Set("engineVersion", version)
		if version != "" && checkEngine(tx, probe) == nil {
			break
		}
	}
	if _, known := engines[name]; !known || checkEngine(tx, probe) != nil {
		return nil, tx.Fail(404, "InvalidParameterValue", "no RDS engine versions match the criteria: %s %s", name, strings.Join(asked, " "))
	}
	version := probe.String("engineVersionActual")
	minors, majors := upgrades(name, version)
	result := args.Clone()
	for key, value := range map[string]any{
		"id": version, "version": version, "versionActual": version, "versionDescription": name + " " + version,
		"parameterGroupFamily": family(name, version), "status": "available", "defaultCharacterSet": "",
		"engineDescription": name, "supportsReadReplica": true, "supportsLogExportsToCloudwatch": true,
		"exportableLogTypes": engines[name].logs, "validUpgradeTargets": slices.Concat(minors, majors), "validMajorTargets": majors, "validMinorTargets": minors,
		"supportedCharacterSets": []string{}, "supportedFeatureNames": []string{}, "supportedModes": []string{}, "supportedTimezones": []string{},
		"supportsGlobalDatabases": false, "supportsLimitlessDatabase": false, "supportsParallelQuery": false,
	} {
		result.Set(key, value)
	}
	return result, nil
}

// lookupOrderable finds the first of the preferred classes that runs an engine.
func lookupOrderable(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	probe := &localcloud.Object{Outputs: localcloud.PropsOf(map[string]any{"engine": args.String("engine"), "engineVersion": args.String("engineVersion")})}
	if err := checkEngine(tx, probe); err != nil {
		return nil, err
	}
	for _, class := range append(args.Strings("preferredInstanceClasses"), args.String("instanceClass")) {
		probe.Set("instanceClass", class)
		if class == "" || checkClass(tx, probe) != nil {
			continue
		}
		storage := cmp.Or(args.String("storageType"), "gp3")
		result := args.Clone()
		for name, value := range map[string]any{
			"minStorageSize": volumes[storage].least, "maxStorageSize": volumes[storage].most,
			"id": class, "instanceClass": class, "engineVersion": probe.String("engineVersionActual"),
			"licenseModel": engines[args.String("engine")].license, "multiAzCapable": true, "readReplicaCapable": true, "vpc": true,
			"storageType": storage, "supportsStorageEncryption": true,
		} {
			result.Set(name, value)
		}
		return result, nil
	}
	return nil, tx.Fail(404, "InvalidParameterValue", "no RDS DB Instance Classes match the criteria; try different search")
}
