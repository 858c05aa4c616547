package preflight

import (
	"context"
	"iter"
	"maps"
)

func keysOf[K comparable, V any](all map[K]V) iter.Seq[K] { return maps.Keys(all) }

// usage is what of a quota is taken already, and how much of that by the stack itself:
// that much it does not need again.
type usage struct{ all, ours float64 }

func (u *usage) add(amount float64, ours bool) {
	u.all += amount
	if ours {
		u.ours += amount
	}
}

// used asks what is there. Zones have amounts of their own.
func (l *look) used(ctx context.Context, code string) (map[string]*usage, error) {
	switch code {
	case "L-F678F1CE":
		return l.network(ctx, "DescribeVpcs", "Vpcs")
	case "L-A4707A72":
		return l.network(ctx, "DescribeInternetGateways", "InternetGateways")
	case "L-0263D0A3":
		return l.network(ctx, "DescribeAddresses", "Addresses")
	case "L-E79EC296":
		return l.network(ctx, "DescribeSecurityGroups", "SecurityGroups")
	case "L-FE5A380F":
		return l.gatewaysThere(ctx)
	case onDemand, onSpot:
		return l.machinesThere(ctx, code == onSpot)
	case "L-53DA6B97", "L-69A177A2":
		return l.balancersThere(ctx, map[string]string{"L-53DA6B97": "application", "L-69A177A2": "network"}[code])
	case "L-B22855CB":
		return count(ctx, l, "elb", "DescribeTargetGroups", func(page struct {
			TargetGroups []struct{ TargetGroupName string }
		}, u *usage) {
			u.all += float64(len(page.TargetGroups))
		})
	case "L-1194D53C":
		return l.clustersThere(ctx)
	case "L-7B6409FD", databaseStorage:
		return l.databasesThere(ctx, code == databaseStorage)
	case "L-DFE45DF3":
		return l.cachesThere(ctx)
	case "L-FE177D64":
		return l.rolesThere(ctx)
	}
	return map[string]*usage{"": {}}, nil // what is counted within the stack alone
}

// count asks, and adds up every page.
func count[T any](ctx context.Context, l *look, service, operation string, add func(T, *usage)) (map[string]*usage, error) {
	all, err := pages[T](ctx, l.Cloud, "", service, operation, nil)
	taken := &usage{}
	for _, page := range all {
		add(page, taken)
	}
	return map[string]*usage{"": taken}, err
}

// network counts things of EC2 that have their tags with them.
func (l *look) network(ctx context.Context, operation, list string) (map[string]*usage, error) {
	return count(ctx, l, "ec2", operation, func(page map[string]any, u *usage) {
		things, _ := page[list].([]any)
		for _, thing := range things {
			u.add(1, l.Stack.owns(tagsIn(thing)))
		}
	})
}

func tagsIn(thing any) map[string]string {
	object, _ := thing.(map[string]any)
	list, _ := object["Tags"].([]any)
	tags := map[string]string{}
	for _, item := range list {
		pair, _ := item.(map[string]any)
		key, _ := pair["Key"].(string)
		tags[key], _ = pair["Value"].(string)
	}
	return tags
}

// gatewaysThere are by zone: a gateway names its subnet only.
func (l *look) gatewaysThere(ctx context.Context) (map[string]*usage, error) {
	subnets, err := pages[struct {
		Subnets []struct{ SubnetId, AvailabilityZone, AvailabilityZoneId string }
	}](ctx, l.Cloud, "", "ec2", "DescribeSubnets", nil)
	if err != nil {
		return nil, err
	}
	zones := map[string][2]string{}
	for _, page := range subnets {
		for _, subnet := range page.Subnets {
			zones[subnet.SubnetId] = [2]string{subnet.AvailabilityZoneId, subnet.AvailabilityZone}
		}
	}
	gateways, err := pages[struct {
		NatGateways []struct {
			SubnetId, State string
			Tags            []tag
		}
	}](ctx, l.Cloud, "", "ec2", "DescribeNatGateways", nil)
	taken := map[string]*usage{}
	for _, page := range gateways {
		for _, gateway := range page.NatGateways {
			if gateway.State == "deleted" || gateway.State == "failed" {
				continue
			}
			for _, zone := range zones[gateway.SubnetId] { // by its id and by its name
				if taken[zone] == nil {
					taken[zone] = &usage{}
				}
				taken[zone].add(1, l.Stack.owns(tagged(gateway.Tags)))
			}
		}
	}
	return taken, err
}

// machinesThere are the vCPUs of what runs or starts, of the standard families.
func (l *look) machinesThere(ctx context.Context, spot bool) (map[string]*usage, error) {
	type machines struct {
		Reservations []struct {
			Instances []struct {
				InstanceType, InstanceLifecycle string
				CpuOptions                      *struct{ CoreCount, ThreadsPerCore float64 }
				State                           struct{ Name string }
				Tags                            []tag
			}
		}
	}
	return count(ctx, l, "ec2", "DescribeInstances", func(page machines, u *usage) {
		for _, reservation := range page.Reservations {
			for _, machine := range reservation.Instances {
				runs := machine.State.Name == "running" || machine.State.Name == "pending"
				if !runs || machine.CpuOptions == nil || !standard(machine.InstanceType) || (machine.InstanceLifecycle == "spot") != spot {
					continue
				}
				u.add(machine.CpuOptions.CoreCount*machine.CpuOptions.ThreadsPerCore, l.Stack.owns(tagged(machine.Tags)))
			}
		}
	})
}
