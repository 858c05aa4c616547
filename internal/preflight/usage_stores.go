package preflight

import "context"

func (l *look) balancersThere(ctx context.Context, kind string) (map[string]*usage, error) {
	return count(ctx, l, "elb", "DescribeLoadBalancers", func(page struct {
		LoadBalancers []struct{ LoadBalancerName, Type string }
	}, u *usage) {
		for _, balancer := range page.LoadBalancers {
			if balancer.Type == kind {
				u.add(1, l.declares(balancerType, "name", balancer.LoadBalancerName))
			}
		}
	})
}

func (l *look) clustersThere(ctx context.Context) (map[string]*usage, error) {
	return count(ctx, l, "eks", "ListClusters", func(page struct{ Clusters []string }, u *usage) {
		for _, name := range page.Clusters {
			u.add(1, l.declares(clusterType, "name", name))
		}
	})
}

func (l *look) databasesThere(ctx context.Context, storage bool) (map[string]*usage, error) {
	return count(ctx, l, "rds", "DescribeDBInstances", func(page databasePage, u *usage) {
		for _, instance := range page.DBInstances {
			amount := 1.0
			if storage {
				amount = instance.AllocatedStorage
			}
			u.add(amount, l.Stack.owns(tagged(instance.TagList)))
		}
	})
}

func (l *look) cachesThere(ctx context.Context) (map[string]*usage, error) {
	return count(ctx, l, "elasticache", "DescribeCacheClusters", func(page struct {
		CacheClusters []struct {
			ReplicationGroupId string
			NumCacheNodes      float64
		}
	}, u *usage) {
		for _, cluster := range page.CacheClusters {
			u.add(cluster.NumCacheNodes, l.declares(cacheType, "replicationGroupId", cluster.ReplicationGroupId))
		}
	})
}

func (l *look) rolesThere(ctx context.Context) (map[string]*usage, error) {
	return count(ctx, l, "iam", "ListRoles", func(page struct{ Roles []struct{ RoleName string } }, u *usage) {
		for _, role := range page.Roles {
			u.add(1, l.declares(roleType, "name", role.RoleName))
		}
	})
}

// declares tells whether the stack has a resource of that name.
func (l *look) declares(kind, input, name string) bool {
	for _, resource := range l.Stack.of(kind) {
		if name != "" && resource.text(input) == name {
			return true
		}
	}
	return false
}
