package danger

import (
	"fmt"
	"slices"
	"strings"
)

// conditionHolds is true when whoever meets the narrow condition meets the wide one
// too: each part of the wide one stands in the narrow one, with no more values. moved
// lets a part name another resource of the same kind and account in place of one.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
func conditionHolds(wide, narrow any, moved bool) bool {
	if wide == nil {
		return true
	}
	operators, is := wide.(map[string]any)
	if !is {
		return false
	}
	for operator, keys := range operators {
		keys, is := keys.(map[string]any)
		if !is {
			return false
		}
		others, _ := narrow.(map[string]any)
		for key, values := range keys {
			now, there := selected(others[operator])[key]
			if !there || !valuesHold(operator, valuesOf(values), valuesOf(now), moved) {
				return false
			}
		}
	}
	return true
}

// valuesOf are a condition's values, each as text.
func valuesOf(value any) []string {
	var all []string
	for _, one := range list(value) {
		all = append(all, fmt.Sprint(one))
	}
	return all
}

func valuesHold(operator string, wide, narrow []string, moved bool) bool {
	_, plainer, qualified := strings.Cut(operator, ":")
	if !qualified {
		plainer = operator
	}
	if strings.Contains(plainer, "Not") {
		// What was left out must still be.
		return len(missing(wide, narrow)) == 0
	}
	holds := matcher(plainer)
	added := slices.DeleteFunc(slices.Clone(narrow), func(one string) bool {
		return slices.ContainsFunc(wide, func(pattern string) bool { return holds(pattern, one) })
	})
	return len(added) == 0 || moved && inPlaceOf(missing(wide, narrow), added)
}

// matcher is how an operator compares; those that aren't here hold only what is
// the same.
func matcher(operator string) func(pattern, one string) bool {
	switch strings.TrimSuffix(operator, "IfExists") {
	case "StringLike", "ArnLike", "ArnEquals":
		return coversName
	case "IpAddress":
		return contains
	}
	return func(pattern, one string) bool { return pattern == one }
}

// inPlaceOf is true when each new value stands in place of an old one that is gone.
func inPlaceOf(gone, added []string) bool {
	for _, one := range added {
		place := slices.IndexFunc(gone, func(old string) bool { return alikeARNs(old, one) })
		if place < 0 {
			return false
		}
		gone = slices.Delete(gone, place, place+1)
	}
	return true
}

// arnFields is how many parts an ARN has: arn, partition, service, region, account,
// resource.
const arnFields = 6

// alikeARNs is true of two single resources of one kind in one account. Without an
// account, as a bucket's has none, nobody knows whose the other one is.
func alikeARNs(a, b string) bool {
	one, other := strings.SplitN(a, ":", arnFields), strings.SplitN(b, ":", arnFields)
	if len(one) != arnFields || len(other) != arnFields || strings.ContainsAny(b, "*?$") {
		return false
	}
	kind := func(resource string) string { return resource[:strings.IndexAny(resource+"/", "/:")] }
	return slices.Equal(one[:3], other[:3]) && one[4] != "" && one[4] == other[4] && kind(one[5]) == kind(other[5])
}
