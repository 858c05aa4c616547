package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

const subscriptionType = "aws:sns/topicSubscription:TopicSubscription"

// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html#API_Subscribe_Errors
var topicLinks = []link{
	{from: subscriptionType, path: "topic", to: topicType, by: "arn", loose: true, missing: refusal{404, "NotFound", "Topic does not exist"}},
}

// topicService is SNS. Subscriptions stay for a while when their topic goes.
func topicService() service {
	return service{kinds: map[string]localcloud.Kind{
		topicType:        {Check: checkTopic},
		subscriptionType: {Create: createSubscription},
	}}
}

var (
	topicNames     = regexp.MustCompile(`^[0-9A-Za-z_-]{1,256}$`)
	fifoTopicNames = regexp.MustCompile(`^[0-9A-Za-z_-]{1,251}\.fifo$`)
)

// checkTopic keeps the provider's own rules, which are SNS's:
// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
func checkTopic(c *localcloud.Check) {
	ordered, pattern := c.Inputs.Bool("fifoTopic"), topicNames
	if ordered {
		pattern = fifoTopicNames
	}
	if name := c.Inputs.String("name"); name != "" && !pattern.MatchString(name) {
		c.Fail("name", "invalid topic name: %s", name)
	}
	if !ordered && !c.Inputs.Unknown("fifoTopic") && c.Inputs.Bool("contentBasedDeduplication") {
		c.Fail("contentBasedDeduplication", "content-based deduplication can only be set for FIFO topics")
	}
}

// endpoints are the forms of endpoints by protocol, with what SNS says of
// others: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
var endpoints = map[string]struct {
	form  *regexp.Regexp
	wrong string
}{
	"http":       {regexp.MustCompile(`^http://.`), "Endpoint must match the specified protocol"},
	"https":      {regexp.MustCompile(`^https://.`), "Endpoint must match the specified protocol"},
	"email":      {regexp.MustCompile(`^[^@]+@[^@]+$`), "Email address"},
	"email-json": {regexp.MustCompile(`^[^@]+@[^@]+$`), "Email address"},
	"sqs":        {regexp.MustCompile(`^arn:[a-z-]+:sqs:`), "SQS endpoint ARN"},
	"lambda":     {regexp.MustCompile(`^arn:[a-z-]+:lambda:`), "Lambda endpoint ARN"},
	"firehose":   {regexp.MustCompile(`^arn:[a-z-]+:firehose:`), "Firehose endpoint ARN"},
}

// confirmed are the protocols whose subscriptions wait for nobody:
// https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
var confirmed = map[string]bool{"sqs": true, "lambda": true, "firehose": true, "application": true, "sms": true}

// createSubscription: ordered topics deliver to queues alone, and ordered
// queues take of ordered topics alone.
// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html
func createSubscription(tx *localcloud.Tx, subscription *localcloud.Object) error {
	protocol, endpoint := subscription.String("protocol"), subscription.String("endpoint")
	if known, ok := endpoints[protocol]; ok && !known.form.MatchString(endpoint) {
		return tx.Fail(400, "InvalidParameter", "Invalid parameter: %s", known.wrong)
	}
	ordered := strings.HasSuffix(subscription.String("topic"), ".fifo")
	switch {
	case ordered && protocol != "sqs":
		return tx.Fail(400, "InvalidParameter", "Invalid parameter: Invalid protocol type: %s", protocol)
	case !ordered && protocol == "sqs" && strings.HasSuffix(endpoint, ".fifo"):
		return tx.Fail(400, "InvalidParameter", "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics")
	}
	subscription.Set("pendingConfirmation", !confirmed[protocol] && !subscription.Outputs.Bool("endpointAutoConfirms"))
	subscription.Set("ownerId", tx.Account())
	return nil
}
