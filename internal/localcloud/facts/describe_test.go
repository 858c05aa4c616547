package facts

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheDescriptionHasEveryTypeAndEveryObjectItRefersTo(t *testing.T) {
	t.Parallel()
	for set, version := range map[*Set]string{AWS: "6.83.2", Cloudflare: "6.4.1"} {
		content, err := set.Describe(version)
		require.NoError(t, err)
		var described description
		require.NoError(t, json.Unmarshal(content, &described))
		assert.Len(t, described.Resources, len(set.Resources()))
		for _, reference := range regexp.MustCompile(`"#/types/([^"]+)"`).FindAllSubmatch(content, -1) {
			if _, known := described.Types[string(reference[1])]; !known {
				t.Errorf("the type %s is not described", reference[1])
			}
		}
	}
}

func TestADescriptionUsesTheSDKsNames(t *testing.T) {
	t.Parallel()
	content, err := AWS.Describe("6.83.2")
	require.NoError(t, err)
	var described description
	require.NoError(t, json.Unmarshal(content, &described))
	bucket := described.Resources["aws:s3/bucketV2:BucketV2"]
	assert.Equal(t, "#/types/aws:s3/BucketV2CorsRule:BucketV2CorsRule", bucket.Inputs["corsRules"].Items.Ref)
	assert.NotContains(t, bucket.Inputs, "arn", "nobody gives a bucket its arn")
	assert.True(t, described.Resources["aws:rds/instance:Instance"].Properties["password"].Secret)
	assert.Contains(t, described.Resources["aws:ec2/subnet:Subnet"].RequiredInputs, "vpcId")
}
