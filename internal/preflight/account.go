package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// identity asks who we are. Without an answer nothing else can be asked.
func (l *look) identity(ctx context.Context) {
	who, err := one[struct{ Account, Arn string }](ctx, l.Cloud, "", "sts", "GetCallerIdentity", nil)
	if l.unseen("the account, and with it everything", err) {
		return
	}
	l.account = who.Account
	l.fine(fmt.Sprintf("credentials: %s", who.Arn))
}

type zone struct{ ZoneId, ZoneName, State, OptInStatus string }

// region looks whether the region is open to this account, and its zones are.
func (l *look) region(ctx context.Context) {
	regions, err := pages[struct {
		Regions []struct{ RegionName, OptInStatus string }
	}](ctx, l.Cloud, "", "ec2", "DescribeRegions", map[string]any{"AllRegions": true})
	if !l.unseen("whether the region is enabled", err) {
		status := "unknown to AWS"
		for _, page := range regions {
			for _, region := range page.Regions {
				if region.RegionName == l.Stack.Region {
					status = region.OptInStatus
				}
			}
		}
		l.report.Wants = append(l.report.Wants, regionWants(l.Stack.Region, status)...)
	}
	zones, err := l.zonesThere(ctx)
	if l.unseen("the availability zones", err) {
		return
	}
	wants := zoneWants(l.Stack.Region, l.Stack.zones(), zones)
	l.report.Wants = append(l.report.Wants, wants...)
	if len(l.report.Wants)+len(l.report.Unseen) == 0 {
		l.fine(fmt.Sprintf("region %s and its zones %s", l.Stack.Region, strings.Join(l.Stack.zones(), ", ")))
	}
}

func (l *look) zonesThere(ctx context.Context) ([]zone, error) {
	found, err := pages[struct{ AvailabilityZones []zone }](ctx, l.Cloud, "", "ec2", "DescribeAvailabilityZones", nil)
	var zones []zone
	for _, page := range found {
		zones = append(zones, page.AvailabilityZones...)
	}
	return zones, err
}

func regionWants(region, status string) []Want {
	if status == "opt-in-not-required" || status == "opted-in" {
		return nil
	}
	return []Want{{"account", fmt.Sprintf("the region %s is not enabled in this account (%s)", region, status),
		"aws account enable-region --region-name " + region}}
}

func zoneWants(region string, declared []string, there []zone) []Want {
	var wants []Want
	for _, name := range declared {
		at := slices.IndexFunc(there, func(z zone) bool { return z.ZoneId == name || z.ZoneName == name })
		if at >= 0 && there[at].State == "available" {
			continue
		}
		var open []string
		for _, zone := range there {
			if zone.State == "available" {
				open = append(open, zone.ZoneId)
			}
		}
		wants = append(wants, Want{"account", fmt.Sprintf("this account has no zone %s in %s", name, region),
			fmt.Sprintf("name zones that it has under groundwork:network.zones: %s", strings.Join(open, ", "))})
	}
	return wants
}
