package danger

import (
	"fmt"
	"regexp"

	"groundwork/internal/changes"
)

// scalingRule refuses bounds of a group of nodes that leave out the number of nodes that
// is wanted. EKS takes the three only together, and where an autoscaler owns that number
// an update sends the one that the state knows.
// https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html
// https://github.com/pulumi/pulumi-aws/issues/2524
func scalingRule(s subject) []verdict {
	if s.Type != nodeGroupType || !s.both() {
		return nil
	}
	wanted, known := changes.Number(s.new("scalingConfig.desiredSize"))
	least, bounded := changes.Number(s.new("scalingConfig.minSize"))
	most, both := changes.Number(s.new("scalingConfig.maxSize"))
	if !known || !bounded || !both || least <= wanted && wanted <= most {
		return nil
	}
	bound, path := least, "scalingConfig.minSize"
	if wanted > most {
		bound, path = most, "scalingConfig.maxSize"
	}
	return []verdict{{level: Refused, mild: grave, paths: []string{path},
		loss: outOfBounds(s.Name, amount(wanted), amount(bound)), advice: boundsAdvice(s.Name, amount(bound), wanted < least)}}
}

// scalingWords are what EKS says of it, and the local cloud already to a preview.
var scalingWords = regexp.MustCompile(`desired capacity (\d+) can't be (less than min|greater than max) size (\d+)`)

// zoneOfGroup ends the name of a group that is one of several, each in its zone: its
// bounds are a share of those that are written.
var zoneOfGroup = regexp.MustCompile(`-nodes-([a-z0-9-]+-az\d+)$`)

func outOfBounds(group, wanted, bound string) string {
	are := "nodes are"
	if wanted == "1" {
		are = "node is"
	}
	if zone := zoneOfGroup.FindStringSubmatch(group); zone != nil {
		return fmt.Sprintf("%s %s wanted in %s, and its share of %s leaves that out", wanted, are, zone[1], bound)
	}
	return fmt.Sprintf("%s %s wanted, and the bound of %s leaves that out", wanted, are, bound)
}

// boundsAdvice is the way on in two steps: where both bounds are the same, there is no
// autoscaler, and the number goes along with them.
func boundsAdvice(group, bound string, atLeast bool) string {
	number, whole := bound, "the max that is to be"
	if atLeast {
		whole = "the min that is to be"
	}
	if zoneOfGroup.MatchString(group) {
		number = whole
	}
	if atLeast {
		number += " or more"
	}
	return fmt.Sprintf("write one number as both min and max of groundwork:compute.eks.nodes, %s, without desired, and bring that up; "+
		"then the bounds as they are to be", number)
}
