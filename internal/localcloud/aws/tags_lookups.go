package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// home is where resources without a region are found by their tags:
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
const home = "us-east-1"

// untagged are types that have tags and that the tagging API does not find:
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
var untagged = []string{"aws:iam/role:Role", "aws:iam/user:User"}

// taggedResources answers which resources carry tags, by name or by ARN.
func taggedResources(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	filters, names := args.Maps("tagFilters"), args.Strings("resourceArnLists")
	kinds := args.Strings("resourceTypeFilters")
	list := []any{}
	for _, token := range tx.Types() {
		if slices.Contains(untagged, token) || worldwide[module(token)] && tx.Region() != home {
			continue
		}
		for _, object := range tx.Select(token, nil) {
			arn, tags := object.Outputs.String("arn"), object.Outputs.StringMap("tagsAll")
			if arn == "" || len(tags) == 0 || !carries(tags, filters) || !ofKind(arn, kinds) ||
				len(names) > 0 && !slices.Contains(names, arn) {
				continue
			}
			list = append(list, map[string]any{"resourceArn": arn, "tags": tags, "complianceDetails": []any{}})
		}
	}
	return answered(args, tx.Region(), map[string]any{"resourceTagMappingLists": list}), nil
}

// carries tells whether each filter's key is there with one of its values; a
// filter without values asks for the key alone.
func carries(tags map[string]string, filters []localcloud.Props) bool {
	for _, filter := range filters {
		value, there := tags[filter.String("key")]
		wanted := filter.Strings("values")
		if !there || len(wanted) > 0 && !slices.Contains(wanted, value) {
			return false
		}
	}
	return true
}

// ofKind tells whether an ARN is of a service ("ec2") or of a service's type
// ("ec2:instance") that was asked for.
func ofKind(arn string, kinds []string) bool {
	if len(kinds) == 0 {
		return true
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return false
	}
	kind := parts[2] + ":" + parts[5][:max(strings.IndexAny(parts[5], "/:"), 0)]
	return slices.Contains(kinds, parts[2]) || slices.Contains(kinds, kind)
}
