package aws

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// availabilityZone is one zone, by its name or its id.
func availabilityZone(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	var found []zone
	for _, z := range zones[tx.Region()] {
		name, id := args.String("name"), args.String("zoneId")
		if wantedZone(args, z, tx.Region()) && (name == "" || name == z.Name) && (id == "" || id == z.ID) {
			found = append(found, z)
		}
	}
	switch len(found) {
	case 0:
		return nil, tx.Fail(404, "NotFound", "no matching EC2 Availability Zone found")
	case 1:
		z := found[0]
		return answered(args, z.Name, map[string]any{
			"name": z.Name, "zoneId": z.ID, "nameSuffix": strings.TrimPrefix(z.Name, tx.Region()), "region": tx.Region(),
			"groupName": tx.Region(), "networkBorderGroup": tx.Region(), "optInStatus": "opt-in-not-required",
			"state": "available", "zoneType": "availability-zone", "parentZoneId": "", "parentZoneName": "",
		}), nil
	}
	return nil, tx.Fail(400, "MultipleMatches", "multiple EC2 Availability Zones matched; use additional constraints to reduce matches to a single EC2 Availability Zone")
}

// optIn are regions that an account does not have from the beginning:
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
var optIn = []string{"af-south-1", "ap-east-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1"}

func regions(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	names := []string{}
	for _, name := range slices.Sorted(maps.Keys(zones)) {
		status := "opt-in-not-required"
		if slices.Contains(optIn, name) {
			status = "not-opted-in"
		}
		shown := map[string]string{"region-name": name, "opt-in-status": status, "endpoint": "ec2." + name + ".amazonaws.com"}
		admitted := !slices.ContainsFunc(args.Maps("filters"), func(filter localcloud.Props) bool {
			return !anyMatch(filter.Strings("values"), []string{shown[filter.String("name")]})
		})
		if admitted && (status != "not-opted-in" || args.Bool("allRegions")) {
			names = append(names, name)
		}
	}
	return answered(args, "aws", map[string]any{"names": names}), nil
}

func defaultTags(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	return answered(args, "aws", map[string]any{"tags": tx.Config().StringMap("defaultTags.tags")}), nil
}

// canonicalUser is the account as access lists of buckets name it:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
func canonicalUser(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	return answered(args, tx.Seeded("canonical-user", tx.Account()).Hex(64), map[string]any{"displayName": ""}), nil
}
