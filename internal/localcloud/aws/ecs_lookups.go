package aws

import (
	"groundwork/internal/localcloud"
)

func lookupTaskCluster(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	cluster := findTaskCluster(tx, args.String("clusterName"))
	if cluster == nil {
		return nil, tx.Fail(400, "ClusterNotFoundException", "reading ECS Cluster (%s): couldn't find resource", args.String("clusterName"))
	}
	answer := cluster.Outputs.Clone()
	answer.Set("clusterName", cluster.String("name"))
	answer.Set("status", "ACTIVE")
	tasks := 0
	for _, service := range servicesOf(tx, cluster) {
		tasks += service.Outputs.Int("desiredCount")
	}
	answer.Set("runningTasksCount", tasks)
	answer.Set("pendingTasksCount", 0)
	answer.Set("registeredContainerInstancesCount", 0)
	return answer, nil
}

func lookupTask(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	task := findTask(tx, args.String("taskDefinition"))
	if task == nil {
		return nil, tx.Fail(400, "ClientException", "Unable to describe task definition.")
	}
	answer := task.Outputs.Clone()
	answer.Set("taskDefinition", args.String("taskDefinition"))
	answer.Set("status", "ACTIVE")
	return answer, nil
}

func lookupTaskService(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	cluster := findTaskCluster(tx, args.String("clusterArn"))
	if cluster == nil {
		return nil, noTaskCluster.about(tx, args.String("clusterArn"))
	}
	for _, service := range servicesOf(tx, cluster) {
		if service.String("name") == args.String("serviceName") {
			answer := service.Outputs.Clone()
			answer.Set("arn", service.ID)
			answer.Set("serviceName", service.String("name"))
			answer.Set("clusterArn", cluster.ID)
			return answer, nil
		}
	}
	return nil, tx.Fail(400, "ServiceNotFoundException", "service with name %q in cluster %q not found", args.String("serviceName"), cluster.ID)
}
