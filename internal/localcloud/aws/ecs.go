package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const (
	taskClusterType      = "aws:ecs/cluster:Cluster"
	capacityType         = "aws:ecs/capacityProvider:CapacityProvider"
	clusterCapacityType  = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
	taskType             = "aws:ecs/taskDefinition:TaskDefinition"
	taskServiceType      = "aws:ecs/service:Service"
	autoscalingGroupType = "aws:autoscaling/group:Group"
)

// Errors of ECS:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
var (
	noTaskCluster  = refusal{400, "ClusterNotFoundException", "Cluster not found."}
	noTask         = refusal{400, "ClientException", "TaskDefinition not found."}
	noCapacity     = refusal{400, "InvalidParameterException", "The specified capacity provider '%s' was not found. Specify a valid name or ARN and try again."}
	apartCapacity  = refusal{400, "InvalidParameterException", "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again."}
	noServiceGroup = refusal{400, "InvalidParameterException", "Unable to find the target group: %s"}
)

var taskLinks = []link{
	{from: clusterCapacityType, path: "clusterName", to: taskClusterType, by: "name", missing: noTaskCluster, loose: true},
	{from: taskServiceType, path: "loadBalancers.*.targetGroupArn", to: targetGroupType, by: "arn", missing: noServiceGroup, loose: true},
	{from: taskType, path: "volumes.*.efsVolumeConfiguration.fileSystemId", to: "aws:efs/fileSystem:FileSystem", loose: true},
}

// taskService is ECS.
func taskService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			taskClusterType:     {Check: checkTaskName, Upsert: true, Delete: deleteTaskCluster},
			capacityType:        {Check: checkCapacity},
			clusterCapacityType: {Create: putCapacity, Update: again(putCapacity), Delete: dropCapacity},
			taskType:            {Check: checkTask, ID: taskID, Find: findTaskRevision, Create: registerTask},
			taskServiceType: {
				Check: checkTaskService, Create: createTaskService, Update: again(checkService), Delete: deleteTaskService,
				Exists: func(tx *localcloud.Tx, _ *localcloud.Object) error {
					return tx.Fail(400, "InvalidParameterException", "Creation of service was not idempotent.")
				},
			},
		},
		functions: map[string]localcloud.Function{
			"aws:ecs/getCluster:getCluster":               lookupTaskCluster,
			"aws:ecs/getTaskDefinition:getTaskDefinition": lookupTask,
			"aws:ecs/getService:getService":               lookupTaskService,
		},
	}
}

// checkTaskName: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
func checkTaskName(c *localcloud.Check) {
	if name := c.Inputs.String("name"); name != "" && !taskNames.MatchString(name) {
		c.Fail("name", "invalid value for name (must be 1 to 255 letters, digits, hyphens and underscores): %q", name)
	}
}

// deleteTaskCluster refuses while there are services:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
func deleteTaskCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	if len(servicesOf(tx, cluster)) > 0 {
		return tx.Fail(400, "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")
	}
	takeAlong(tx, "clusterName", cluster.String("name"), clusterCapacityType)
	return nil
}

func servicesOf(tx *localcloud.Tx, cluster *localcloud.Object) []*localcloud.Object {
	return tx.Select(taskServiceType, func(service *localcloud.Object) bool {
		name := service.String("cluster")
		return name == cluster.ID || name == cluster.String("name")
	})
}

// findTaskCluster finds a cluster by name or ARN; no name means "default".
func findTaskCluster(tx *localcloud.Tx, nameOrARN string) *localcloud.Object {
	if nameOrARN == "" {
		nameOrARN = "default"
	}
	if strings.HasPrefix(nameOrARN, "arn:") {
		return tx.Get(taskClusterType, nameOrARN)
	}
	return named(tx, taskClusterType, "name", nameOrARN)
}

// capacityPrefixes are the prefixes that names of capacity providers must not have:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html
var capacityPrefixes = []string{"aws", "ecs", "fargate"}

func checkCapacity(c *localcloud.Check) {
	name := strings.ToLower(c.Inputs.String("name"))
	if slices.ContainsFunc(capacityPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
		c.Fail("name", "the name cannot be prefixed with %q, %q or %q: %q", "aws", "ecs", "fargate", c.Inputs.String("name"))
	}
}

// putCapacity: what a cluster offers exists, and its default strategy uses
// nothing else:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html
func putCapacity(tx *localcloud.Tx, capacity *localcloud.Object) error {
	offered := capacity.Outputs.Strings("capacityProviders")
	for _, name := range offered {
		if name != "FARGATE" && name != "FARGATE_SPOT" && named(tx, capacityType, "name", name) == nil {
			return noCapacity.about(tx, name)
		}
	}
	for _, name := range valuesAt(capacity.Outputs, "defaultCapacityProviderStrategies.*.capacityProvider") {
		if !slices.Contains(offered, name) {
			return apartCapacity.about(tx, name)
		}
	}
	return nil
}

// dropCapacity: a provider that a service uses stays.
func dropCapacity(tx *localcloud.Tx, capacity *localcloud.Object) error {
	cluster := findTaskCluster(tx, capacity.String("clusterName"))
	if cluster == nil {
		return nil
	}
	for _, service := range servicesOf(tx, cluster) {
		for _, name := range valuesAt(service.Outputs, "capacityProviderStrategies.*.capacityProvider") {
			if slices.Contains(capacity.Outputs.Strings("capacityProviders"), name) {
				return tx.Fail(400, "ResourceInUseException", "The specified capacity provider is in use and cannot be removed.")
			}
		}
	}
	return nil
}
