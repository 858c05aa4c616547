package cloudfront

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	distributionType = "aws:cloudfront/distribution:Distribution"
	deliveryType     = "aws:cloudwatch/logDelivery:LogDelivery"
	componentType    = "groundwork:cloudfront:CDN"
)

func static() Args {
	return Args{
		Names:            naming.Scope{System: "stockindicator", Environment: "prod"},
		Host:             "static.stockindicator.com",
		CertificateARN:   pulumi.String("arn:aws:acm:us-east-1:123456789012:certificate/1"),
		BucketDomainName: pulumi.String("assets.s3.us-east-1.amazonaws.com"),
		LogsBucketARN:    pulumi.String("arn:aws:s3:::logs"),
	}
}

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "cdn", args)
		return err
	}, options...)
}

func TestAssetsAreServedOverCurrentTLSFromASignedOrigin(t *testing.T) {
	recorder := run(t, static())
	distribution := recorder.One(t, distributionType)
	want := map[string]any{
		"enabled": true, "aliases": []any{"static.stockindicator.com"}, "defaultRootObject": "index.html",
		"httpVersion": "http2and3", "isIpv6Enabled": true, "priceClass": "PriceClass_100",
		"loggingConfig": nil, "webAclId": nil,
	}
	for key, value := range want {
		assert.Equal(t, value, distribution.Get(key), key)
	}
	assert.Equal(t, "TLSv1.2_2021", distribution.Get("viewerCertificate", "minimumProtocolVersion"))
	assert.Equal(t, "sni-only", distribution.Get("viewerCertificate", "sslSupportMethod"))
	assert.Equal(t, "redirect-to-https", distribution.Get("defaultCacheBehavior", "viewerProtocolPolicy"))
	assert.Equal(t, "658327ea-f89d-4fab-a63d-7e88639e58f6", distribution.Get("defaultCacheBehavior", "cachePolicyId"))
	assert.Equal(t, true, distribution.Get("defaultCacheBehavior", "compress"))
	assert.Equal(t, []any{map[string]any{
		"originId": "bucket", "domainName": "assets.s3.us-east-1.amazonaws.com", "originAccessControlId": "cdn-access-id",
	}}, distribution.Get("origins"))

	access := recorder.One(t, "aws:cloudfront/originAccessControl:OriginAccessControl")
	assert.Equal(t, "always", access.Get("signingBehavior"))
	assert.Equal(t, "sigv4", access.Get("signingProtocol"))
}

func TestLogsGoByLogDeliveryOrNotAtAll(t *testing.T) {
	recorder := run(t, static())
	assert.Equal(t, "stockindicator-prod-cdn", recorder.One(t, deliveryType).Get("deliverySourceName"))
	destination := recorder.One(t, "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination")
	assert.Equal(t, "arn:aws:s3:::logs", destination.Get("deliveryDestinationConfiguration", "destinationResourceArn"))

	args := static()
	args.LogsBucketARN = nil
	assert.Empty(t, run(t, args).All(deliveryType))
}

func TestLogDeliveryIsSetUpInUSEast1(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		provider := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", "us-east-1", pulumi.Map{}, provider); err != nil {
			return err
		}
		args := static()
		args.USEast1 = provider
		_, err := New(ctx, "cdn", args)
		return err
	})
	assert.Contains(t, recorder.One(t, deliveryType).Provider, "us-east-1")
	assert.NotContains(t, recorder.One(t, distributionType).Provider, "::us-east-1::")
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	run(t, static()).Children(t, componentType, "cdn")
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) {
	assert.Len(t, run(t, static(), mocks.Preview).All(distributionType), 1)
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	tests := map[string]struct {
		change func(*Args)
		want   string
	}{
		"no host":                {func(a *Args) { a.Host = "" }, `host "" must be a host name such as static.example.com`},
		"no certificate":         {func(a *Args) { a.CertificateARN = nil }, "certificate arn is required: CloudFront's own certificate serves only its own host name"},
		"an unknown price class": {func(a *Args) { a.PriceClass = "cheap" }, `price class "cheap" is not known: write one of [PriceClass_100 PriceClass_200 PriceClass_All]`},
		"two problems":           {func(a *Args) { a.BucketDomainName, a.Names = nil, naming.Scope{} }, "names are required\nbucket domain name is required"},
	}
	require.NoError(t, static().validate())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			args := static()
			test.change(&args)
			assert.EqualError(t, args.validate(), test.want)
		})
	}
}
