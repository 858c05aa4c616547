package aws

import (
	"fmt"
	"strings"

	"groundwork/internal/localcloud"
)

// sdkNames are the services' names in the AWS SDK's errors where they are not
// the module's name in capitals.
var sdkNames = map[string]string{
	"lb": "Elastic Load Balancing v2", "alb": "Elastic Load Balancing v2", "cloudfront": "CloudFront",
	"cloudwatch": "CloudWatch", "secretsmanager": "Secrets Manager", "elasticache": "ElastiCache",
	"autoscaling": "Auto Scaling", "appautoscaling": "Application Auto Scaling", "route53": "Route 53",
	"lambda": "Lambda", "dynamodb": "DynamoDB", "cloudtrail": "CloudTrail", "guardduty": "GuardDuty",
	"vpc": "EC2", "ebs": "EC2", "cfg": "Config Service", "backup": "Backup", "scheduler": "Scheduler",
}

// verbs are an operation's word in the provider's messages and in the API.
var verbs = map[string][2]string{
	"create": {"creating", "Create"}, "update": {"updating", "Modify"},
	"delete": {"deleting", "Delete"}, "read": {"reading", "Describe"}, "invoke": {"reading", "Describe"},
}

// wording puts a refusal the way the provider passes the SDK's error on:
//
//	creating EC2 Subnet: operation error EC2: CreateSubnet, https response
//	error StatusCode: 400, RequestID: ..., api error InvalidSubnet.Conflict: ...
func wording(op localcloud.Operation, err *localcloud.ServiceError) string {
	name := sdkNames[module(op.Type)]
	if name == "" {
		name = strings.ToUpper(module(op.Type))
	}
	verb := verbs[op.Verb]
	request := localcloud.NewDice("request", op.Verb, op.URN, op.ID).UUID()
	subject := name + " " + short(op.Type)
	if op.ID != "" {
		subject += " (" + op.ID + ")"
	}
	return fmt.Sprintf("%s %s: operation error %s: %s%s, https response error StatusCode: %d, RequestID: %s, api error %s: %s",
		verb[0], subject, name, verb[1], short(op.Type), err.Status, request, err.Code, err.Message)
}
