package aws

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
)

func TestEveryTypeThatTheSDKHasTwiceIsKnownTwice(t *testing.T) {
	for _, token := range facts.AWS.Resources() {
		if rest, ok := strings.CutPrefix(token, "aws:alb/"); ok {
			assert.Equal(t, "aws:lb/"+rest, otherTokens[token])
		}
	}
	for other, token := range otherTokens {
		described, ok := schema(other)
		require.True(t, ok, other)
		meant, ok := schema(token)
		require.True(t, ok, token)
		if strings.HasPrefix(other, "aws:alb/") {
			assert.Equal(t, meant.Properties, described.Properties, other)
		}
	}
}

func TestOneThingUnderTwoTokensIsOneThing(t *testing.T) {
	w := settle(t)
	balancer := w.make("aws:alb/loadBalancer:LoadBalancer", "web", props{"name": "web", "subnets": []string{w.publicA.ID, w.publicB.ID}})
	assert.Contains(t, w.provider.Refuse(balancerType, "web", props{"name": "web", "subnets": []string{w.publicA.ID, w.publicB.ID}}), "DuplicateLoadBalancerName")
	w.make(listenerType, "http", props{"loadBalancerArn": balancer.ID, "port": 80, "protocol": "HTTP", "defaultActions": fixedAnswer()})
	var tokens []string
	for _, object := range w.cloud.List() {
		if strings.Contains(object.Type, "oadBalancer") {
			tokens = append(tokens, object.Type)
		}
	}
	assert.Equal(t, []string{"aws:alb/loadBalancer:LoadBalancer"}, tokens, "a listing has the program's own token")
	w.destroy()
}

func TestAClassicBucketHasTheSettingsOfABucket(t *testing.T) {
	w := settle(t)
	bucket := w.make("aws:s3/bucket:Bucket", "site", props{"bucket": "site", "website": props{"indexDocument": "index.html"}})
	assert.Equal(t, "site.s3-website-us-east-1.amazonaws.com", bucket.Outputs.String("websiteEndpoint"))
	w.make("aws:s3/bucketObject:BucketObject", "index", props{"bucket": bucket.ID, "key": "index.html", "content": "hello"})
	w.stays("aws:s3/bucket:Bucket", "site", bucket, "BucketNotEmpty")
	w.make(bucketVersioningType, "site", props{"bucket": bucket.ID, "versioningConfiguration": cloudtest.Props{"status": "Enabled"}})
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func fixedAnswer() []any {
	return []any{props{"type": "fixed-response", "fixedResponse": props{"contentType": "text/plain", "statusCode": "404"}}}
}
