package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

const (
	deliveryType            = "aws:cloudwatch/logDelivery:LogDelivery"
	deliverySourceType      = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
	deliveryDestinationType = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
)

// Deliveries hold their source and destination; see "Errors" of
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliverySource.html
var deliveryLinks = []link{
	{from: deliveryType, path: "deliverySourceName", to: deliverySourceType, missing: refusal{404, "ResourceNotFoundException", "Delivery Source with name %s does not exist."}},
	{from: deliveryType, path: "deliveryDestinationArn", to: deliveryDestinationType, by: "arn", missing: refusal{404, "ResourceNotFoundException", "Delivery Destination %s does not exist."}},
}

// deliveryService is CloudWatch's delivery of other services' logs.
func deliveryService() service {
	return service{kinds: map[string]localcloud.Kind{
		deliverySourceType:      {ID: deliveryName, Create: createDeliverySource},
		deliveryDestinationType: {ID: deliveryName, Create: createDeliveryDestination},
		deliveryType:            {ID: deliveryID, Create: createDelivery, Name: nameDelivery},
	}}
}

// deliveryName is the id, and ends the ARN.
func deliveryName(tx *localcloud.Tx, obj *localcloud.Object) string {
	kind := "delivery-source:"
	if obj.Type == deliveryDestinationType {
		kind = "delivery-destination:"
	}
	obj.Set("arn", tx.ARN("logs", kind+obj.String("name")))
	return obj.String("name")
}

// createDeliverySource: what logs exists, gives such logs, and is the source of
// no other; CloudFront's sources are in us-east-1:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
func createDeliverySource(tx *localcloud.Tx, source *localcloud.Object) error {
	arn := source.String("resourceArn")
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return tx.Fail(400, "ValidationException", "%s is not a valid resource ARN", arn)
	}
	source.Set("service", parts[2])
	if parts[2] == "cloudfront" {
		switch {
		case tx.Region() != "us-east-1":
			return tx.Fail(400, "ValidationException", "Delivery sources of CloudFront must be created in us-east-1, not in %s", tx.Region())
		case named(tx, distributionType, "arn", arn) == nil:
			return tx.Fail(404, "ResourceNotFoundException", "Cannot access provided resource: %s", arn)
		case source.String("logType") != "ACCESS_LOGS" && source.String("logType") != "CONNECTION_LOGS":
			return tx.Fail(400, "ValidationException", "Provided log type %s is not supported for %s", source.String("logType"), arn)
		}
	}
	for _, other := range tx.Where(deliverySourceType, "resourceArn", arn) {
		if other.ID != source.ID && other.String("logType") == source.String("logType") {
			return tx.Fail(409, "ConflictException", "This ResourceId has already been used in another Delivery Source in this account: %s", other.ID)
		}
	}
	return nil
}

// createDeliveryDestination: the kind of a destination follows from its ARN:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html
func createDeliveryDestination(tx *localcloud.Tx, destination *localcloud.Object) error {
	arn := destination.String("deliveryDestinationConfiguration.destinationResourceArn")
	kinds := map[string]string{"s3": "S3", "logs": "CWL", "firehose": "FH"}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || kinds[parts[2]] == "" {
		return tx.Fail(400, "ValidationException", "%s is not a valid destination", arn)
	}
	kind := kinds[parts[2]]
	destination.Set("deliveryDestinationType", kind)
	bucket, _, _ := strings.Cut(parts[5], "/")
	if kind == "S3" && named(tx.World(), bucketType, "", bucket) == nil {
		return tx.Fail(404, "ResourceNotFoundException", "The bucket of the delivery destination does not exist: %s", bucket)
	}
	if format := destination.String("outputFormat"); format == "parquet" && kind != "S3" {
		return tx.Fail(400, "ValidationException", "The output format %s is not supported for destinations of type %s", format, kind)
	}
	return nil
}

func deliveryID(tx *localcloud.Tx, delivery *localcloud.Object) string {
	id := tx.Dice().Text(16, localcloud.Alnum)
	delivery.Set("arn", tx.ARN("logs", "delivery:"+id))
	return id
}

func nameDelivery(delivery *localcloud.Object) string { return delivery.String("deliverySourceName") }

// createDelivery: a source goes to a destination once:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html
func createDelivery(tx *localcloud.Tx, delivery *localcloud.Object) error {
	destination := named(tx, deliveryDestinationType, "arn", delivery.String("deliveryDestinationArn"))
	for _, other := range tx.Where(deliveryType, "deliverySourceName", delivery.String("deliverySourceName")) {
		there := named(tx, deliveryDestinationType, "arn", other.String("deliveryDestinationArn"))
		if other.ID != delivery.ID && destination != nil && there != nil &&
			there.String("deliveryDestinationType") == destination.String("deliveryDestinationType") {
			return tx.Fail(409, "ConflictException", "Delivery already exists: %s", other.ID)
		}
	}
	decide(delivery, "fieldDelimiter", "")
	decide(delivery, "recordFields", []string{})
	decide(delivery, "s3DeliveryConfigurations", []localcloud.Props{})
	return nil
}
