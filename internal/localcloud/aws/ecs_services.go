package aws

import (
	"slices"

	"groundwork/internal/localcloud"
)

// checkTaskService holds to the rules that need nothing but the inputs:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
func checkTaskService(c *localcloud.Check) {
	checkTaskName(c)
}

func createTaskService(tx *localcloud.Tx, service *localcloud.Object) error {
	cluster := findTaskCluster(tx, service.String("cluster"))
	if cluster == nil {
		return noTaskCluster.about(tx, service.String("cluster"))
	}
	decide(service, "cluster", cluster.ID)
	strategies := service.Outputs.Maps("capacityProviderStrategies")
	if launch := service.String("launchType"); launch != "" && len(strategies) > 0 {
		return invalidService(tx, "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")
	}
	if len(strategies) == 0 && len(defaultStrategy(tx, cluster)) == 0 {
		decide(service, "launchType", "EC2")
	}
	if runsOnFargate(tx, service) {
		decide(service, "platformVersion", "LATEST")
	}
	return checkService(tx, service)
}

func invalidService(tx *localcloud.Tx, format string, args ...any) error {
	return tx.Fail(400, "InvalidParameterException", format, args...)
}

func defaultStrategy(tx *localcloud.Tx, cluster *localcloud.Object) []string {
	if capacity := tx.Get(clusterCapacityType, cluster.String("name")); capacity != nil {
		return valuesAt(capacity.Outputs, "defaultCapacityProviderStrategies.*.capacityProvider")
	}
	return nil
}

// capacities are the providers that a service's tasks run on.
func capacities(tx *localcloud.Tx, service *localcloud.Object) []string {
	if given := valuesAt(service.Outputs, "capacityProviderStrategies.*.capacityProvider"); len(given) > 0 || service.String("launchType") != "" {
		return given
	}
	if cluster := findTaskCluster(tx, service.String("cluster")); cluster != nil {
		return defaultStrategy(tx, cluster)
	}
	return nil
}

func runsOnFargate(tx *localcloud.Tx, service *localcloud.Object) bool {
	if service.String("launchType") == "FARGATE" {
		return true
	}
	providers := capacities(tx, service)
	return slices.Contains(providers, "FARGATE") || slices.Contains(providers, "FARGATE_SPOT")
}

func checkService(tx *localcloud.Tx, service *localcloud.Object) error {
	task := findTask(tx, service.String("taskDefinition"))
	if task == nil && service.String("deploymentController.type") != "EXTERNAL" {
		return noTask.about(tx, service.String("taskDefinition"))
	}
	if task == nil {
		return nil
	}
	for _, rule := range []func(*localcloud.Tx, *localcloud.Object, *localcloud.Object) error{
		checkCapacities, checkDeployment, checkTaskNetwork, checkTaskTargets,
	} {
		if err := rule(tx, service, task); err != nil {
			return err
		}
	}
	return nil
}

// checkCapacities: the cluster offers what the service asks for, and the task
// can run there.
func checkCapacities(tx *localcloud.Tx, service, task *localcloud.Object) error {
	var offered []string
	if cluster := findTaskCluster(tx, service.String("cluster")); cluster != nil {
		if capacity := tx.Get(clusterCapacityType, cluster.String("name")); capacity != nil {
			offered = capacity.Outputs.Strings("capacityProviders")
		}
	}
	for _, name := range valuesAt(service.Outputs, "capacityProviderStrategies.*.capacityProvider") {
		if !slices.Contains(offered, name) {
			return tx.Await(apartCapacity.about(tx, name))
		}
	}
	if runsOnFargate(tx, service) && !onFargate(task) {
		return invalidService(tx, "Task definition does not support launch_type FARGATE.")
	}
	if runsOnFargate(tx, service) && service.String("schedulingStrategy") == "DAEMON" {
		return invalidService(tx, "The daemon scheduling strategy does not support tasks that use the Fargate launch type.")
	}
	return nil
}

// checkDeployment: a deployment must be able to go on.
func checkDeployment(tx *localcloud.Tx, service, task *localcloud.Object) error {
	most, least := service.Outputs.Int("deploymentMaximumPercent"), service.Outputs.Int("deploymentMinimumHealthyPercent")
	switch {
	case most == 100 && least == 100 && service.String("schedulingStrategy") != "DAEMON":
		return invalidService(tx, "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.")
	case service.Outputs.Int("healthCheckGracePeriodSeconds") > 0 && len(service.Outputs.Maps("loadBalancers")) == 0:
		return invalidService(tx, "Health check grace period is only valid for services configured to use load balancers")
	case service.Outputs.Bool("enableExecuteCommand") && task.String("taskRoleArn") == "":
		return invalidService(tx, "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.")
	}
	return nil
}

// deleteTaskService takes the scaling of the service along.
func deleteTaskService(tx *localcloud.Tx, service *localcloud.Object) error {
	for _, target := range tx.Where(scalableType, "resourceId", scalableName(service)) {
		deregister(tx, target)
		tx.Remove(scalableType, target.ID)
	}
	return nil
}
