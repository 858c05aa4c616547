package cloudfront

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awscloudfront "groundwork/internal/sdk/aws/cloudfront"
	awscloudwatch "groundwork/internal/sdk/aws/cloudwatch"
)

// deliveryNameLimit is the longest name of a delivery source or destination:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
const deliveryNameLimit = 60

// accessLogs delivers the access logs by CloudWatch's log delivery ("standard
// logging v2"). The older way, the distribution's own loggingConfig, writes with
// access lists, which the log bucket has turned off.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
func (b *builder) accessLogs(distribution *awscloudfront.Distribution) error {
	if b.args.LogsBucketARN == nil {
		return nil
	}
	opts := []pulumi.ResourceOption{b.parent}
	if b.args.USEast1 != nil {
		opts = append(opts, pulumi.Provider(b.args.USEast1))
	}
	source, err := awscloudwatch.NewLogDeliverySource(b.ctx, b.child("log-source"), &awscloudwatch.LogDeliverySourceArgs{
		Name:        pulumi.String(b.args.Names.Short(deliveryNameLimit, "cdn")),
		LogType:     pulumi.String("ACCESS_LOGS"),
		ResourceArn: distribution.Arn,
		Tags:        b.tags(),
	}, opts...)
	if err != nil {
		return fmt.Errorf("creating the log source: %w", err)
	}
	destination, err := awscloudwatch.NewLogDeliveryDestination(b.ctx, b.child("log-destination"), &awscloudwatch.LogDeliveryDestinationArgs{
		Name:         pulumi.String(b.args.Names.Short(deliveryNameLimit, "cdn")),
		OutputFormat: pulumi.String("json"),
		DeliveryDestinationConfiguration: awscloudwatch.LogDeliveryDestinationDeliveryDestinationConfigurationArgs{
			DestinationResourceArn: b.args.LogsBucketARN,
		},
		Tags: b.tags(),
	}, opts...)
	if err != nil {
		return fmt.Errorf("creating the log destination: %w", err)
	}
	_, err = awscloudwatch.NewLogDelivery(b.ctx, b.child("log-delivery"), &awscloudwatch.LogDeliveryArgs{
		DeliverySourceName:     source.Name,
		DeliveryDestinationArn: destination.Arn,
		Tags:                   b.tags(),
	}, opts...)
	if err != nil {
		return fmt.Errorf("creating the log delivery: %w", err)
	}
	return nil
}
