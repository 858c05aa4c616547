package conformance

const (
	cdnAPI      = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/"
	cdnAliases  = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"
	cdnAccess   = "aws:cloudfront/originAccessControl:OriginAccessControl"
	cdnIdentity = "aws:cloudfront/originAccessIdentity:OriginAccessIdentity"
	cdnFunction = "aws:cloudfront/function:Function"
)

// distribution is one before the bucket "files".
func distribution() Props {
	return Props{
		"enabled":           true,
		"origins":           []any{Props{"originId": "files", "domainName": "files.s3.us-east-1.amazonaws.com"}},
		"restrictions":      Props{"geoRestriction": Props{"restrictionType": "none"}},
		"viewerCertificate": Props{"cloudfrontDefaultCertificate": true},
		"defaultCacheBehavior": Props{
			"targetOriginId": "files", "viewerProtocolPolicy": "redirect-to-https", "allowedMethods": []any{"GET", "HEAD"},
			"cachedMethods": []any{"GET", "HEAD"}, "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
		},
	}
}

// distributing tries a distribution that differs from a good one.
func distributing(changes func(w *World) Props) func(*World) error {
	return after(cdn, func(w *World) Props {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		return with(distribution(), changes(w))
	})
}

func origin(changes Props) func(*World) Props {
	return func(*World) Props {
		return Props{"origins": []any{with(Props{"originId": "files", "domainName": "files.s3.us-east-1.amazonaws.com"}, changes)}}
	}
}

func behaving(changes Props) func(*World) Props {
	return func(*World) Props {
		return Props{"defaultCacheBehavior": with(distribution()["defaultCacheBehavior"].(Props), changes)}
	}
}

func named(certificate func(w *World, name string) Made, alias string) func(*World) Props {
	return func(w *World) Props {
		return Props{"aliases": []any{alias}, "viewerCertificate": Props{"acmCertificateArn": certificate(w, "www.example.com").ID, "sslSupportMethod": "sni-only"}}
	}
}

// inOregon makes a certificate where CloudFront does not look.
func inOregon(w *World, name string) Made {
	west := w.cloud.Provider("aws", Props{"region": "us-west-2"})
	return west.Make(acmCert, name, Props{"domainName": name, "validationMethod": "DNS"})
}

var distributionCases = []Case{
	{Name: "a bucket behind a distribution", Do: distributing(origin(nil)), Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "every distribution is in one hosted zone", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		return same("zone", "Z2FDTNDATAQYW2", w.Make(cdn, "x", distribution()).Outputs.String("hostedZoneId"))
	}, Evidence: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html"},
	{Name: "a bucket that is gone", Do: distributing(origin(Props{"domainName": "gone.s3.us-east-1.amazonaws.com"})), Refused: "InvalidOrigin", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "a server without its settings", Do: distributing(origin(Props{"domainName": "www.example.com"})), Refused: "The parameter Origin DomainName does not refer to a valid S3 bucket.", Evidence: cdnAPI + "API_Origin.html"},
	{Name: "an origin with a path in its name", Do: distributing(origin(Props{"domainName": "www.example.com/app"})), Refused: "The parameter origin name must be a domain name.", Evidence: cdnAPI + "API_Origin.html"},
	{Name: "a server with its settings", Do: distributing(origin(Props{"domainName": "www.example.com", "customOriginConfig": Props{"httpPort": 80, "httpsPort": 443, "originProtocolPolicy": "https-only", "originSslProtocols": []any{"TLSv1.2"}}})), Evidence: cdnAPI + "API_CustomOriginConfig.html"},
	{Name: "an access control that is gone", Do: distributing(origin(Props{"originAccessControlId": "E0"})), Refused: "NoSuchOriginAccessControl", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "an access identity that is gone", Do: distributing(origin(Props{"s3OriginConfig": Props{"originAccessIdentity": "origin-access-identity/cloudfront/E0"}})), Refused: "InvalidOriginAccessIdentity", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "an access control and an access identity", Do: distributing(func(w *World) Props {
		control := w.Make(cdnAccess, "oac", Props{"name": "oac", "originAccessControlOriginType": "s3", "signingBehavior": "always", "signingProtocol": "sigv4"})
		identity := w.Make(cdnIdentity, "oai", Props{})
		return origin(Props{"originAccessControlId": control.ID, "s3OriginConfig": Props{"originAccessIdentity": identity.Outputs.String("cloudfrontAccessIdentityPath")}})(w)
	}), Refused: "IllegalOriginAccessConfiguration", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "a behaviour to no origin", Do: distributing(behaving(Props{"targetOriginId": "other"})), Refused: "NoSuchOrigin: One or more of your origins or origin groups do not exist.", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "a cache policy that does not exist", Do: distributing(behaving(Props{"cachePolicyId": "0"})), Refused: "NoSuchCachePolicy", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "no cache policy at all", Do: distributing(behaving(Props{"cachePolicyId": nil})), Refused: "ForwardedValues is required", Evidence: cdnAPI + "API_DefaultCacheBehavior.html"},
	{Name: "an origin request policy that does not exist", Do: distributing(behaving(Props{"originRequestPolicyId": "0"})), Refused: "NoSuchOriginRequestPolicy", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "a response headers policy that does not exist", Do: distributing(behaving(Props{"responseHeadersPolicyId": "0"})), Refused: "NoSuchResponseHeadersPolicy", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "AWS's own policies", Do: distributing(behaving(Props{"originRequestPolicyId": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "responseHeadersPolicyId": "67f7725c-6f97-4210-82d7-5512b31e9d03"})), Evidence: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html"},
	{Name: "AWS's own policy by name", Do: func(w *World) error {
		found, err := w.Invoke("aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy", Props{"name": "Managed-AllViewerExceptHostHeader"})
		if err != nil {
			return err
		}
		return same("id", "b689b0a8-53d0-40ab-baf2-68738e2966ac", found.String("id"))
	}, Evidence: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html"},
	{Name: "a function of Lambda without a version", Do: distributing(behaving(Props{"lambdaFunctionAssociations": []any{Props{"eventType": "viewer-request", "lambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:edge"}}})), Refused: "InvalidLambdaFunctionAssociation", Evidence: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html"},
	{Name: "a function that is not published", Do: distributing(func(w *World) Props {
		function := w.Make(cdnFunction, "f", Props{"name": "f", "runtime": "cloudfront-js-2.0", "code": "function handler(event) {}", "publish": false})
		return behaving(Props{"functionAssociations": []any{Props{"eventType": "viewer-request", "functionArn": function.Outputs.String("arn")}}})(w)
	}), Refused: "InvalidFunctionAssociation", Evidence: cdnAPI + "API_FunctionAssociation.html"},
	{Name: "a function's name twice", Do: after(cdnFunction, func(w *World) Props {
		inputs := Props{"name": "f", "runtime": "cloudfront-js-2.0", "code": "function handler(event) {}"}
		w.Make(cdnFunction, "f", inputs)
		return inputs
	}), Refused: "FunctionAlreadyExists", Evidence: cdnAPI + "API_CreateFunction.html"},

	{Name: "an alias without a certificate", Do: distributing(func(*World) Props { return Props{"aliases": []any{"www.example.com"}} }), Refused: "InvalidViewerCertificate: To add an alternate domain name (CNAME)", Evidence: cdnAliases},
	{Name: "a certificate of another region", Do: distributing(named(inOregon, "www.example.com")), Refused: "isn't in us-east-1 region", Evidence: cdnAliases},
	{Name: "a certificate that was never issued", Do: distributing(named(pending, "www.example.com")), Refused: "InvalidViewerCertificate", Evidence: cdnAliases},
	{Name: "a certificate of another name", Do: distributing(named(issued, "api.example.com")), Refused: "doesn't cover the alternate domain name (CNAME) that you're trying to add", Evidence: cdnAliases},
	{Name: "a certificate of its name", Do: distributing(named(issued, "www.example.com")), Evidence: cdnAliases},
	{Name: "an alias of another distribution", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		inputs := with(distribution(), named(issued, "www.example.com")(w))
		w.Make(cdn, "first", inputs)
		_, err := w.Create(cdn, "second", inputs)
		return err
	}, Refused: "CNAMEAlreadyExists", Evidence: cdnAPI + "API_CreateDistribution.html"},
	{Name: "deletion of an access identity in use", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		identity := w.Make(cdnIdentity, "oai", Props{})
		w.Make(cdn, "x", with(distribution(), origin(Props{"s3OriginConfig": Props{"originAccessIdentity": identity.Outputs.String("cloudfrontAccessIdentityPath")}})(w)))
		return w.Delete(cdnIdentity, "oai", identity)
	}, Refused: "CloudFrontOriginAccessIdentityInUse", Evidence: cdnAPI + "API_DeleteCloudFrontOriginAccessIdentity.html"},
	{Name: "deletion of an access control in use", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		control := w.Make(cdnAccess, "oac", Props{"name": "oac", "originAccessControlOriginType": "s3", "signingBehavior": "always", "signingProtocol": "sigv4"})
		w.Make(cdn, "x", with(distribution(), origin(Props{"originAccessControlId": control.ID})(w)))
		return w.Delete(cdnAccess, "oac", control)
	}, Refused: "OriginAccessControlInUse", Evidence: cdnAPI + "API_DeleteOriginAccessControl.html"},
}
