package rehearsal

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

func TestOnlySomeUpdatesHaveNoWayBack(t *testing.T) {
	const instance, claim = "aws:rds/instance:Instance", "kubernetes:core/v1:PersistentVolumeClaim"
	const request = "spec.resources.requests.storage"
	for what, c := range map[string]struct {
		typ       string
		operation changes.Operation
		property  changes.Property
		oneWay    bool
	}{
		"storage that grows":                 {instance, changes.Update, changes.Property{Path: "allocatedStorage", Before: 20.0, After: 30.0}, true},
		"storage that shrinks":               {instance, changes.Update, changes.Property{Path: "allocatedStorage", Before: 30.0, After: 20.0}, false},
		"a database's newer version":         {instance, changes.Update, changes.Property{Path: "engineVersion", Before: "16.4", After: "16.10"}, true},
		"a database's older version":         {instance, changes.Update, changes.Property{Path: "engineVersion", Before: "16.10", After: "16.4"}, false},
		"a cluster's newer version":          {"aws:eks/cluster:Cluster", changes.Update, changes.Property{Path: "version", Before: "1.34", After: "1.35"}, true},
		"a claim that grows":                 {claim, changes.Update, changes.Property{Path: request, Before: "900Mi", After: "1Gi"}, true},
		"a claim that shrinks":               {claim, changes.Update, changes.Property{Path: request, Before: "1Gi", After: "900Mi"}, false},
		"what is replaced is replaced again": {instance, changes.Replace, changes.Property{Path: "allocatedStorage", Before: 20.0, After: 30.0}, false},
		"a value that is not known yet":      {instance, changes.Update, changes.Property{Path: "allocatedStorage", Before: 20.0, After: changes.Unknown}, false},
		"another property":                   {instance, changes.Update, changes.Property{Path: "port", Before: 5432.0, After: 5433.0}, false},
		"a database's faster storage":        {instance, changes.Update, changes.Property{Path: "iops", Before: 3000.0, After: 9000.0}, true},
		"a database's slower storage":        {instance, changes.Update, changes.Property{Path: "iops", Before: 9000.0, After: 3000.0}, true},
	} {
		set := changes.Set{Resources: []changes.Resource{{URN: "urn:it", Type: c.typ, Operation: c.operation, Properties: []changes.Property{c.property}}}}
		_, found := OneWay(set)["urn:it"]
		assert.Equal(t, c.oneWay, found, what)
	}
}

func TestWhatIsMadeAndProtectedHasNoWayBack(t *testing.T) {
	for protects, why := range map[bool]string{true: protected, false: ""} {
		set := changes.Set{Resources: []changes.Resource{{URN: "urn:it", Type: "aws:s3/bucketV2:BucketV2", Operation: changes.Create, Protected: protects}}}
		assert.Equal(t, why, OneWay(set)["urn:it"])
	}
}
