package danger

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

func TestAFirstUpThatWasCutOffLosesNothingWhenItGoesOn(t *testing.T) {
	begins := changes.Resource{URN: "urn", Type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", Name: "logs", Operation: changes.Create,
		After: object{"bucket": "logs", "rules": []any{object{"id": "expire", "expiration": object{"days": 30}}}}}
	for unfinished, level := range map[bool]Level{true: None, false: DataLoss} {
		set := changes.Set{Unfinished: unfinished, Resources: []changes.Resource{begins}}
		assert.Equal(t, level, Worst(Judge(set)), "unfinished: %t", unfinished)
	}
}

// An update that is cut off between a bucket and its lifecycle goes on without a word:
// no object is older than its bucket.
func TestABucketThatIsYoungerThanItsRuleLosesNothing(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name      string
		operation changes.Operation
		bucket    string
		age       time.Duration
		level     Level
	}{
		{"made an hour ago", changes.Create, "logs", time.Hour, None},
		{"made before the rule's days", changes.Create, "logs", 31 * day, DataLoss},
		{"another bucket is young", changes.Create, "other", time.Hour, DataLoss},
		{"nobody knows since when", changes.Create, "logs", 0, DataLoss},
		{"a rule that was there and is shortened", changes.Update, "logs", time.Hour, DataLoss},
	} {
		rules := func(days int) object {
			return object{"bucket": "logs", "rules": []any{object{"id": "expire", "expiration": object{"days": days}}}}
		}
		lifecycle := changes.Resource{URN: "urn", Type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", Name: "logs", Operation: c.operation, After: rules(30)}
		if c.operation == changes.Update {
			lifecycle.Before = rules(90)
		}
		bucket := changes.Resource{URN: "bucket", Type: "aws:s3/bucketV2:BucketV2", Operation: changes.Same, Before: object{"bucket": c.bucket}, After: object{"bucket": c.bucket}, Age: c.age}
		assert.Equal(t, c.level, Worst(Judge(changes.Set{Resources: []changes.Resource{bucket, lifecycle}})), c.name)
	}
}
