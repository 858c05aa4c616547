package aws

import (
	"groundwork/internal/localcloud"
)

const bucketLifecycleType = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"

// soonest are the days after which a class may be moved to:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
var soonest = map[string]int{"STANDARD_IA": 30, "ONEZONE_IA": 30}

// putLifecycle follows
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
func putLifecycle(tx *localcloud.Tx, lifecycle *localcloud.Object) error {
	seen := map[string]bool{}
	for _, rule := range lifecycle.Outputs.Maps("rules") {
		id := rule.String("id")
		if seen[id] {
			return tx.Fail(400, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule")
		}
		seen[id] = true
		last := -1
		for _, move := range rule.Maps("transitions") {
			if !move.Known("days") {
				continue
			}
			class, days := move.String("storageClass"), move.Int("days")
			if days < soonest[class] {
				return tx.Fail(400, "InvalidArgument", "'Days' in Transition action must be greater than or equal to %d for storageClass '%s'", soonest[class], class)
			}
			last = max(last, days)
		}
		if days := rule.Int("expiration.days"); days > 0 && days <= last {
			return tx.Fail(400, "InvalidArgument", "'Days' in the Expiration action for filter '(prefix=%s)' must be greater than 'Days' in the Transition action", rulePrefix(rule))
		}
	}
	return nil
}

func rulePrefix(rule localcloud.Props) string {
	for _, path := range []string{"filter.prefix", "filter.and.prefix", "prefix"} {
		if prefix := rule.String(path); prefix != "" {
			return prefix
		}
	}
	return ""
}
