package conformance

import "fmt"

const (
	sqsQueue   = "aws:sqs/queue:Queue"
	snsTopic   = "aws:sns/topic:Topic"
	snsFollows = "aws:sns/topicSubscription:TopicSubscription"

	sqsAPI    = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"
	sqsLetter = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"
	snsAPI    = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"
	snsFIFO   = "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html"
	jobsARN   = "arn:aws:sqs:us-east-1:123456789012:jobs"
)

// redriving makes a dead-letter queue and one that sends there.
func redriving(dead Props, tries any, changes Props) func(*World) error {
	return func(w *World) error {
		letters := w.Make(sqsQueue, "dead", with(Props{"name": "dead"}, dead))
		_, err := w.Create(sqsQueue, "jobs", with(Props{
			"name": "jobs", "redrivePolicy": fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":%v}`, letters.Outputs.String("arn"), tries),
		}, changes))
		return err
	}
}

// following subscribes to a topic.
func following(topic Props, protocol, endpoint string) func(*World) error {
	return func(w *World) error {
		made := w.Make(snsTopic, "news", topic)
		_, err := w.Create(snsFollows, "x", Props{"topic": made.Outputs.String("arn"), "protocol": protocol, "endpoint": endpoint})
		return err
	}
}

func waits(protocol, endpoint string, want bool) func(*World) error {
	return func(w *World) error {
		made := w.Make(snsTopic, "news", Props{"name": "news"})
		follows, err := w.Create(snsFollows, "x", Props{"topic": made.Outputs.String("arn"), "protocol": protocol, "endpoint": endpoint})
		if err != nil {
			return err
		}
		return same("pending", want, follows.Outputs.Bool("pendingConfirmation"))
	}
}

var messagingCases = []Case{
	{"a queue's address", shows(sqsQueue, plainly(Props{"name": "jobs"}), "url", `^https://sqs\.us-east-1\.amazonaws\.com/123456789012/jobs$`), "", sqsAPI},
	{"a queue's name with a dot", creating(sqsQueue, Props{"name": "jobs.new"}), "invalid queue name: jobs.new", sqsAPI},
	{"an ordered queue without its suffix", creating(sqsQueue, Props{"name": "jobs", "fifoQueue": true}), "invalid queue name: jobs", sqsAPI},
	{"an ordered queue", creating(sqsQueue, Props{"name": "jobs.fifo", "fifoQueue": true, "contentBasedDeduplication": true}), "", sqsAPI},
	{"deduplication in a plain queue", creating(sqsQueue, Props{"name": "jobs", "contentBasedDeduplication": true}), "content-based deduplication can only be set for FIFO queue", sqsAPI},
	{"messages hidden for more than twelve hours", creating(sqsQueue, Props{"visibilityTimeoutSeconds": 43201}), "43200", sqsAPI},
	{"messages kept for less than a minute", creating(sqsQueue, Props{"messageRetentionSeconds": 59}), "60", sqsAPI},
	{"a wait of more than 20 s", creating(sqsQueue, Props{"receiveWaitTimeSeconds": 21}), "InvalidAttributeValue", sqsAPI},
	{"a dead-letter queue", redriving(nil, 3, nil), "", sqsLetter},
	{"a dead-letter queue that is not there", creating(sqsQueue, Props{"redrivePolicy": `{"deadLetterTargetArn":"` + jobsARN + `","maxReceiveCount":3}`}),
		"Reason: Dead letter target does not exist.", sqsLetter},
	{"a dead-letter queue of the other kind", redriving(Props{"name": "dead.fifo", "fifoQueue": true}, 3, nil),
		"Reason: Dead-letter queue must be same type of queue as the source.", sqsLetter},
	{"no tries before the dead-letter queue", redriving(nil, 0, nil), "valid values are from 1 to 1000", sqsAPI},
	{"tries that are not said", creating(sqsQueue, Props{"redrivePolicy": `{"deadLetterTargetArn":"` + jobsARN + `"}`}), "mandatory attribute: maxReceiveCount", sqsAPI},

	{"a topic's name with a space", creating(snsTopic, Props{"name": "the news"}), "invalid topic name: the news", "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"},
	{"an ordered topic without its suffix", creating(snsTopic, Props{"name": "news", "fifoTopic": true}), "invalid topic name: news", "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"},
	{"deduplication in a plain topic", creating(snsTopic, Props{"name": "news", "contentBasedDeduplication": true}), "can only be set for FIFO topics", "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"},
	{"a subscription to no topic", creating(snsFollows, Props{"topic": "arn:aws:sns:us-east-1:123456789012:gone", "protocol": "sqs", "endpoint": jobsARN}), "NotFound: Topic does not exist", snsAPI},
	{"a queue that follows a topic", waits("sqs", jobsARN, false), "", snsAPI},
	{"somebody who must confirm by mail", waits("email", "ops@example.com", true), "", snsAPI},
	{"a mail address that is none", following(Props{"name": "news"}, "email", "ops"), "Invalid parameter: Email address", snsAPI},
	{"an address of the other protocol", following(Props{"name": "news"}, "https", "http://example.com"), "Endpoint must match the specified protocol", snsAPI},
	{"a queue by its address", following(Props{"name": "news"}, "sqs", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"), "Invalid parameter: SQS endpoint ARN", snsAPI},
	{"an ordered topic by mail", following(Props{"name": "news.fifo", "fifoTopic": true}, "email", "ops@example.com"), "Invalid protocol type: email", snsFIFO},
	{"an ordered queue behind a plain topic", following(Props{"name": "news"}, "sqs", jobsARN+".fifo"), "FIFO SQS Queues can not be subscribed to standard SNS topics", snsFIFO},
}
