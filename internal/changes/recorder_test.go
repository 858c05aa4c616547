package changes

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
)

func TestAStackWithoutOutputsNeverCameToItsEnd(t *testing.T) {
	for what, c := range map[string]struct {
		state      []apitype.ResourceV3
		unfinished bool
	}{
		"cut off":     {[]apitype.ResourceV3{{Type: stackType}, {Type: "aws:s3/bucketV2:BucketV2"}}, true},
		"at its end":  {[]apitype.ResourceV3{{Type: stackType, Outputs: map[string]any{"url": "https://example.com"}}}, false},
		"not there":   {nil, false},
		"not a stack": {[]apitype.ResourceV3{{Type: "aws:s3/bucketV2:BucketV2"}}, false},
	} {
		recorder := NewRecorder("shop", "dev")
		recorder.Depends(apitype.DeploymentV3{Resources: c.state})
		assert.Equal(t, c.unfinished, recorder.Set().Unfinished, what)
	}
}

func TestTheStateTellsHowLongAResourceHasBeenThere(t *testing.T) {
	made := time.Now().Add(-time.Hour)
	recorder := NewRecorder("shop", "dev")
	recorder.Depends(apitype.DeploymentV3{Resources: []apitype.ResourceV3{{URN: dbURN, Created: &made}}})
	recorder.Add(event(apitype.OpSame, dbURN, &meta{}, &meta{}))
	age := recorder.Set().Resources[0].Age
	assert.Greater(t, age, 59*time.Minute)
	assert.Less(t, age, 2*time.Hour)
}
