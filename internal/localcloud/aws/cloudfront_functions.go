package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// edgeFunctionNames and maxEdgeCode are of
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
var edgeFunctionNames = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

const maxEdgeCode = 10 * 1024

func checkEdgeFunction(c *localcloud.Check) {
	if name := c.Inputs.String("name"); name != "" && !edgeFunctionNames.MatchString(name) {
		c.Fail("name", "must be 1 to 64 letters, digits, hyphens and underscores: %q", name)
	}
}

func createEdgeFunction(tx *localcloud.Tx, function *localcloud.Object) error {
	if len(function.String("code")) > maxEdgeCode {
		return tx.Fail(413, "FunctionSizeLimitExceeded", "The function exceeds the maximum size of %d bytes.", maxEdgeCode)
	}
	function.Set("etag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
	function.Set("liveStageEtag", "")
	function.Set("status", "UNPUBLISHED")
	if function.Outputs.Bool("publish") {
		function.Set("liveStageEtag", "E"+tx.Dice().Text(13, localcloud.UpperAlnum))
		function.Set("status", "UNASSOCIATED")
	}
	return nil
}

var versionedFunction = regexp.MustCompile(`:function:[^:]+:[0-9]+$`)

// checkEdgeCode: a function of CloudFront is published, one of Lambda is a
// version in us-east-1:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
func checkEdgeCode(tx *localcloud.Tx, behavior localcloud.Props) error {
	for _, arn := range valuesAt(behavior, "functionAssociations.*.functionArn") {
		function := named(tx, edgeFunctionType, "arn", arn)
		if function == nil || function.String("liveStageEtag") == "" {
			return tx.Fail(400, "InvalidFunctionAssociation", "The function ARN must refer to a published function. ARN: %s", arn)
		}
	}
	for _, arn := range valuesAt(behavior, "lambdaFunctionAssociations.*.lambdaArn") {
		switch {
		case !strings.HasPrefix(arn, "arn:aws:lambda:us-east-1:"):
			return tx.Fail(400, "InvalidLambdaFunctionAssociation", "The function must be in region 'us-east-1'. ARN: %s", arn)
		case !versionedFunction.MatchString(arn):
			return tx.Fail(400, "InvalidLambdaFunctionAssociation", "The function ARN must reference a specific function version. (The ARN must end with the version number.) ARN: %s", arn)
		}
	}
	return nil
}
