package aws

import (
	"fmt"
	"regexp"

	"groundwork/internal/localcloud"
)

// fargateSizes are the memory sizes, in MiB, that Fargate has for each number
// of CPU units: from, to and by which step.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
var fargateSizes = map[int]struct{ from, to, step int }{
	256: {512, 2048, 512}, 512: {1024, 4096, 1024}, 1024: {2048, 8192, 1024}, 2048: {4096, 16384, 1024},
	4096: {8192, 30720, 1024}, 8192: {16384, 61440, 4096}, 16384: {32768, 122880, 8192},
}

// sized reports whether Fargate has a task of this size. The smallest goes from
// 512 to 1024 and 2048 only.
func sized(cpu, memory int) bool {
	size, ok := fargateSizes[cpu]
	fits := ok && memory >= size.from && memory <= size.to && (memory-size.from)%size.step == 0
	return fits && !(cpu == 256 && memory == 1536)
}

// registryImages are images in ECR, which only an execution role can pull.
var registryImages = regexp.MustCompile(`^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/`)

// badForFargate names the first of Fargate's rules that a task breaks:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
func badForFargate(task *localcloud.Object, list []container) string {
	cpu, isCPU := amount(task.String("cpu"), "vcpu")
	memory, isMemory := amount(task.String("memory"), "gb")
	switch {
	case task.String("networkMode") != "awsvpc":
		return "Fargate only supports network mode ‘awsvpc’."
	case task.String("cpu") == "":
		return "Fargate requires that 'cpu' be defined at the task level."
	case task.String("memory") == "":
		return "Fargate requires that 'memory' be defined at the task level."
	case !isCPU:
		return "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
	case !isMemory:
		return "Invalid 'memory' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
	case !sized(cpu, memory):
		return fmt.Sprintf("No Fargate configuration exists for given values: %d CPU, %d memory. See the Amazon ECS documentation for the valid values.", cpu, memory)
	case task.String("executionRoleArn") != "":
		return ""
	}
	for _, c := range list {
		if c.LogConfiguration != nil && c.LogConfiguration.LogDriver == "awslogs" {
			return "Fargate requires task definition to have execution role ARN to support log driver awslogs."
		}
		if registryImages.MatchString(c.Image) {
			return "Fargate requires task definition to have execution role ARN to support ECR images."
		}
	}
	return ""
}

// onFargate reports whether a task can run on Fargate, whatever it says that it
// requires.
func onFargate(task *localcloud.Object) bool {
	list, err := containers(task.String("containerDefinitions"))
	return err == nil && badForFargate(task, list) == ""
}
