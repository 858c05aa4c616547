package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAccessLogsOfCloudFrontAreDelivered(t *testing.T) {
	w := settle(t)
	w.make(bucketType, "files", props{"bucket": "files"})
	logs := w.make(bucketType, "logs", props{"bucket": "logs"})
	control := w.make(accessIDType, "files", props{"name": "files", "originAccessControlOriginType": "s3", "signingBehavior": "always", "signingProtocol": "sigv4"})
	made := w.make(distributionType, "files", distribution("files", control.ID))
	from := props{"name": "cdn", "logType": "ACCESS_LOGS", "resourceArn": made.Outputs.String("arn")}
	source := w.make(deliverySourceType, "cdn", from)
	assert.Equal(t, "arn:aws:logs:us-east-1:123456789012:delivery-source:cdn", source.Outputs.String("arn"))
	to := props{"name": "cdn", "outputFormat": "json", "deliveryDestinationConfiguration": props{"destinationResourceArn": logs.Outputs.String("arn")}}
	destination := w.make(deliveryDestinationType, "cdn", to)
	assert.Equal(t, "S3", destination.Outputs.String("deliveryDestinationType"))
	way := props{"deliverySourceName": "cdn", "deliveryDestinationArn": destination.Outputs.String("arn")}
	w.make(deliveryType, "cdn", way)
	west := w.cloud.Provider("aws", props{"region": "us-west-2"})
	assert.Contains(t, west.Refuse(deliverySourceType, "cdn", from), "must be created in us-east-1")
	refusing(t, w.provider, []refused{
		{"a source of nothing", deliverySourceType, with(from, props{"name": "x", "resourceArn": "arn:aws:cloudfront::123456789012:distribution/E0"}), "ResourceNotFoundException"},
		{"a source twice", deliverySourceType, with(from, props{"name": "x"}), "already been used in another Delivery Source"},
		{"a source's name twice", deliverySourceType, from, "ConflictException"},
		{"logs that CloudFront does not have", deliverySourceType, with(from, props{"name": "x", "logType": "FLOW_LOGS"}), "Provided log type FLOW_LOGS is not supported"},
		{"a destination that is gone", deliveryDestinationType, with(to, props{"name": "x", "deliveryDestinationConfiguration": props{"destinationResourceArn": "arn:aws:s3:::gone"}}), "does not exist: gone"},
		{"a delivery from nothing", deliveryType, with(way, props{"deliverySourceName": "gone"}), "Delivery Source with name gone does not exist."},
		{"a delivery twice", deliveryType, way, "ConflictException: Delivery already exists"},
	})
	w.stays(deliverySourceType, "cdn", source, "because it is used in a Delivery")
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func distribution(bucket, control string) props {
	return props{
		"enabled":           true,
		"origins":           []any{props{"originId": "files", "domainName": bucket + ".s3.us-east-1.amazonaws.com", "originAccessControlId": control}},
		"restrictions":      props{"geoRestriction": props{"restrictionType": "none"}},
		"viewerCertificate": props{"cloudfrontDefaultCertificate": true},
		"defaultCacheBehavior": props{
			"targetOriginId": "files", "viewerProtocolPolicy": "redirect-to-https", "allowedMethods": []string{"GET", "HEAD"},
			"cachedMethods": []string{"GET", "HEAD"}, "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
		},
	}
}
