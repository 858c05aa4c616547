package danger

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

// part is a resource of one component, on its way out unless said otherwise.
func part(kind, name string, operation changes.Operation, inputs object) changes.Resource {
	return changes.Resource{URN: kind + "::" + name, Type: kind, Name: name, Parents: []string{"part"}, Operation: operation, Before: inputs}
}

// What is found first is what the first line of a report says.
func TestWhatIsToldFirstIsWhatPeopleDid(t *testing.T) {
	const group, address, gateway = "aws:cloudwatch/logGroup:LogGroup", "aws:ec2/eip:Eip", natGateway
	logs := func(of string) object { return object{"name": "/aws/rds/instance/" + of + "/postgresql"} }
	replica := part(database, "replica", changes.Delete, object{"identifier": "shop-replica", "replicateSourceDb": "shop", "skipFinalSnapshot": true})
	primary := part(database, "db", changes.Delete, object{"identifier": "shop", "skipFinalSnapshot": true})
	gateways := func(gone, left int) []changes.Resource {
		var all []changes.Resource
		for i := range gone + left {
			operation := changes.Delete
			if i >= gone {
				operation = changes.Same
			}
			name := fmt.Sprintf("nat-%d", i)
			all = append(all, part(address, name, operation, object{}), part(gateway, name, operation, object{}))
		}
		return all
	}
	for _, test := range []struct {
		name      string
		resources []changes.Resource
		first     string
		level     Level
	}{
		{"a read replica with its logs", []changes.Resource{part(group, "log", changes.Delete, logs("shop-replica")), replica}, "the read replica is deleted, its logs would be lost with it", DataLoss},
		{"a database before its logs", []changes.Resource{part(group, "log", changes.Delete, logs("shop")), primary}, "the database is deleted, its data would be lost", DataLoss},
		{"the logs of a database that stays", []changes.Resource{part(group, "log", changes.Delete, logs("shop")), part(database, "db", changes.Same, object{"identifier": "shop"})}, "the log group is deleted, its logs would be lost", DataLoss},
		{"a NAT gateway for all zones in place of one for each", gateways(2, 1), "2 of 3 NAT gateways are deleted, what was routed there goes out through another one", Downtime},
		{"one NAT gateway less", gateways(1, 1), "1 of 2 NAT gateways is deleted", Downtime},
		{"no NAT gateway any more", gateways(3, 0), "3 of 3 NAT gateways are deleted, what is private can't reach the internet any more", Downtime},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := Judge(changes.Set{Resources: test.resources})
			require.NotEmpty(t, found)
			assert.Contains(t, found[0].Loss, test.first)
			assert.Equal(t, test.level, found[0].Level)
		})
	}
	told := 0
	for _, finding := range Judge(changes.Set{Resources: gateways(2, 1)}) {
		if finding.Type == gateway {
			told++
		}
	}
	assert.Equal(t, 1, told, "one sentence is about all of them")
}

func TestProtectionThatIsTurnedOffDeletesNothing(t *testing.T) {
	for kind, change := range map[string][2]object{
		"aws:s3/bucketV2:BucketV2":      {{"forceDestroy": false}, {"forceDestroy": true}},
		"aws:ecr/repository:Repository": {{"forceDelete": false}, {"forceDelete": true}},
		database:                        {{"skipFinalSnapshot": false}, {"skipFinalSnapshot": true}},
	} {
		try(t, []trial{{name: kind, kind: kind, operation: changes.Update, before: change[0], after: change[1], level: Exposure, losses: []string{"turned off"}}})
	}
}

func TestProtectionOfDataIsToldBeforeThatOfOtherThings(t *testing.T) {
	turned := func(kind, name, input string) changes.Resource {
		made := part(kind, name, changes.Update, object{input: true})
		made.After = object{input: false}
		return made
	}
	found := Judge(changes.Set{Resources: []changes.Resource{
		turned("aws:lb/loadBalancer:LoadBalancer", "alb", "enableDeletionProtection"), turned(database, "db", "deletionProtection"),
	}})
	require.Len(t, found, 2)
	assert.Equal(t, "deletion protection of the database is turned off", found[0].Loss)
}

func TestWhatHasNoSpareAnyMore(t *testing.T) {
	const scaler, keda, deployment = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "kubernetes:keda.sh/v1alpha1:ScaledObject", "kubernetes:apps/v1:Deployment"
	spec := func(key string, n any) object { return object{"spec": object{key: n}} }
	try(t, []trial{
		{name: "an autoscaler's least is one", kind: scaler, operation: changes.Update, before: spec("minReplicas", 5), after: spec("minReplicas", 1), level: Downtime, losses: []string{"shop may run on 1 pod in place of 5"}},
		{name: "KEDA's least is one", kind: keda, operation: changes.Update, before: spec("minReplicaCount", 2.0), after: spec("minReplicaCount", 1.0), level: Downtime, losses: []string{"1 pod in place of 2"}},
		{name: "fewer of several", kind: keda, operation: changes.Update, before: spec("minReplicaCount", 5), after: spec("minReplicaCount", 2)},
		{name: "more than one", kind: keda, operation: changes.Update, before: spec("minReplicaCount", 1), after: spec("minReplicaCount", 5)},
		{name: "one replica of a Deployment", kind: deployment, operation: changes.Update, before: spec("replicas", 3), after: spec("replicas", 1), level: Downtime, losses: []string{"1 pod in place of 3"}},
		{name: "an autoscaler takes the number over", kind: deployment, operation: changes.Update, before: spec("replicas", 3), after: object{"spec": object{}}},
		{name: "scaled to zero is told by itself", kind: deployment, operation: changes.Update, before: spec("replicas", 3), after: spec("replicas", 0), level: Downtime, losses: []string{"scaled to zero"}},
		{name: "a task's least is one", kind: "aws:appautoscaling/target:Target", operation: changes.Update, before: object{"minCapacity": 2}, after: object{"minCapacity": 1}, level: Downtime, losses: []string{"1 task in place of 2"}},
	})
}
