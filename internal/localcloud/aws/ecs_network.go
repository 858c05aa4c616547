package aws

import (
	"groundwork/internal/localcloud"
)

// checkTaskNetwork: tasks with interfaces of their own say where these are to
// be, and others do not:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
func checkTaskNetwork(tx *localcloud.Tx, service, task *localcloud.Object) error {
	given := service.Outputs.Map("networkConfiguration")
	own := task.String("networkMode") == "awsvpc"
	subnets := subnetsOf(tx, given.Strings("subnets"))
	switch {
	case own && len(given) == 0:
		return invalidService(tx, "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
	case !own && len(given) > 0:
		return invalidService(tx, "Network Configuration is not valid for the given networkMode of this task definition.")
	case given.Bool("assignPublicIp") && service.String("launchType") == "EC2":
		return invalidService(tx, "Assign public IP is not supported for this launch type.")
	case len(given.Strings("subnets")) > 16:
		return invalidService(tx, "subnets can have at most 16 items.")
	case len(given.Strings("securityGroups")) > 5:
		return invalidService(tx, "securityGroups can have at most 5 items.")
	case len(subnets) == 0:
		return nil
	}
	vpc := subnets[0].String("vpcId")
	for _, subnet := range subnets {
		if subnet.String("vpcId") != vpc {
			return invalidService(tx, "Subnets must all belong to the same VPC: %s is not in %s.", subnet.ID, vpc)
		}
	}
	for _, id := range given.Strings("securityGroups") {
		if group := findGroup(tx, id); group != nil && group.String("vpcId") != vpc {
			return invalidService(tx, "Security group %s does not appear to belong to the same VPC as the input subnets.", id)
		}
	}
	return nil
}

// checkTaskTargets: a service's target group has a load balancer and takes what
// the tasks have, and the container is one of the task's:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
func checkTaskTargets(tx *localcloud.Tx, service, task *localcloud.Object) error {
	list, _ := containers(task.String("containerDefinitions"))
	for _, target := range service.Outputs.Maps("loadBalancers") {
		if err := checkTaskContainer(tx, list, target.String("containerName"), target.Int("containerPort")); err != nil {
			return err
		}
		group := tx.Get(targetGroupType, target.String("targetGroupArn"))
		if group == nil {
			continue
		}
		kind, mode := group.String("targetType"), task.String("networkMode")
		if (kind == "ip") != (mode == "awsvpc") {
			return invalidService(tx, "The provided target group %s has target type %s, which is incompatible with the %s network mode specified in the task definition.", group.ID, kind, mode)
		}
		if !attached(tx, group) {
			return tx.Await(invalidService(tx, "The target group with targetGroupArn %s does not have an associated load balancer.", group.ID))
		}
	}
	return nil
}

func checkTaskContainer(tx *localcloud.Tx, list []container, name string, port int) error {
	for _, c := range list {
		if c.Name != name {
			continue
		}
		for _, mapping := range c.PortMappings {
			if mapping.ContainerPort == port {
				return nil
			}
		}
		return invalidService(tx, "The container %s did not have a container port %d defined.", name, port)
	}
	return invalidService(tx, "The container %s does not exist in the task definition.", name)
}

// attached reports whether a listener or a rule leads to a target group.
func attached(tx *localcloud.Tx, group *localcloud.Object) bool {
	return forwards(tx, group.Notes["balancer"], group.ID)
}
