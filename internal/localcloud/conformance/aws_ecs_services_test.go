package conformance

const (
	ecsCapacity = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
	scaleTarget = "aws:appautoscaling/target:Target"
	scalePolicy = "aws:appautoscaling/policy:Policy"
	scaleAPI    = "https://docs.aws.amazon.com/autoscaling/application/APIReference/"
)

// serving tries a service on Fargate that differs from a good one.
func serving(changes func(s site) Props) func(*World) error {
	return on(func(s site) error { return s.try(ecsService, s.service(changes(s))) })
}

func (s site) service(changes Props) Props {
	cluster := s.Make(ecsCluster, "c", Props{"name": "c"})
	return with(Props{
		"name": "web", "cluster": cluster.ID, "launchType": "FARGATE", "desiredCount": 1,
		"taskDefinition":       s.Make(ecsTask, "web", task(nil)).Outputs.String("arn"),
		"networkConfiguration": Props{"subnets": s.subnets(), "securityGroups": []any{s.group.ID}},
	}, changes)
}

func behind(group Made, name string, port int) Props {
	return Props{"loadBalancers": []any{Props{"targetGroupArn": group.ID, "containerName": name, "containerPort": port}}}
}

// reached is a target group that a listener leads to.
func (s site) reached() Made {
	group := s.targets("web")
	s.Make(lbListener, "http", Props{"loadBalancerArn": s.balancer().ID, "port": 80, "protocol": "HTTP", "defaultActions": forward(group.ID)})
	return group
}

func scaling(changes Props) func(*World) error {
	return on(func(s site) error {
		s.Make(ecsService, "web", s.service(nil))
		return s.try(scaleTarget, with(Props{"serviceNamespace": "ecs", "resourceId": "service/c/web", "scalableDimension": "ecs:service:DesiredCount", "minCapacity": 1, "maxCapacity": 4}, changes))
	})
}

var serviceCases = []Case{
	{Name: "a service on Fargate", Do: serving(fixed(nil)), Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "a cluster that is gone", Do: serving(fixed(Props{"cluster": "gone"})), Refused: "ClusterNotFoundException: Cluster not found.", Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "a task that is gone", Do: serving(fixed(Props{"taskDefinition": "gone:1"})), Refused: "ClientException: TaskDefinition not found.", Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "a task by its family", Do: serving(fixed(Props{"taskDefinition": "web"})), Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "no network", Do: serving(fixed(Props{"networkConfiguration": nil})), Refused: "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.", Evidence: ecsAwsvpc},
	{Name: "a subnet that is gone", Do: serving(fixed(Props{"networkConfiguration": Props{"subnets": []any{"subnet-0"}}})), Refused: "The subnet ID 'subnet-0' does not exist", Evidence: ecsAwsvpc},
	{Name: "a group of another VPC", Do: serving(func(s site) Props {
		_, _, group := s.elsewhere()
		return Props{"networkConfiguration": Props{"subnets": s.subnets(), "securityGroups": []any{group.ID}}}
	}), Refused: "does not appear to belong to the same VPC as the input subnets", Evidence: ecsAPI + "API_AwsVpcConfiguration.html"},
	{Name: "six security groups", Do: serving(func(s site) Props {
		groups := []any{s.group.ID}
		for _, name := range []string{"1", "2", "3", "4", "5"} {
			groups = append(groups, s.Make("aws:ec2/securityGroup:SecurityGroup", name, Props{"vpcId": s.vpc.ID}).ID)
		}
		return Props{"networkConfiguration": Props{"subnets": s.subnets(), "securityGroups": groups}}
	}), Refused: "securityGroups can have at most 5 items.", Evidence: ecsAPI + "API_AwsVpcConfiguration.html"},
	{Name: "a task that Fargate cannot run", Do: serving(func(s site) Props {
		small := s.Make(ecsTask, "small", task(Props{"family": "small", "requiresCompatibilities": []any{"EC2"}, "cpu": nil}))
		return Props{"taskDefinition": small.Outputs.String("arn")}
	}), Refused: "Task definition does not support launch_type FARGATE.", Evidence: ecsFargate},
	{Name: "a network for tasks on a bridge", Do: serving(func(s site) Props {
		bridged := s.Make(ecsTask, "bridged", task(Props{"family": "bridged", "requiresCompatibilities": []any{"EC2"}, "networkMode": "bridge"}))
		return Props{"taskDefinition": bridged.Outputs.String("arn"), "launchType": "EC2"}
	}), Refused: "Network Configuration is not valid for the given networkMode of this task definition.", Evidence: ecsAwsvpc},
	{Name: "a launch type and a strategy", Do: serving(fixed(Props{"capacityProviderStrategies": []any{Props{"capacityProvider": "FARGATE", "weight": 1}}})), Refused: "Specifying both a launch type and capacity provider strategy is not supported.", Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "a capacity provider that the cluster does not offer", Do: serving(fixed(Props{"launchType": nil, "capacityProviderStrategies": []any{Props{"capacityProvider": "FARGATE_SPOT", "weight": 1}}})), Refused: "cannot contain a capacity provider that is not associated with the cluster", Evidence: ecsAPI + "API_PutClusterCapacityProviders.html"},
	{Name: "a capacity provider that the cluster offers", Do: on(func(s site) error {
		inputs := s.service(Props{"launchType": nil, "capacityProviderStrategies": []any{Props{"capacityProvider": "FARGATE_SPOT", "weight": 1}}})
		s.Make(ecsCapacity, "c", Props{"clusterName": "c", "capacityProviders": []any{"FARGATE_SPOT"}})
		return s.try(ecsService, inputs)
	}), Evidence: ecsAPI + "API_PutClusterCapacityProviders.html"},
	{Name: "a capacity provider that does not exist", Do: after(ecsCapacity, func(w *World) Props {
		w.Make(ecsCluster, "c", Props{"name": "c"})
		return Props{"clusterName": "c", "capacityProviders": []any{"mine"}}
	}), Refused: "The specified capacity provider 'mine' was not found.", Evidence: ecsAPI + "API_PutClusterCapacityProviders.html"},
	{Name: "a deployment that cannot go on", Do: serving(fixed(Props{"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 100})), Refused: "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.", Evidence: ecsAPI + "API_DeploymentConfiguration.html"},
	{Name: "a grace period without a load balancer", Do: serving(fixed(Props{"healthCheckGracePeriodSeconds": 60})), Refused: "Health check grace period is only valid for services configured to use load balancers", Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "commands in tasks without a role", Do: serving(fixed(Props{"enableExecuteCommand": true})), Refused: "a valid taskRoleArn is not being used", Evidence: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"},
	{Name: "a service behind a load balancer", Do: serving(func(s site) Props { return behind(s.reached(), "web", 8080) }), Evidence: ecsTargets},
	{Name: "a target group without a load balancer", Do: serving(func(s site) Props { return behind(s.targets("lonely"), "web", 8080) }), Refused: "does not have an associated load balancer", Evidence: ecsTargets},
	{Name: "targets that are machines", Do: serving(func(s site) Props {
		return behind(s.Make(lbTargetGroup, "i", Props{"port": 80, "protocol": "HTTP", "vpcId": s.vpc.ID}), "web", 8080)
	}), Refused: "has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.", Evidence: ecsTargets},
	{Name: "a container that is not in the task", Do: serving(func(s site) Props { return behind(s.reached(), "api", 8080) }), Refused: "The container api does not exist in the task definition.", Evidence: ecsTargets},
	{Name: "a port that the container does not have", Do: serving(func(s site) Props { return behind(s.reached(), "web", 80) }), Refused: "The container web did not have a container port 80 defined.", Evidence: ecsTargets},
	{Name: "a service's name twice", Do: on(func(s site) error {
		inputs := s.service(nil)
		s.Make(ecsService, "web", inputs)
		return s.try(ecsService, inputs)
	}), Refused: "Creation of service was not idempotent.", Evidence: ecsAPI + "API_CreateService.html"},
	{Name: "deletion of a cluster with services", Do: on(func(s site) error {
		inputs := s.service(nil)
		s.Make(ecsService, "web", inputs)
		cluster, err := s.Create(ecsCluster, "c", Props{"name": "c"})
		if err != nil {
			return err
		}
		return s.Delete(ecsCluster, "c", cluster)
	}), Refused: "ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.", Evidence: ecsAPI + "API_DeleteCluster.html"},
	{Name: "deletion of the subnet of a service", Do: on(func(s site) error {
		s.Make(ecsService, "web", s.service(nil))
		return s.Delete("aws:ec2/subnet:Subnet", "a", s.a)
	}), Refused: "DependencyViolation", Evidence: ecsAwsvpc},
	{Name: "scaling of a service", Do: scaling(nil), Evidence: scaleAPI + "API_RegisterScalableTarget.html"},
	{Name: "scaling of a service that is gone", Do: scaling(Props{"resourceId": "service/c/gone"}), Refused: "ValidationException: ECS service doesn't exist: service/c/gone", Evidence: scaleAPI + "API_RegisterScalableTarget.html"},
	{Name: "a dimension of another service", Do: scaling(Props{"scalableDimension": "dynamodb:table:ReadCapacityUnits"}), Refused: "scalable dimension", Evidence: scaleAPI + "API_RegisterScalableTarget.html"},
	{Name: "more at least than at most", Do: scaling(Props{"minCapacity": 5}), Refused: "ValidationException", Evidence: scaleAPI + "API_RegisterScalableTarget.html"},
	{Name: "a scaling policy of nothing", Do: creating(scalePolicy, Props{
		"name": "cpu", "serviceNamespace": "ecs", "resourceId": "service/c/web", "scalableDimension": "ecs:service:DesiredCount", "policyType": "TargetTrackingScaling",
		"targetTrackingScalingPolicyConfiguration": Props{"targetValue": 60, "predefinedMetricSpecification": Props{"predefinedMetricType": "ECSServiceAverageCPUUtilization"}},
	}), Refused: "ObjectNotFoundException: No scalable target registered for service namespace: ecs", Evidence: scaleAPI + "API_PutScalingPolicy.html"},
}
