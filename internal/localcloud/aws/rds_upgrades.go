package aws

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// checkUpgrade: a major version goes up only when the program says so, and
// never down:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
func checkUpgrade(tx *localcloud.Tx, old, instance *localcloud.Object) error {
	engine := instance.String("engine")
	before, after := major(engine, old.String("engineVersion")), major(engine, instance.String("engineVersion"))
	back := newer(old.String("engineVersionActual"), instance.String("engineVersion"))
	later := newer(instance.String("engineVersion"), old.String("engineVersionActual"))
	switch {
	case later && before == after && len(behind(tx, instance)) > 0:
		return tx.Fail(400, "DBUpgradeDependencyFailure", "One or more of the DB Instance's read replicas need to be upgraded: %s", strings.Join(behind(tx, instance), ", "))
	case back && before == after:
		return tx.Fail(400, "InvalidParameterCombination", "Cannot upgrade %s from %s to %s", engine, old.String("engineVersionActual"), instance.String("engineVersion"))
	case before == after || before == "" || after == "":
		return nil
	case newer(before, after):
		return tx.Fail(400, "InvalidParameterCombination", "Cannot upgrade %s from %s to %s", engine, old.String("engineVersion"), instance.String("engineVersion"))
	case !instance.Outputs.Bool("allowMajorVersionUpgrade"):
		return tx.Fail(400, "InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
	}
	for _, name := range []string{"parameterGroupName", "optionGroupName"} {
		if strings.HasPrefix(instance.String(name), "default") && !instance.Inputs.Has(name) {
			delete(instance.Outputs, resource.PropertyKey(name)) // another default follows
		}
	}
	return nil
}

// behind are the replicas that have an older version than their source is to get: of
// a minor version they come first.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
func behind(tx *localcloud.Tx, source *localcloud.Object) []string {
	names := []string{}
	for _, name := range replicasOf(tx, source) {
		replica := named(tx, instanceType, "identifier", name)
		if replica != nil && newer(source.String("engineVersion"), replica.String("engineVersionActual")) {
			names = append(names, name)
		}
	}
	return names
}

// takeReplicas upgrades the replicas of the region with their source, to a major
// version; in the maintenance window where the program does not say at once. A group
// of parameters for the old version can't stay: theirs is the default one until they
// get another.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
// https://aws.amazon.com/blogs/database/best-practices-for-amazon-rds-for-postgresql-major-upgrades-and-replicas/
func takeReplicas(tx *localcloud.Tx, old, source *localcloud.Object) {
	engine, version := source.String("engine"), source.String("engineVersion")
	if major(engine, old.String("engineVersion")) == major(engine, version) || !source.Outputs.Bool("applyImmediately") {
		return
	}
	for _, name := range replicasOf(tx, source) {
		replica := named(tx, instanceType, "identifier", name)
		if replica == nil || replica.Scope != source.Scope {
			continue
		}
		replica.Set("engineVersion", version)
		replica.Set("engineVersionActual", source.String("engineVersionActual"))
		group := findParameterGroup(tx, replica.String("parameterGroupName"))
		if group == nil || group.String("family") != family(engine, version) {
			replica.Set("parameterGroupName", "default."+family(engine, version))
		}
		tx.Put(replica)
	}
}
