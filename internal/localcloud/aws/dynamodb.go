package aws

import (
	"maps"
	"regexp"
	"slices"

	"groundwork/internal/localcloud"
)

// tableService is DynamoDB.
func tableService() service {
	return service{kinds: map[string]localcloud.Kind{
		tableType: {Check: checkTable, Create: createTable, Update: again(createTable), Delete: deleteTable},
	}}
}

// checkTable keeps the provider's own rules, which are DynamoDB's:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
func checkTable(c *localcloud.Check) {
	for _, source := range []string{"restoreSourceName", "restoreSourceTableArn", "importTable"} {
		if c.Inputs.Has(source) {
			return
		}
	}
	checkKeys(c)
	checkThroughput(c)
}

// checkKeys: what is declared is a key of the table or of an index, and the
// other way round.
func checkKeys(c *localcloud.Check) {
	paths := []string{"attributes", "hashKey", "rangeKey", "globalSecondaryIndexes", "localSecondaryIndexes"}
	if slices.ContainsFunc(paths, c.Inputs.Unknown) {
		return
	}
	used := map[string]bool{}
	for _, path := range []string{"hashKey", "rangeKey", "globalSecondaryIndexes.*.hashKey", "globalSecondaryIndexes.*.rangeKey", "localSecondaryIndexes.*.rangeKey"} {
		for _, name := range valuesAt(c.Inputs, path) {
			used[name] = true
		}
	}
	unused := []string{}
	for _, name := range valuesAt(c.Inputs, "attributes.*.name") {
		if !used[name] {
			unused = append(unused, name)
		}
		delete(used, name)
	}
	if len(unused) > 0 {
		slices.Sort(unused)
		c.Fail("attributes", "all attributes must be indexed. Unused attributes: %q", unused)
	}
	if len(used) > 0 {
		c.Fail("attributes", "all indexes must match a defined attribute. Unmatched indexes: %q", slices.Sorted(maps.Keys(used)))
	}
}

// checkThroughput of a new table: one that is paid by request has none. The
// provider lets both stand while a table changes between the two.
func checkThroughput(c *localcloud.Check) {
	mode := c.Inputs.String("billingMode")
	if len(c.Olds) > 0 && c.Olds.String("billingMode") != mode {
		return
	}
	for property, name := range map[string]string{"readCapacity": "read_capacity", "writeCapacity": "write_capacity"} {
		count := c.Inputs.Int(property)
		switch {
		case c.Inputs.Unknown(property):
		case mode == "PROVISIONED" && count < 1:
			c.Fail(property, "%s must be at least 1 when billing_mode is %q", name, mode)
		case mode == "PAY_PER_REQUEST" && count != 0:
			c.Fail(property, "%s can not be set when billing_mode is %q", name, mode)
		}
	}
}

var tableNames = regexp.MustCompile(`^[0-9A-Za-z_.-]{3,255}$`)

// createTable holds the name to its form:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
func createTable(tx *localcloud.Tx, table *localcloud.Object) error {
	if name := table.String("name"); !tableNames.MatchString(name) {
		return tx.Fail(400, "ValidationException", "TableName must be at least 3 characters long and at most 255 characters long, of a-z, A-Z, 0-9, '_', '-' and '.': %s", name)
	}
	return nil
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection
func deleteTable(tx *localcloud.Tx, table *localcloud.Object) error {
	if table.Outputs.Bool("deletionProtectionEnabled") {
		return tx.Fail(400, "ValidationException", "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
	}
	return nil
}
