package danger

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"

	"groundwork/internal/changes"
)

// expiry is when a lifecycle rule deletes the objects it is about.
type expiry struct {
	filter any
	// days until an object, and until an old version, is deleted; endless when
	// never.
	current, noncurrent float64
}

// lifecycleVerdicts compares when objects expire, rule by rule.
func lifecycleVerdicts(s subject) []verdict {
	lists := map[string]string{
		"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": "rules",
		"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":     "rules",
		"aws:s3/bucket:Bucket": "lifecycleRules",
	}
	path := lists[s.Type]
	isNew := s.Operation == changes.Create && (s.index.unfinished || !known(s.new("bucket")))
	if path == "" || s.After == nil || isNew {
		// A new bucket has nothing that could expire, nor has one of a first up that was
		// cut off before this was made.
		return nil
	}
	before, after := expiries(s.old(path)), expiries(s.new(path))
	oldest := s.bucketAge()
	var verdicts []verdict
	for _, id := range slices.Sorted(maps.Keys(after)) {
		is := after[id]
		if s.Operation == changes.Create && min(is.current, is.noncurrent) > oldest {
			continue // an update was cut off before this was made
		}
		was := is.earlier(id, before)
		what := ""
		switch {
		case is.current < was.current:
			what = fmt.Sprintf("objects expire after %s days in place of %s", amount(is.current), amount(was.current))
		case is.noncurrent < was.noncurrent:
			what = fmt.Sprintf("old versions expire after %s days in place of %s", amount(is.noncurrent), amount(was.noncurrent))
		case !math.IsInf(is.current, 1) && !reflect.DeepEqual(is.filter, was.filter):
			what = "other objects expire than before"
		default:
			continue
		}
		verdicts = append(verdicts, verdict{level: DataLoss, paths: []string{path},
			loss:   fmt.Sprintf("lifecycle rule %s: %s, older ones would be lost", quoted(id), what),
			advice: "copy what must last to another bucket or prefix first"})
	}
	return verdicts
}

// bucketAge is for how many days the bucket has been there, and so how old the oldest
// object in it may be; endless where nobody knows.
func (s subject) bucketAge() float64 {
	for _, kind := range bucketTypes {
		for _, bucket := range s.index.byType[kind] {
			if bucket.Age > 0 && text(at(bucket.Before, "bucket")) == text(s.new("bucket")) {
				return bucket.Age.Hours() / 24
			}
		}
	}
	return math.Inf(1)
}

// earlier is what the rule was before: the one of the same id, else one about the
// same objects, else nothing expired.
func (e expiry) earlier(id string, before map[string]expiry) expiry {
	if was, there := before[id]; there {
		return was
	}
	for _, other := range slices.Sorted(maps.Keys(before)) {
		if reflect.DeepEqual(before[other].filter, e.filter) {
			return before[other]
		}
	}
	return expiry{filter: e.filter, current: math.Inf(1), noncurrent: math.Inf(1)}
}

// expiries reads the enabled rules by id. The provider writes a rule's
// expiration as one thing or as a list of one.
func expiries(value any) map[string]expiry {
	found := map[string]expiry{}
	for _, rule := range list(value) {
		if text(at(rule, "status")) == "Disabled" || at(rule, "enabled") == false {
			continue
		}
		found[text(at(rule, "id"))] = expiry{
			filter:     []any{at(rule, "filter"), at(rule, "prefix"), at(rule, "tags")},
			current:    daysOf(at(rule, "expiration"), "days"),
			noncurrent: daysOf(at(rule, "noncurrentVersionExpiration"), "noncurrentDays", "days"),
		}
	}
	return found
}

func daysOf(value any, keys ...string) float64 {
	for _, node := range list(value) {
		for _, key := range keys {
			if n, is := changes.Number(at(node, key)); is && n > 0 {
				return n
			}
		}
	}
	return math.Inf(1)
}
