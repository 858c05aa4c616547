package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

const (
	bucketNotificationType = "aws:s3/bucketNotification:BucketNotification"
	queueType              = "aws:sqs/queue:Queue"
	queuePolicyType        = "aws:sqs/queuePolicy:QueuePolicy"
	topicType              = "aws:sns/topic:Topic"
	topicPolicyType        = "aws:sns/topicPolicy:TopicPolicy"
	functionType           = "aws:lambda/function:Function"
	permissionType         = "aws:lambda/permission:Permission"
)

// putNotification tries the destinations as S3 does: they exist, and let S3 in.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
func putNotification(tx *localcloud.Tx, notification *localcloud.Object) error {
	for path, admits := range map[string]func(*localcloud.Tx, string) bool{
		"queues.*.queueArn": queueAdmitsS3, "topics.*.topicArn": topicAdmitsS3, "lambdaFunctions.*.lambdaFunctionArn": functionAdmitsS3,
	} {
		for _, arn := range valuesAt(notification.Outputs, path) {
			if !admits(tx, arn) {
				return tx.Fail(400, "InvalidArgument", "Unable to validate the following destination configurations")
			}
		}
	}
	return nil
}

func queueAdmitsS3(tx *localcloud.Tx, arn string) bool {
	queue := named(tx, queueType, "arn", arn)
	if queue == nil {
		return false
	}
	policy := tx.Get(queuePolicyType, queue.ID)
	return strings.Contains(queue.String("policy"), "s3.amazonaws.com") || policy != nil
}

func topicAdmitsS3(tx *localcloud.Tx, arn string) bool {
	topic := tx.Get(topicType, arn)
	return topic != nil && (strings.Contains(topic.String("policy"), "s3.amazonaws.com") || tx.Get(topicPolicyType, arn) != nil)
}

func functionAdmitsS3(tx *localcloud.Tx, arn string) bool {
	return invokable(tx, arn, "s3.amazonaws.com")
}

// invokable reports whether a function lets a service call it.
func invokable(tx *localcloud.Tx, arn, service string) bool {
	function := findFunction(tx, arn)
	if function == nil {
		return false
	}
	return tx.Find(permissionType, func(permission *localcloud.Object) bool {
		principal := permission.String("principal")
		return functionName(permission.String("function")) == function.ID && (principal == service || principal == "*")
	}) != nil
}

// findFunction finds a function by its name or by an ARN, with or without a
// version or an alias.
func findFunction(tx *localcloud.Tx, nameOrARN string) *localcloud.Object {
	return tx.Get(functionType, functionName(nameOrARN))
}

func functionName(nameOrARN string) string {
	_, name, isARN := strings.Cut(nameOrARN, ":function:")
	if !isARN {
		name = nameOrARN
	}
	name, _, _ = strings.Cut(name, ":")
	return name
}
