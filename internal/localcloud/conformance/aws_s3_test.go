package conformance

const (
	s3Names     = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"
	s3Public    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
	s3Ownership = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"
	s3Errors    = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
	s3Policies  = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html"
	s3Cycle     = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"

	s3Policy     = "aws:s3/bucketPolicy:BucketPolicy"
	s3ACL        = "aws:s3/bucketAclV2:BucketAclV2"
	s3Block      = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	s3Ownerships = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	s3Versioning = "aws:s3/bucketVersioningV2:BucketVersioningV2"
	s3Lifecycle  = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	s3Classic    = "aws:s3/bucket:Bucket"
)

// storing tries something on the bucket "files".
func storing(typ string, inputs Props) func(*World) error {
	return after(typ, func(w *World) Props {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		return with(Props{"bucket": "files"}, inputs)
	})
}

func reading(bucket, principal string) Props {
	return Props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + bucket + `/*","Principal":` + principal + `}]}`}
}

func versions(status string) Props {
	return Props{"bucket": "files", "versioningConfiguration": Props{"status": status}}
}

func cycle(rules ...any) Props { return Props{"rules": rules} }

var bucketCases = []Case{
	{Name: "a bucket has its names", Do: func(w *World) error {
		made := w.Make(s3Bucket, "files", Props{"bucket": "files"})
		return same("name", "files.s3.us-east-1.amazonaws.com", made.Outputs.String("bucketRegionalDomainName"))
	}, Evidence: "recordings: aws:s3/bucketV2:BucketV2"},
	{Name: "a name with a capital", Do: creating(s3Bucket, Props{"bucket": "Files"}), Refused: "lowercase", Evidence: s3Names},
	{Name: "a name like an address", Do: creating(s3Bucket, Props{"bucket": "10.0.0.1"}), Refused: "lowercase", Evidence: s3Names},
	{Name: "a name with two dots", Do: creating(s3Bucket, Props{"bucket": "a..b"}), Refused: "lowercase", Evidence: s3Names},
	{Name: "a name of two letters", Do: creating(s3Bucket, Props{"bucket": "ab"}), Refused: "3 to 63", Evidence: s3Names},
	{Name: "a name with a reserved ending", Do: creating(s3Bucket, Props{"bucket": "files-s3alias"}), Refused: "reserved", Evidence: s3Names},
	{Name: "a name twice", Do: storing(s3Bucket, nil), Refused: "BucketAlreadyOwnedByYou", Evidence: s3Errors},
	{Name: "a name of another region", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		w.providers["aws"] = w.cloud.Provider("aws", Props{"region": "us-west-2"})
		_, err := w.Create(s3Bucket, "x", Props{"bucket": "files"})
		return err
	}, Refused: "BucketAlreadyOwnedByYou", Evidence: s3Names},
	{Name: "a setting of no bucket", Do: creating(s3Versioning, versions("Enabled")), Refused: "NoSuchBucket", Evidence: s3Errors},
	{Name: "an object in no bucket", Do: creating(s3Object, Props{"bucket": "gone", "key": "a", "content": "x"}), Refused: "NoSuchBucket", Evidence: s3Errors},
	{Name: "one key in two buckets", Do: func(w *World) error {
		first := w.Make(s3Object, "a", Props{"bucket": w.Make(s3Bucket, "a", Props{"bucket": "aaa"}).ID, "key": "k", "content": "1"})
		second := w.Make(s3Object, "b", Props{"bucket": w.Make(s3Bucket, "b", Props{"bucket": "bbb"}).ID, "key": "k", "content": "2"})
		if err := w.Delete(s3Object, "b", second); err != nil {
			return err
		}
		id, _, _ := w.provider(s3Object).Read(s3Object, "a", first.ID, first.Inputs, first.Outputs)
		return same("what is left", "k", id)
	}, Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html"},

	{Name: "deletion of a bucket that holds something", Do: filled(false), Refused: "BucketNotEmpty: The bucket you tried to delete is not empty", Evidence: s3Errors},
	{Name: "deletion of a bucket that holds something, forced", Do: filled(true), Evidence: "facts: aws:s3/bucketV2:BucketV2"},

	{Name: "a policy about another bucket", Do: storing(s3Policy, reading("other", `{"AWS":"*"}`)), Refused: "MalformedPolicy: Policy has invalid resource", Evidence: s3Policies},
	{Name: "a policy about nobody", Do: storing(s3Policy, Props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::files/*"}]}`}), Refused: "MalformedPolicy: Missing required field Principal", Evidence: s3Policies},
	{Name: "a policy about a role that is gone", Do: storing(s3Policy, reading("files", `{"AWS":"arn:aws:iam::123456789012:role/gone"}`)), Refused: "MalformedPolicy: Invalid principal in policy", Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html"},
	{Name: "a policy about another account", Do: storing(s3Policy, reading("files", `{"AWS":"arn:aws:iam::210987654321:root"}`)), Evidence: s3Policies},
	{Name: "a public policy", Do: storing(s3Policy, reading("files", `"*"`)), Refused: "AccessDenied", Evidence: s3Public},
	{Name: "a public policy, the longer way", Do: storing(s3Policy, reading("files", `{"AWS":"*"}`)), Refused: "BlockPublicPolicy", Evidence: s3Public},
	{Name: "a public policy that the bucket lets in", Do: after(s3Policy, func(w *World) Props {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		w.Make(s3Block, "files", Props{"bucket": "files", "blockPublicPolicy": false})
		return with(reading("files", `"*"`), Props{"bucket": "files"})
	}), Evidence: s3Public},

	{Name: "an ACL", Do: storing(s3ACL, Props{"acl": "private"}), Refused: "AccessControlListNotSupported: The bucket does not allow ACLs", Evidence: s3Ownership},
	{Name: "an ACL where objects have owners", Do: owned("private"), Evidence: s3Ownership},
	{Name: "a public ACL where objects have owners", Do: owned("public-read"), Refused: "AccessDenied", Evidence: s3Public},
	{Name: "a public object", Do: storing(s3Object, Props{"key": "a", "content": "x", "acl": "public-read"}), Refused: "AccessControlListNotSupported", Evidence: s3Ownership},
	{Name: "a classic bucket that is public", Do: creating(s3Classic, Props{"bucket": "site", "acl": "public-read"}), Refused: "InvalidBucketAclWithObjectOwnership", Evidence: s3Ownership},
	{Name: "a classic bucket's website", Do: func(w *World) error {
		made := w.Make(s3Classic, "site", Props{"bucket": "site", "website": Props{"indexDocument": "index.html"}})
		return same("endpoint", "site.s3-website-us-east-1.amazonaws.com", made.Outputs.String("websiteEndpoint"))
	}, Evidence: "https://docs.aws.amazon.com/general/latest/gr/s3.html"},
	{Name: "a website in a younger region", Do: func(w *World) error {
		w.providers["aws"] = w.cloud.Provider("aws", Props{"region": "eu-central-1"})
		w.Make(s3Bucket, "site", Props{"bucket": "site"})
		made := w.Make("aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2", "site", Props{"bucket": "site", "indexDocument": Props{"suffix": "index.html"}})
		return same("endpoint", "site.s3-website.eu-central-1.amazonaws.com", made.Outputs.String("websiteEndpoint"))
	}, Evidence: "https://docs.aws.amazon.com/general/latest/gr/s3.html"},

	{Name: "versions that are switched off again", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		_, err := w.Change(s3Versioning, "v", w.Make(s3Versioning, "v", versions("Enabled")), versions("Disabled"))
		return err
	}, Refused: "cannot be updated from 'Enabled' to 'Disabled'", Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"},
	{Name: "versions that are suspended", Do: func(w *World) error {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		_, err := w.Change(s3Versioning, "v", w.Make(s3Versioning, "v", versions("Enabled")), versions("Suspended"))
		return err
	}, Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"},
	{Name: "an object lock without versions", Do: storing("aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2", Props{"rule": Props{"defaultRetention": Props{"mode": "GOVERNANCE", "days": 1}}}), Refused: "InvalidBucketState", Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html"},
	{Name: "infrequent access after a week", Do: storing(s3Lifecycle, cycle(Props{"id": "a", "status": "Enabled", "transitions": []any{Props{"days": 7, "storageClass": "STANDARD_IA"}}})), Refused: "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'", Evidence: s3Cycle},
	{Name: "expiration before the move", Do: storing(s3Lifecycle, cycle(Props{"id": "a", "status": "Enabled", "transitions": []any{Props{"days": 60, "storageClass": "GLACIER"}}, "expiration": Props{"days": 30}})), Refused: "must be greater than 'Days' in the Transition action", Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html"},
	{Name: "two rules of one name", Do: storing(s3Lifecycle, cycle(Props{"id": "a", "status": "Enabled", "expiration": Props{"days": 1}}, Props{"id": "a", "status": "Enabled", "expiration": Props{"days": 2}})), Refused: "Rule ID must be unique", Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html"},
	{Name: "infrequent access after a month, an end after a year", Do: storing(s3Lifecycle, cycle(Props{"id": "a", "status": "Enabled", "transitions": []any{Props{"days": 30, "storageClass": "STANDARD_IA"}}, "expiration": Props{"days": 365}})), Evidence: s3Cycle},
	{Name: "logs into no bucket", Do: storing("aws:s3/bucketLoggingV2:BucketLoggingV2", Props{"targetBucket": "gone", "targetPrefix": ""}), Refused: "InvalidTargetBucketForLogging", Evidence: s3Errors},
	{Name: "notification of a queue that is gone", Do: storing("aws:s3/bucketNotification:BucketNotification", Props{"queues": []any{Props{"queueArn": "arn:aws:sqs:us-east-1:123456789012:gone", "events": []any{"s3:ObjectCreated:*"}}}}), Refused: "InvalidArgument: Unable to validate the following destination configurations", Evidence: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html"},
}

func filled(force bool) func(*World) error {
	return func(w *World) error {
		bucket := w.Make(s3Bucket, "files", Props{"bucket": "files", "forceDestroy": force})
		w.Make(s3Object, "a", Props{"bucket": "files", "key": "a", "content": "x"})
		return w.Delete(s3Bucket, "files", bucket)
	}
}

func owned(acl string) func(*World) error {
	return after(s3ACL, func(w *World) Props {
		w.Make(s3Bucket, "files", Props{"bucket": "files"})
		w.Make(s3Ownerships, "files", Props{"bucket": "files", "rule": Props{"objectOwnership": "BucketOwnerPreferred"}})
		return Props{"bucket": "files", "acl": acl}
	})
}
