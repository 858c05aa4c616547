package aws

import (
	"slices"

	"groundwork/internal/localcloud"
)

// accountService answers who and where the program runs.
func accountService() service {
	return service{functions: map[string]localcloud.Function{
		"aws:index/getCallerIdentity:getCallerIdentity":       callerIdentity,
		"aws:index/getRegion:getRegion":                       region,
		"aws:index/getPartition:getPartition":                 partition,
		"aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
		"aws:index/getAvailabilityZone:getAvailabilityZone":   availabilityZone,
		"aws:index/getRegions:getRegions":                     regions,
		"aws:index/getDefaultTags:getDefaultTags":             defaultTags,
		"aws:s3/getCanonicalUserId:getCanonicalUserId":        canonicalUser,

		"aws:resourcegroupstaggingapi/getResources:getResources": taggedResources,
	}}
}

func callerIdentity(tx *localcloud.Tx, _ localcloud.Props) (localcloud.Props, error) {
	return localcloud.PropsOf(map[string]any{
		"id": tx.Account(), "accountId": tx.Account(),
		"arn": "arn:aws:iam::" + tx.Account() + ":user/local", "userId": "AIDALOCALCLOUDEXAMPLE",
	}), nil
}

func region(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	name := tx.Region()
	if asked := args.String("name"); asked != "" {
		name = asked
	}
	if endpoint := args.String("endpoint"); endpoint != "" {
		for known := range zones {
			if endpoint == "ec2."+known+".amazonaws.com" {
				name = known
			}
		}
	}
	if _, ok := zones[name]; !ok {
		return nil, tx.Fail(400, "InvalidParameterValue", "region not found for name %q", name)
	}
	return localcloud.PropsOf(map[string]any{
		"id": name, "name": name, "description": places[name], "endpoint": "ec2." + name + ".amazonaws.com",
	}), nil
}

func partition(*localcloud.Tx, localcloud.Props) (localcloud.Props, error) {
	return localcloud.PropsOf(map[string]any{
		"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws",
	}), nil
}

// availabilityZones lists the region's zones. Every zone here is of the type
// "availability-zone" and open to every account, so the filters can only name
// zones or ask for other types.
func availabilityZones(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	names, ids := []string{}, []string{}
	for _, z := range zones[tx.Region()] {
		if wantedZone(args, z, tx.Region()) {
			names, ids = append(names, z.Name), append(ids, z.ID)
		}
	}
	result := args.Clone()
	result.Set("id", tx.Region())
	result.Set("names", names)
	result.Set("zoneIds", ids)
	result.Set("groupNames", []string{tx.Region()})
	return result, nil
}

func wantedZone(args localcloud.Props, z zone, region string) bool {
	if state := args.String("state"); state != "" && state != "available" {
		return false
	}
	if slices.Contains(args.Strings("excludeNames"), z.Name) || slices.Contains(args.Strings("excludeZoneIds"), z.ID) {
		return false
	}
	shown := map[string]string{
		"zone-name": z.Name, "zone-id": z.ID, "region-name": region, "group-name": region, "state": "available",
		"zone-type": "availability-zone", "opt-in-status": "opt-in-not-required", "message": "",
	}
	for _, filter := range args.Maps("filters") {
		if !slices.Contains(filter.Strings("values"), shown[filter.String("name")]) {
			return false
		}
	}
	return true
}
