package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

var noLogGroup = refusal{400, "ResourceNotFoundException", "The specified log group does not exist: %s"}

var logLinks = []link{
	{from: logGroupType, path: "kmsKeyId", to: keyType, loose: true, missing: refusal{400, "AccessDeniedException", "The specified KMS key does not exist or is not allowed to be used with Arn '%s'"}},
	{from: "aws:cloudwatch/logStream:LogStream", path: "logGroupName", to: logGroupType, by: "name", missing: noLogGroup, loose: true},
	{from: "aws:cloudwatch/logMetricFilter:LogMetricFilter", path: "logGroupName", to: logGroupType, by: "name", missing: noLogGroup, loose: true},
	{from: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", path: "logGroup", to: logGroupType, by: "name", missing: noLogGroup, loose: true},
}

// logService is CloudWatch Logs.
func logService() service {
	return service{kinds: map[string]localcloud.Kind{
		logGroupType: {
			Check: checkLogGroup, Create: createLogGroup,
			Delete: takesAlong("logGroupName", "aws:cloudwatch/logStream:LogStream", "aws:cloudwatch/logMetricFilter:LogMetricFilter"),
		},
	}}
}

// checkLogGroup follows
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
func checkLogGroup(c *localcloud.Check) {
	name := c.Inputs.String("name")
	if len(name) > 512 {
		c.Fail("name", "expected length of name to be in the range (1 - 512), got %s", name)
	}
	if bad := strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/.#"); bad != "" {
		c.Fail("name", "%q isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed): %q", "name", name)
	}
}

func createLogGroup(_ *localcloud.Tx, group *localcloud.Object) error {
	decide(group, "logGroupClass", "STANDARD")
	return nil
}
