package access

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
	"groundwork/naming"
)

func pushRole(environment string) role {
	return role{policies: []iampolicy.Document{account().Push(environment)}}
}

func TestAPushRoleBringsImagesAndFilesAndDoesNothingElse(t *testing.T) {
	const (
		repository   = "arn:aws:ecr:eu-central-1:123456789012:repository/stockindicator-prod/api"
		bucket       = "arn:aws:s3:::stockindicator-prod-static-" + accountID
		distribution = "arn:aws:cloudfront::123456789012:distribution/E1"
	)
	for name, test := range map[string]struct {
		asked request
		want  bool
	}{
		"logs in":                         {request{"ecr:GetAuthorizationToken", "*", nil}, true},
		"asks which layers are there":     {request{"ecr:BatchCheckLayerAvailability", repository, nil}, true},
		"uploads a layer":                 {request{"ecr:UploadLayerPart", repository, nil}, true},
		"puts an image":                   {request{"ecr:PutImage", repository, nil}, true},
		"puts a file":                     {request{"s3:PutObject", bucket + "/app.js", nil}, true},
		"deletes a file":                  {request{"s3:DeleteObject", bucket + "/app.js", nil}, true},
		"lists the files":                 {request{"s3:ListBucket", bucket, nil}, true},
		"refreshes the CDN":               {request{"cloudfront:CreateInvalidation", distribution, of("prod")}, true},
		"waits for it":                    {request{"cloudfront:GetInvalidation", distribution, of("prod")}, true},
		"puts no image of dev's":          {request{"ecr:PutImage", "arn:aws:ecr:eu-central-1:123456789012:repository/stockindicator-dev/api", nil}, false},
		"puts no image of another system": {request{"ecr:PutImage", "arn:aws:ecr:eu-central-1:123456789012:repository/other-prod/api", nil}, false},
		"pulls no layer":                  {request{"ecr:GetDownloadUrlForLayer", repository, nil}, false},
		"deletes no image":                {request{"ecr:BatchDeleteImage", repository, nil}, false},
		"changes no repository":           {request{"ecr:PutImageTagMutability", repository, nil}, false},
		"reads no file":                   {request{"s3:GetObject", bucket + "/app.js", nil}, false},
		"puts no file into backups":       {request{"s3:PutObject", "arn:aws:s3:::stockindicator-prod-backups-" + accountID + "/x", nil}, false},
		"puts no file of dev's":           {request{"s3:PutObject", "arn:aws:s3:::stockindicator-dev-static-" + accountID + "/x", nil}, false},
		"opens no bucket":                 {request{"s3:PutBucketPolicy", bucket, nil}, false},
		"deletes no earlier version":      {request{"s3:DeleteObjectVersion", bucket + "/app.js", nil}, false},
		"refreshes no CDN of dev's":       {request{"cloudfront:CreateInvalidation", distribution, of("dev")}, false},
		"refreshes no CDN without a tag":  {request{"cloudfront:CreateInvalidation", distribution, nil}, false},
		"changes no CDN":                  {request{"cloudfront:UpdateDistribution", distribution, of("prod")}, false},
		"reads no state":                  {request{"s3:GetObject", "arn:aws:s3:::groundwork-account-state-" + accountID + "/.pulumi/stacks/stockindicator/prod.json", nil}, false},
		"decrypts nothing":                {request{"kms:Decrypt", prodKey, of("prod")}, false},
		"takes no role":                   {request{"sts:AssumeRole", iamRole("groundwork-account-deploy-prod"), nil}, false},
	} {
		assert.Equal(t, test.want, pushRole("prod").may(test.asked), name)
	}
}

// A deploy role still pushes nothing.
func TestADeployRolePushesNothing(t *testing.T) {
	for _, action := range []string{"ecr:PutImage", "ecr:UploadLayerPart", "ecr:InitiateLayerUpload", "ecr:CompleteLayerUpload"} {
		assert.False(t, deployRole("prod").may(request{action, "arn:aws:ecr:eu-central-1:123456789012:repository/stockindicator-prod/api", of("prod")}), action)
	}
	assert.False(t, deployRole("prod").may(request{"s3:PutObject", "arn:aws:s3:::stockindicator-prod-static-" + accountID + "/app.js", of("prod")}))
}

// The repositories, static buckets and distributions of every stack are in reach.
func TestAPushRoleReachesWhatTheStacksHave(t *testing.T) {
	known := tables(t)
	reached := map[string]int{}
	for _, stack := range recordedStacks(t) {
		if stack.system == "bootstrap" {
			continue
		}
		c := calls{known, account(), stack}
		for _, resource := range stack.resources {
			kind, _ := known.Type(resource.token)
			arn := c.fill(kind.ARN, resource)
			var asked request
			switch {
			case resource.token == "aws:ecr/repository:Repository":
				asked = request{"ecr:PutImage", arn, nil}
			case resource.token == "aws:s3/bucketV2:BucketV2" && resource.name == "bucket-static-bucket":
				asked = request{"s3:PutObject", arn + "/x", nil}
			case resource.token == "aws:cloudfront/distribution:Distribution":
				asked = request{"cloudfront:CreateInvalidation", arn, map[string]string{"aws:ResourceTag/Environment": resource.tags["Environment"], "aws:ResourceTag/System": resource.tags["System"]}}
			default:
				continue
			}
			reached[asked.action]++
			assert.True(t, pushRole(stack.environment).may(asked), "%s/%s %s", stack.system, stack.environment, arn)
			for _, other := range environments {
				assert.Equal(t, other == stack.environment, pushRole(other).may(asked), "%s: %s", other, arn)
			}
		}
	}
	require.Len(t, reached, 3, "there are repositories, files and a CDN")
}

// IAM knows a tag of a distribution, or the role could refresh none.
func TestDistributionsAreKnownByTheirTags(t *testing.T) {
	known := tables(t)
	assert.True(t, known.Tagged("cloudfront:distribution"))
	action, _ := known.Action("cloudfront:CreateInvalidation")
	assert.True(t, slices.Contains(action.About, "distribution*"))
}

// A long prefix is cut in the names of the image cache's repositories.
func TestTheDeployRoleReachesTheCachesRepositories(t *testing.T) {
	a := account()
	a.Systems = []string{"a-system-with-a-long-name"}
	made := naming.Fit("a-system-with-a-long-name-staging", naming.CachePrefixLimit) + "/hub/library/redis"
	holder := role{policies: []iampolicy.Document{a.DeployData("staging")}}
	assert.True(t, holder.May(rights.Request{Action: "ecr:CreateRepository", Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/" + made}))
	assert.False(t, holder.May(rights.Request{Action: "ecr:CreateRepository", Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/other-staging/hub/library/redis"}))
}
