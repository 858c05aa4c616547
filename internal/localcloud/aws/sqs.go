package aws

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

const redriveType = "aws:sqs/redrivePolicy:RedrivePolicy"

// queueService is SQS.
func queueService() service {
	return service{kinds: map[string]localcloud.Kind{
		queueType:   {Check: checkQueue, Create: createQueue, Update: again(createQueue)},
		redriveType: {Create: createRedrive, Update: again(createRedrive)},
	}}
}

var (
	queueNames     = regexp.MustCompile(`^[0-9A-Za-z_-]{1,80}$`)
	fifoQueueNames = regexp.MustCompile(`^[0-9A-Za-z_-]{1,75}\.fifo$`)
)

// checkQueue keeps the provider's own rules, which are SQS's:
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
func checkQueue(c *localcloud.Check) {
	ordered, pattern := c.Inputs.Bool("fifoQueue"), queueNames
	if ordered {
		pattern = fifoQueueNames
	}
	if name := c.Inputs.String("name"); name != "" && !pattern.MatchString(name) {
		c.Fail("name", "invalid queue name: %s", name)
	}
	if !ordered && !c.Inputs.Unknown("fifoQueue") && c.Inputs.Bool("contentBasedDeduplication") {
		c.Fail("contentBasedDeduplication", "content-based deduplication can only be set for FIFO queue")
	}
}

func createQueue(tx *localcloud.Tx, queue *localcloud.Object) error {
	if wait := queue.Outputs.Int("receiveWaitTimeSeconds"); wait < 0 || wait > 20 {
		return tx.Fail(400, "InvalidAttributeValue", "Invalid value for the parameter ReceiveMessageWaitTimeSeconds.")
	}
	return redriven(tx, queue.String("redrivePolicy"), strings.HasSuffix(queue.String("name"), ".fifo"))
}

func createRedrive(tx *localcloud.Tx, redrive *localcloud.Object) error {
	queue := tx.Get(queueType, redrive.String("queueUrl"))
	if queue == nil {
		return tx.Fail(400, "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
	}
	return redriven(tx, redrive.String("redrivePolicy"), strings.HasSuffix(queue.String("name"), ".fifo"))
}

// redriven: messages that nobody could handle go to a queue of the same kind.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
func redriven(tx *localcloud.Tx, text string, ordered bool) error {
	if text == "" {
		return nil
	}
	no := func(reason string) error {
		return tx.Fail(400, "InvalidParameterValue", "Value %s for parameter RedrivePolicy is invalid. Reason: %s", text, reason)
	}
	var policy map[string]any
	if json.Unmarshal([]byte(text), &policy) != nil {
		return no("Redrive policy is not a valid JSON map.")
	}
	for _, name := range []string{"maxReceiveCount", "deadLetterTargetArn"} {
		if policy[name] == nil {
			return no("Redrive policy does not contain mandatory attribute: " + name + ".")
		}
	}
	count, err := strconv.Atoi(fmt.Sprint(policy["maxReceiveCount"]))
	if err != nil || count < 1 || count > 1000 {
		return no(fmt.Sprintf("Invalid value for maxReceiveCount: %v, valid values are from 1 to 1000 both inclusive.", policy["maxReceiveCount"]))
	}
	target := named(tx, queueType, "arn", fmt.Sprint(policy["deadLetterTargetArn"]))
	switch {
	case target == nil:
		return no("Dead letter target does not exist.")
	case strings.HasSuffix(target.String("name"), ".fifo") != ordered:
		return no("Dead-letter queue must be same type of queue as the source.")
	}
	return nil
}
