package conformance

import "strings"

const (
	ecsAPI     = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
	ecsTasks   = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
	ecsFargate = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"
	ecsAwsvpc  = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html"
	ecsTargets = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html"

	ecsTask    = "aws:ecs/taskDefinition:TaskDefinition"
	ecsCluster = "aws:ecs/cluster:Cluster"
	ecsService = "aws:ecs/service:Service"
)

const web = `{"name":"web","image":"nginx","essential":true,"portMappings":[{"containerPort":8080}]}`

// task is a good one for Fargate, but for the changes.
func task(changes Props) Props {
	return with(Props{
		"family": "web", "containerDefinitions": "[" + web + "]", "cpu": "256", "memory": "512",
		"networkMode": "awsvpc", "requiresCompatibilities": []any{"FARGATE"},
	}, changes)
}

func defining(changes Props) func(*World) error { return creating(ecsTask, task(changes)) }

// holding is a task of one container, that differs from a good one.
func holding(old, fresh string) func(*World) error {
	return defining(Props{"containerDefinitions": "[" + strings.Replace(web, old, fresh, 1) + "]"})
}

var taskCases = []Case{
	{Name: "a task for Fargate", Do: defining(nil), Evidence: ecsFargate},
	{Name: "sizes in words", Do: defining(Props{"cpu": "1 vCPU", "memory": "3 GB"}), Evidence: ecsTasks},
	{Name: "a size that Fargate does not have", Do: defining(Props{"memory": "4096"}), Refused: "ClientException: No Fargate configuration exists for given values: 256 CPU, 4096 memory.", Evidence: ecsFargate},
	{Name: "the gap of the smallest size", Do: defining(Props{"memory": "1536"}), Refused: "No Fargate configuration exists", Evidence: ecsFargate},
	{Name: "the largest size", Do: defining(Props{"cpu": "16384", "memory": "122880"}), Evidence: ecsFargate},
	{Name: "a size between the steps of the largest", Do: defining(Props{"cpu": "16384", "memory": "36864"}), Refused: "No Fargate configuration exists", Evidence: ecsFargate},
	{Name: "Fargate without cpu", Do: defining(Props{"cpu": nil}), Refused: "ClientException: Fargate requires that 'cpu' be defined at the task level.", Evidence: ecsTasks},
	{Name: "Fargate without memory", Do: defining(Props{"memory": nil}), Refused: "Fargate requires that 'memory' be defined at the task level.", Evidence: ecsTasks},
	{Name: "Fargate on a bridge", Do: defining(Props{"networkMode": "bridge"}), Refused: "Fargate only supports network mode", Evidence: ecsFargate},
	{Name: "Fargate's logs without an execution role", Do: holding(`"essential"`, `"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/web"}},"essential"`), Refused: "Fargate requires task definition to have execution role ARN to support log driver awslogs.", Evidence: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"},
	{Name: "an image of ECR without an execution role", Do: holding(`"nginx"`, `"123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1"`), Refused: "Fargate requires task definition to have execution role ARN to support ECR images.", Evidence: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"},
	{Name: "secrets without an execution role", Do: holding(`"essential"`, `"secrets":[{"name":"A","valueFrom":"arn:aws:ssm:us-east-1:123456789012:parameter/a"}],"essential"`), Refused: "you must also specify a value for 'executionRoleArn'", Evidence: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"},
	{Name: "an image of ECR that nobody has pushed", Do: after(ecsTask, func(w *World) Props {
		return task(Props{"executionRoleArn": role(w, "run", "ecs-tasks.amazonaws.com").Outputs.String("arn"), "containerDefinitions": "[" + strings.Replace(web, "nginx", "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1", 1) + "]"})
	}), Evidence: ecsAPI + "API_RegisterTaskDefinition.html"},
	{Name: "a role that is gone", Do: defining(Props{"taskRoleArn": "arn:aws:iam::123456789012:role/gone"}), Refused: "Role is not valid", Evidence: ecsAPI + "API_RegisterTaskDefinition.html"},
	{Name: "another port of the host", Do: holding(`8080`, `8080,"hostPort":80`), Refused: "ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.", Evidence: ecsTasks},
	{Name: "no port", Do: holding(`8080`, `0`), Refused: "Invalid 'containerPort' setting for container 'web'.", Evidence: ecsTasks},
	{Name: "a host name of its own", Do: holding(`"essential"`, `"hostname":"web","essential"`), Refused: "hostname is not supported on container when networkMode=awsvpc.", Evidence: ecsTasks},
	{Name: "two containers of one name", Do: defining(Props{"containerDefinitions": "[" + web + "," + web + "]"}), Refused: "ClientException: Container names must be unique", Evidence: ecsTasks},
	{Name: "a container without an image", Do: holding(`"image":"nginx",`, ``), Refused: "Container.image should not be null or empty.", Evidence: ecsAPI + "API_ContainerDefinition.html"},
	{Name: "no essential container", Do: holding(`true`, `false`), Refused: "ClientException: At least one container in the task definition must be marked as essential.", Evidence: ecsTasks},
	{Name: "a container larger than its task", Do: holding(`"essential"`, `"memory":1024,"essential"`), Refused: "The 'memory' setting for container 'web' is greater than for the task.", Evidence: ecsTasks},
	{Name: "no memory anywhere", Do: defining(Props{"requiresCompatibilities": []any{"EC2"}, "memory": nil, "cpu": nil}), Refused: "At least one of 'memory' or 'memoryReservation' must be specified.", Evidence: ecsTasks},
	{Name: "a volume that is not declared", Do: holding(`"essential"`, `"mountPoints":[{"sourceVolume":"data","containerPath":"/data"}],"essential"`), Refused: "Unknown volume 'data'.", Evidence: ecsTasks},
	{Name: "definitions that are no JSON", Do: defining(Props{"containerDefinitions": "web"}), Refused: "Error decoding JSON", Evidence: "facts: aws:ecs/taskDefinition:TaskDefinition"},
	{Name: "revisions count up, and the last one stays", Do: func(w *World) error {
		first := w.Make(ecsTask, "web", task(nil))
		second := w.Make(ecsTask, "web", task(Props{"memory": "1024"}))
		if err := w.Delete(ecsTask, "web", first); err != nil {
			return err
		}
		_, live, _ := w.provider(ecsTask).Read(ecsTask, "web", second.ID, second.Inputs, second.Outputs)
		return same("arn", "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2", live.String("arn"))
	}, Evidence: ecsAPI + "API_RegisterTaskDefinition.html"},
	{Name: "a change of a task replaces it", Do: func(w *World) error {
		replaces, err := w.Replaces(ecsTask, "web", w.Make(ecsTask, "web", task(nil)), task(Props{"memory": "1024"}))
		if err != nil {
			return err
		}
		return same("replaced by", "memory", strings.Join(replaces, " "))
	}, Evidence: "recordings: aws:ecs/taskDefinition:TaskDefinition"},
}
