package report

import (
	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/price"
)

// besides adds as many things that cost the same before and after, whatever it is.
func besides(known price.Change, unknown int) price.Change {
	known.Before.Unknown, known.After.Unknown = unknown, unknown
	return known
}

// otherClass is a database with a replica that gets a class without a price.
func otherClass(name string) Stack {
	set := changes.Set{System: "stockindicator", Stack: name, Region: "us-east-1"}
	for _, part := range []string{"instance", "replica-1"} {
		database := resource(changes.Update, "aws:rds/instance:Instance", "database", "database-"+part)
		database.Before = object{"engine": "postgres", "instanceClass": "db.r5.xlarge", "allocatedStorage": 100.0}
		database.After = object{"engine": "postgres", "instanceClass": "db.x99.xlarge", "allocatedStorage": 100.0}
		database.Properties = []changes.Property{{Path: "instanceClass", Before: "db.r5.xlarge", After: "db.x99.xlarge"}}
		set.Resources = append(set.Resources, database)
	}
	return estimated(set)
}

// elsewhere is a stack in a region of which there is no price list.
func elsewhere(name string) Stack {
	s := otherClass(name)
	s.Set.Region = "mx-central-1"
	return estimated(s.Set)
}

func estimated(set changes.Set) Stack {
	cost := price.Of(set)
	return Stack{Set: set, Findings: danger.Judge(set), Cost: &cost}
}
