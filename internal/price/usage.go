package price

import "fmt"

func priceSecret(q *quote) {
	q.monthly(1, "secretsmanager", "secret", "secret")
	q.rate("reads of secrets", "secretsmanager", "requests")
}

func priceKey(q *quote) {
	q.monthly(1, "kms", "key", "key")
	q.rate("uses of the key", "kms", "requests")
}

// priceLogGroup: what AWS's services write is billed as one's own logs are.
func priceLogGroup(q *quote) {
	q.rate("logs that are written", "cloudwatch", "log ingestion")
	q.rate("logs that are kept", "cloudwatch", "log storage")
}

// fastPeriod is below which an alarm is of high resolution, in seconds.
const fastPeriod = 60

// priceAlarm: an alarm is billed for each metric that it watches.
func priceAlarm(q *quote) {
	metrics, key := int64(0), "alarm"
	for _, query := range q.in.objects("metricQueries") {
		if len(query.objects("metric")) > 0 {
			metrics++
		}
	}
	if period, _ := q.in.number(fastPeriod, "period"); period < fastPeriod {
		key = "fast alarm"
	}
	metrics = max(metrics, 1)
	q.monthly(metrics, "cloudwatch", key, times(metrics, "alarm"))
}

func priceDashboard(q *quote) { q.monthly(1, "cloudwatch", "dashboard", "dashboard") }

func priceBucket(q *quote) {
	q.rate("what is stored", "s3", "storage")
	q.rate("requests that write or list", "s3", "write requests")
	q.rate("requests that read", "s3", "read requests")
}

func priceDistribution(q *quote) {
	q.rate("data to Europe and North America", "cloudfront", "data")
	q.rate("HTTPS requests", "cloudfront", "requests")
}

func priceZone(q *quote) {
	q.monthly(1, "route53", "zone", "hosted zone")
	q.rate("questions to the zone", "route53", "queries")
}

func priceWebACL(q *quote) {
	q.monthly(1, "waf", "web-acl", "web ACL")
	if rules := int64(len(q.in.objects("rules"))); rules > 0 {
		q.monthly(rules, "waf", "rule", times(rules, "rule"))
	}
	q.rate("requests that are looked at", "waf", "requests")
}

func priceRepository(q *quote) { q.rate("images that are kept", "ecr", "storage") }

// priceFileSystem: throughput costs where it is provisioned.
func priceFileSystem(q *quote) {
	storage := "storage"
	if q.in.given("availabilityZoneName") {
		storage = "one-zone storage"
	}
	q.rate("files that are kept", "efs", storage)
	mode, _ := q.in.text("bursting", "throughputMode")
	switch mode {
	case "bursting":
	case "provisioned":
		speed, known := q.in.number(0, "provisionedThroughputInMibps")
		if !known || speed <= 0 {
			q.gap("the throughput asked for isn't known yet")
			return
		}
		q.monthly(speed, "efs", "throughput", fmt.Sprintf("%d MiB/s", speed))
	default:
		q.gap("the list has no prices of elastic throughput")
	}
}

func priceFunction(q *quote) {
	processor := "x86_64"
	if architectures, _ := q.in.list("architectures"); len(architectures) > 0 {
		processor, _ = inputs{"name": architectures[0]}.text(processor, "name")
	}
	q.rate("calls of the function", "lambda", "requests")
	q.rate("memory of the function while it runs", "lambda", "duration "+processor)
}

func priceQueue(q *quote) {
	key := "standard"
	if q.in.on("fifoQueue") {
		key = "fifo"
	}
	q.rate("requests to the queue", "sqs", key)
}

func priceTopic(q *quote) {
	if q.in.on("fifoTopic") {
		q.gap("the list has no prices of FIFO topics")
		return
	}
	q.rate("messages to the topic", "sns", "requests")
}

// priceTrail: a region's first copy of management events is free, and nothing else:
// https://aws.amazon.com/cloudtrail/pricing/
func priceTrail(q *quote) {
	if len(q.in.objects("eventSelectors"))+len(q.in.objects("advancedEventSelectors"))+len(q.in.objects("insightSelectors")) > 0 {
		q.gap("the list has no prices of data events and insights")
	}
}

func priceDetector(q *quote) {
	q.gap("GuardDuty bills by the events and flow logs that it looks at: the first 30 days show what that is")
}

// priceTable: capacity that is provisioned is billed by the hour.
func priceTable(q *quote) {
	q.rate("items that are kept", "dynamodb", "storage")
	if mode, _ := q.in.text("PROVISIONED", "billingMode"); mode == "PAY_PER_REQUEST" {
		q.rate("reads of the table", "dynamodb", "reads")
		q.rate("writes to the table", "dynamodb", "writes")
		return
	}
	reads, readsKnown := q.in.number(0, "readCapacity")
	writes, writesKnown := q.in.number(0, "writeCapacity")
	if !readsKnown || !writesKnown {
		q.gap("the table's capacity isn't known yet")
		return
	}
	q.hourly(reads, "dynamodb", "read-capacity", "unit of read capacity")
	q.hourly(writes, "dynamodb", "write-capacity", "unit of write capacity")
}
