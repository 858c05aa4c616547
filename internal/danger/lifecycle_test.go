package danger

import (
	"testing"

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
