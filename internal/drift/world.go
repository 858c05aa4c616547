package drift

import (
	"strings"

	"groundwork/internal/changes"
)

// world is what a stack's state knows, to judge one resource by the others.
type world struct {
	byType map[string][]changes.Resource
	// arns are every ARN that a resource of the state calls its own.
	arns map[string]bool
	// ids are the ids of EC2's resources, which are unique among all of them.
	ids map[string]bool
}

func see(set changes.Set) *world {
	known := &world{byType: map[string][]changes.Resource{}, arns: map[string]bool{}, ids: map[string]bool{}}
	for _, one := range set.Resources {
		known.byType[one.Type] = append(known.byType[one.Type], one)
		for _, own := range ownARNs {
			known.learn(text(one.Before[own]))
			known.learn(text(one.After[own]))
		}
		known.learn(one.ID)
		if ec2Type(one.Type) && one.ID != "" {
			known.ids[one.ID] = true
		}
	}
	return known
}

// ownARNs are the outputs in which a resource says its own ARN.
var ownARNs = []string{"arn", "accessEntryArn", "associationArn"}

func (w *world) learn(arn string) {
	if strings.HasPrefix(arn, "arn:") {
		w.arns[unversioned(arn)] = true
	}
}

// ec2Type tells whether a type's ids are EC2's: vpc-..., sgr-....
func ec2Type(token string) bool {
	return strings.HasPrefix(token, "aws:ec2/") || strings.HasPrefix(token, "aws:vpc/") || strings.HasPrefix(token, "aws:ebs/")
}

// unversioned drops ":*" from a log group's ARN: CloudWatch lists it with, the
// provider has it without.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
func unversioned(arn string) string { return strings.TrimSuffix(arn, ":*") }

// declares tells whether a resource of the state has this ARN. Those of EC2 are
// also known by their id, since not every type has the ARN among its outputs.
func (w *world) declares(arn string) bool {
	if w.arns[unversioned(arn)] {
		return true
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[2] != "ec2" {
		return false
	}
	return w.ids[parts[5][strings.LastIndex(parts[5], "/")+1:]]
}

// any tells whether a resource of this type passes the test.
func (w *world) any(token string, passes func(changes.Resource) bool) bool {
	for _, one := range w.byType[token] {
		if passes(one) {
			return true
		}
	}
	return false
}

// has tells whether a resource of this type has this text at this property.
func (w *world) has(token, property, value string) bool {
	return value != "" && w.any(token, func(one changes.Resource) bool { return text(at(one.Before, property)) == value })
}
