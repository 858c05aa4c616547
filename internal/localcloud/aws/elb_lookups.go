package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// balancerLookups are the data sources of load balancing, which the SDK has in two packages.
func balancerLookups() service {
	found := service{functions: map[string]localcloud.Function{
		"aws:acm/getCertificate:getCertificate":   lookupCertificate,
		"aws:s3/getBucket:getBucket":              lookupBucket,
		"aws:lb/getHostedZoneId:getHostedZoneId":  balancerZone,
		"aws:elb/getHostedZoneId:getHostedZoneId": balancerZone,
	}}
	for name, token := range map[string]string{"LoadBalancer": balancerType, "TargetGroup": targetGroupType, "Listener": listenerType} {
		for _, pkg := range []string{"lb", "alb"} {
			found.functions["aws:"+pkg+"/get"+name+":get"+name] = lookupBalancing(token)
		}
	}
	return found
}

// lookupBalancing finds by ARN, name or tags, and a listener by its port.
func lookupBalancing(token string) localcloud.Function {
	return func(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
		list := tx.Select(token, func(o *localcloud.Object) bool {
			for _, name := range []string{"arn", "name", "loadBalancerArn"} {
				if want := args.String(name); want != "" && o.String(name) != want {
					return false
				}
			}
			port := args.Int("port")
			return (port == 0 || o.Outputs.Int("port") == port) && wearsTags(o, args.StringMap("tags"))
		})
		if len(list) != 1 {
			return nil, tx.Fail(400, short(token)+"NotFound", "Search returned %d results, please revise so only one is returned", len(list))
		}
		return list[0].Outputs, nil
	}
}

// lookupCertificate finds issued certificates of a domain unless told
// otherwise.
func lookupCertificate(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	statuses := args.Strings("statuses")
	if len(statuses) == 0 {
		statuses = []string{"ISSUED"}
	}
	list := tx.Select(certificateType, func(c *localcloud.Object) bool {
		domain := args.String("domain")
		return (domain == "" || c.String("domainName") == domain) && slices.Contains(statuses, c.String("status")) && wearsTags(c, args.StringMap("tags"))
	})
	slices.SortStableFunc(list, func(a, b *localcloud.Object) int { return b.Created.Compare(a.Created) })
	switch {
	case len(list) == 0:
		return nil, tx.Fail(404, "ResourceNotFoundException", "no matching ACM Certificate found")
	case len(list) > 1 && !args.Bool("mostRecent"):
		return nil, tx.Fail(400, "TooManyResults", "multiple ACM Certificates match the criteria: %s", strings.Join([]string{list[0].ID, list[1].ID}, ", "))
	}
	answer := list[0].Outputs.Clone()
	answer.Set("domain", list[0].String("domainName"))
	return answer, nil
}

func lookupBucket(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	bucket := tx.World().Get(bucketType, args.String("bucket"))
	if bucket == nil {
		return nil, noBucket.about(tx, args.String("bucket"))
	}
	readBucket(tx.In(bucket.Scope), bucket)
	return bucket.Outputs, nil
}

func balancerZone(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	region, zones := args.String("region"), balancerZones
	if region == "" {
		region = tx.Region()
	}
	if args.String("loadBalancerType") == "network" {
		zones = networkBalancerZones
	}
	return localcloud.PropsOf(map[string]any{"id": zones[region], "region": region}), nil
}
