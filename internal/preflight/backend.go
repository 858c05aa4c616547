package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// stateBucket is what was found of the bucket that holds the states.
type stateBucket struct {
	name, region string
	missing      bool
	foreign      bool
	versioned    bool
}

// backend looks whether the states have their bucket, with earlier versions kept.
func (l *look) backend(ctx context.Context) {
	bucket, ours, err := bucketOf(l.Backend, l.Stack.Region)
	if l.unseen("the bucket for the state", err) || !ours {
		return
	}
	_, err = l.Cloud.Ask(ctx, Question{Service: "s3", Operation: "HeadBucket", Input: map[string]any{"Bucket": bucket.name}, Region: bucket.region})
	var refusal *Refusal
	switch {
	case absent(err):
		bucket.missing = true
	case errors.As(err, &refusal) && (refusal.Status == 403 || refusal.Status == 301):
		bucket.foreign = true
	case l.unseen("the bucket for the state, "+bucket.name, err):
		return
	}
	if !bucket.missing && !bucket.foreign {
		kept, err := one[struct{ Status string }](ctx, l.Cloud, bucket.region, "s3", "GetBucketVersioning", map[string]any{"Bucket": bucket.name})
		if l.unseen("whether the bucket for the state keeps earlier versions", err) {
			return
		}
		bucket.versioned = kept.Status == "Enabled"
	}
	wants := bucket.wants()
	l.report.Wants = append(l.report.Wants, wants...)
	if len(wants) == 0 {
		l.fine("state: s3://" + bucket.name + ", which keeps earlier versions")
	}
}

// bucketOf reads a backend's URL. ours is false where the state lives in no bucket of AWS.
func bucketOf(backend, region string) (bucket stateBucket, ours bool, err error) {
	if backend == "" {
		return bucket, false, errors.New("nothing says where it is: set PULUMI_BACKEND_URL, as for pulumi login")
	}
	read, err := url.Parse(backend)
	if err != nil {
		return bucket, false, fmt.Errorf("reading PULUMI_BACKEND_URL: %w", errors.Unwrap(err))
	}
	if read.Scheme != "s3" {
		return bucket, false, nil
	}
	bucket.name, bucket.region = strings.TrimSuffix(read.Host, "/"), region
	if other := read.Query().Get("region"); other != "" {
		bucket.region = other
	}
	return bucket, true, nil
}

func (b stateBucket) wants() []Want {
	switch {
	case b.missing:
		return []Want{{"state", fmt.Sprintf("there is no bucket %s for the state", b.name), "bring the account's own stack up first: docs/operations.md, 1"}}
	case b.foreign:
		return []Want{{"state", fmt.Sprintf("the bucket %s for the state is not open to these credentials, or in another region than %s", b.name, b.region),
			"sign in as somebody who may read it, and write the bucket's region into PULUMI_BACKEND_URL: s3://" + b.name + "?region=..."}}
	case !b.versioned:
		return []Want{{"state", fmt.Sprintf("the bucket %s for the state keeps no earlier versions: a broken state could not be brought back", b.name),
			fmt.Sprintf("aws s3api put-bucket-versioning --bucket %s --versioning-configuration Status=Enabled --region %s", b.name, b.region)}}
	}
	return nil
}
