package conformance

const (
	trailToken    = "aws:cloudtrail/trail:Trail"
	detectorToken = "aws:guardduty/detector:Detector"
	budgetToken   = "aws:budgets/budget:Budget"

	trailPolicies = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html"
	oneDetector   = "https://github.com/hashicorp/terraform-provider-aws/issues/11780"
	budgetAPI     = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html"
)

// trailing tries a trail "all" on a bucket with a policy; no policy where it is empty.
func trailing(policy string) func(*World) error {
	return after(trailToken, func(w *World) Props {
		w.Make("aws:s3/bucketV2:BucketV2", "record", Props{"bucket": "shop-record"})
		if policy != "" {
			w.Make("aws:s3/bucketPolicy:BucketPolicy", "record", Props{"bucket": "shop-record", "policy": policy})
		}
		return Props{"name": "all", "s3BucketName": "shop-record"}
	})
}

// trailPolicy is a policy that lets CloudTrail in for a trail; for any where it is empty.
func trailPolicy(trail string) string {
	condition := ""
	if trail != "" {
		condition = `,"Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:123456789012:trail/` + trail + `"}}`
	}
	statement := func(action, resource string) string {
		return `{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"` + action + `","Resource":"` + resource + `"` + condition + `}`
	}
	return `{"Version":"2012-10-17","Statement":[` + statement("s3:GetBucketAcl", "arn:aws:s3:::shop-record") + "," +
		statement("s3:PutObject", "arn:aws:s3:::shop-record/AWSLogs/123456789012/*") + `]}`
}

var accountCases = []Case{
	{Name: "a trail without a bucket", Do: creating(trailToken, Props{"name": "all", "s3BucketName": "gone"}), Refused: "S3BucketDoesNotExistException", Evidence: trailPolicies},
	{Name: "a trail on a bucket without a policy", Do: trailing(""), Refused: "InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket: shop-record", Evidence: "https://github.com/hashicorp/terraform/issues/6388"},
	{Name: "a trail that the policy lets in", Do: trailing(trailPolicy("all")), Evidence: trailPolicies},
	{Name: "a trail that any policy lets in", Do: trailing(trailPolicy("")), Evidence: trailPolicies},
	{Name: "a trail where the policy names another", Do: trailing(trailPolicy("other")), Refused: "InsufficientS3BucketPolicyException", Evidence: trailPolicies},
	{Name: "a second trail of a name", Do: after(trailToken, func(w *World) Props {
		w.Make("aws:s3/bucketV2:BucketV2", "record", Props{"bucket": "shop-record"})
		w.Make("aws:s3/bucketPolicy:BucketPolicy", "record", Props{"bucket": "shop-record", "policy": trailPolicy("all")})
		w.Make(trailToken, "first", Props{"name": "all", "s3BucketName": "shop-record"})
		return Props{"name": "all", "s3BucketName": "shop-record"}
	}), Refused: "TrailAlreadyExistsException", Evidence: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html"},
	{Name: "a second detector of a region", Do: after(detectorToken, func(w *World) Props {
		w.Make(detectorToken, "first", Props{})
		return Props{}
	}), Refused: "BadRequestException: The request is rejected because a detector already exists for the current account.", Evidence: oneDetector},
	{Name: "a second budget of a name", Do: after(budgetToken, func(w *World) Props {
		w.Make(budgetToken, "first", Props{"name": "all", "budgetType": "COST", "timeUnit": "MONTHLY", "limitAmount": "10.0", "limitUnit": "USD"})
		return Props{"name": "all", "budgetType": "COST", "timeUnit": "MONTHLY", "limitAmount": "20.0", "limitUnit": "USD"}
	}), Refused: "DuplicateRecordException", Evidence: budgetAPI},
	{Name: "a budget that tells nobody", Do: creating(budgetToken, Props{
		"name": "all", "budgetType": "COST", "timeUnit": "MONTHLY", "limitAmount": "10.0", "limitUnit": "USD",
		"notifications": []any{Props{"comparisonOperator": "GREATER_THAN", "threshold": 80, "thresholdType": "PERCENTAGE", "notificationType": "ACTUAL"}},
	}), Refused: "subscriber", Evidence: budgetAPI},
}
