package price_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

// system is what costs of a stack of StockIndicator or Screener as it is created:
// ids of other resources aren't known yet.
type system []changes.Resource

func (s *system) make(part, token, name string, in object) {
	resource := made(token, name, in)
	resource.Parents = []string{part}
	*s = append(*s, resource)
}

func (s *system) network(zones, gateways int, balancer string) {
	for i := range gateways {
		s.make("network", "aws:ec2/eip:Eip", fmt.Sprint("nat-", i), object{"domain": "vpc"})
		s.make("network", "aws:ec2/natGateway:NatGateway", fmt.Sprint("nat-", i), object{"allocationId": changes.Unknown})
	}
	s.make("network", "aws:ec2/vpcEndpoint:VpcEndpoint", "s3", object{"vpcEndpointType": "Gateway"})
	subnets := make([]any, zones)
	for i := range subnets {
		subnets[i] = changes.Unknown
	}
	s.make("ingress", "aws:lb/loadBalancer:LoadBalancer", "balancer", object{"loadBalancerType": balancer, "internal": false, "ipAddressType": "ipv4", "subnets": subnets})
}

func (s *system) cluster(machine string, desired, largest, gib float64) {
	s.make("cluster", "aws:eks/cluster:Cluster", "cluster", object{"version": "1.34", "upgradePolicy": object{"supportType": "STANDARD"}})
	s.make("cluster", key, "key", object{})
	s.make("cluster", template, "nodes", disks(gib))
	s.make("cluster", nodes, "nodes", object{
		"instanceTypes": []any{machine}, "capacityType": "ON_DEMAND", "launchTemplate": object{"id": changes.Unknown, "version": changes.Unknown},
		"scalingConfig": object{"desiredSize": desired, "maxSize": largest},
	})
}

func (s *system) database(in object) {
	in["engine"], in["identifier"], in["storageType"] = "postgres", "db", "gp3"
	s.make("database", database, "primary", in)
	s.make("database", secret, "secret", object{})
}

func (s *system) cache(kind string, count float64) {
	s.make("cache", "aws:elasticache/replicationGroup:ReplicationGroup", "group", object{"engine": "redis", "nodeType": kind, "numCacheClusters": count})
	s.make("cache", secret, "secret", object{})
}

// The numbers of docs/real-account.md stand on these.
func TestWhatTheReferenceSystemCosts(t *testing.T) {
	for _, test := range []struct {
		stack, dollars string
		build          func(s *system)
		parts          map[string]string
	}{
		{"dev", "226.22", func(s *system) {
			s.network(2, 1, "application")
			s.cluster("t3.medium", 2, 2, 30)
			s.database(object{"instanceClass": "db.t4g.micro", "allocatedStorage": 20.0})
			s.cache("cache.t4g.micro", 1)
		}, map[string]string{"cluster": "139.54", "network": "36.50", "ingress": "23.73", "database": "14.38", "cache": "12.08"}},
		{"staging", "241.55", func(s *system) {
			s.network(2, 1, "application")
			s.cluster("t3.medium", 2, 2, 30)
			s.database(object{"instanceClass": "db.t3.small", "allocatedStorage": 20.0})
			s.cache("cache.t3.micro", 1)
		}, map[string]string{"cluster": "139.54", "network": "36.50", "ingress": "23.73", "database": "28.98", "cache": "12.81"}},
		{"prod", "2734.92", func(s *system) {
			s.network(3, 3, "application")
			s.cluster("t3.large", 8, 36, 50)
			s.database(object{"instanceClass": "db.r5.xlarge", "allocatedStorage": 500.0, "iops": 12000.0, "multiAz": true})
			for i := range 2 {
				s.make("database", database, fmt.Sprint("replica-", i), object{
					"identifier": fmt.Sprint("db-", i), "replicateSourceDb": changes.Unknown, "instanceClass": "db.r5.xlarge",
					"storageType": "gp3", "allocatedStorage": 500.0, "iops": 12000.0,
				})
			}
			s.cache("cache.r5.large", 2)
		}, map[string]string{"database": "1690.40", "cluster": "591.89", "cache": "315.76", "network": "109.50", "ingress": "27.38"}},
	} {
		t.Run(test.stack, func(t *testing.T) {
			var s system
			test.build(&s)
			estimate := price.Of(stack(s...))
			parts := map[string]string{}
			for _, component := range estimate.Components {
				parts[component.Name] = component.After.String()
			}
			assert.Equal(t, test.dollars, estimate.After.String())
			assert.Equal(t, test.parts, parts)
			assert.Empty(t, estimate.Unknown)
		})
	}
}
