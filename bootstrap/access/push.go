package access

import (
	"groundwork/internal/iampolicy"
	"groundwork/naming"
)

// pushActions are what a push of an image takes:
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
// BatchGetImage reads manifests, which clients look at before they push; the layers
// of an image can't be had with it.
var pushActions = []string{
	"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
}

// Push lets the environment's builds push images and static files, and tell the CDN
// to fetch the files anew. It reads no object, deletes no image, and changes no
// setting. Distributions have numbers for names, so they are known by their tags:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html
func (a Account) Push(environment string) iampolicy.Document {
	static, files := a.staticBuckets(environment)
	statements := []iampolicy.Statement{
		allow("Login", []string{"ecr:GetAuthorizationToken"}, everything, nil),
		allow("PushImages", pushActions, a.named(environment, func(prefix string) string { return a.regional("ecr", "repository/"+prefix+"/*") }), nil),
		allow("RefreshCDN", []string{"cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"},
			[]string{"arn:aws:cloudfront::" + a.ID + ":distribution/*"},
			iampolicy.Condition{"StringEquals": {"aws:ResourceTag/Environment": {environment}, "aws:ResourceTag/System": a.Systems}}),
	}
	if len(static) > 0 {
		statements = append(statements,
			allow("FindFiles", []string{"s3:ListBucket"}, static, nil),
			allow("PutFiles", []string{"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"}, files, nil))
	}
	return iampolicy.Document{Statements: statements}
}

// staticBuckets are the environment's buckets of static files, by their whole names,
// and what is in them.
func (a Account) staticBuckets(environment string) (buckets, files []string) {
	for _, system := range a.Systems {
		for _, short := range a.StaticBuckets {
			ending := "-" + a.ID
			name := naming.Fit(naming.Scope{System: system, Environment: environment}.Name(short), naming.BucketLimit-len(ending)) + ending
			buckets = append(buckets, "arn:aws:s3:::"+name)
			files = append(files, "arn:aws:s3:::"+name+"/*")
		}
	}
	return buckets, files
}
