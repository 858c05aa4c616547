package conformance

const (
	ddbTable = "aws:dynamodb/table:Table"
	ddbAPI   = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"
	ddbNames = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html"
)

// table is one that is paid by request, with a change.
func table(changes Props) Props {
	return with(Props{"name": "orders", "hashKey": "id", "billingMode": "PAY_PER_REQUEST", "attributes": []any{keyed("id")}}, changes)
}

func keyed(name string) Props { return Props{"name": name, "type": "S"} }

var tableCases = []Case{
	{"a table", shows(ddbTable, plainly(table(nil)), "arn", `^arn:aws:dynamodb:us-east-1:123456789012:table/orders$`), "", ddbAPI},
	{"an attribute that is no key", creating(ddbTable, table(Props{"attributes": []any{keyed("id"), keyed("total")}})), `Unused attributes: ["total"]`, ddbAPI},
	{"a key that is not declared", creating(ddbTable, table(Props{"rangeKey": "at"})), `Unmatched indexes: ["at"]`, ddbAPI},
	{"an index's key that is not declared", creating(ddbTable, table(Props{"globalSecondaryIndexes": []any{
		Props{"name": "by-customer", "hashKey": "customer", "projectionType": "ALL"},
	}})), `Unmatched indexes: ["customer"]`, ddbAPI},
	{"an index", creating(ddbTable, table(Props{
		"attributes": []any{keyed("id"), keyed("customer")}, "globalSecondaryIndexes": []any{
			Props{"name": "by-customer", "hashKey": "customer", "projectionType": "ALL"},
		},
	})), "", ddbAPI},
	{"capacity of a table paid by request", creating(ddbTable, table(Props{"readCapacity": 5})), `read_capacity can not be set when billing_mode is "PAY_PER_REQUEST"`, ddbAPI},
	{"a table with capacity that has none", creating(ddbTable, table(Props{"billingMode": "PROVISIONED", "readCapacity": 1})), `write_capacity must be at least 1 when billing_mode is "PROVISIONED"`, ddbAPI},
	{"a table with capacity", creating(ddbTable, table(Props{"billingMode": "PROVISIONED", "readCapacity": 1, "writeCapacity": 1})), "", ddbAPI},
	{"a name of two letters", creating(ddbTable, table(Props{"name": "ab"})), "ValidationException", ddbNames},
	{"a table's name twice", twice(ddbTable, table(nil)), "ResourceInUseException: Table already exists: orders", ddbAPI},
	{"deletion of a protected table", func(w *World) error {
		made := w.Make(ddbTable, "x", table(Props{"deletionProtectionEnabled": true}))
		return w.Delete(ddbTable, "x", made)
	}, "Resource cannot be deleted as it is currently protected against deletion", "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"},
	{"another key replaces a table", replacing(ddbTable, table(nil), table(Props{"hashKey": "no", "attributes": []any{keyed("no")}}), "hashKey"), "", "facts: aws:dynamodb/table:Table"},
}
