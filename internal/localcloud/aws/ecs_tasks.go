package aws

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

var taskNames = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)

// container is one of a task's container definitions:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
type container struct {
	Name, Image, Hostname     string
	CPU                       float64 `json:"cpu"`
	Memory, MemoryReservation int
	Essential                 *bool
	Links                     []string
	PortMappings              []struct{ ContainerPort, HostPort int }
	MountPoints               []struct{ SourceVolume string }
	Secrets                   []struct{ Name, ValueFrom string }
	LogConfiguration          *struct {
		LogDriver string
		Options   map[string]string
	}
}

// containers reads the definitions; the provider refuses what it cannot read.
func containers(text string) ([]container, error) {
	var list []container
	err := json.Unmarshal([]byte(text), &list)
	return list, err
}

func checkTask(c *localcloud.Check) {
	if family := c.Inputs.String("family"); family != "" && !taskNames.MatchString(family) {
		c.Fail("family", "must only contain letters, digits, hyphens and underscores: %q", family)
	}
	if text := c.Inputs.String("containerDefinitions"); text != "" {
		if _, err := containers(text); err != nil {
			c.Fail("containerDefinitions", "ECS Task Definition container_definitions is invalid: Error decoding JSON: %s", err)
		}
	}
}

// taskID: programs see the family. Revisions count up and never come again:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
func taskID(tx *localcloud.Tx, task *localcloud.Object) string {
	family := task.String("family")
	revision := tx.Count("revision " + tx.Region() + " " + family)
	task.Shown = family
	task.Set("revision", revision)
	task.Set("arnWithoutRevision", tx.ARN("ecs", "task-definition/"+family))
	task.Set("arn", task.String("arnWithoutRevision")+":"+number(revision))
	return family + ":" + number(revision)
}

func findTaskRevision(tx *localcloud.Tx, id string, state localcloud.Props) *localcloud.Object {
	if arn := state.String("arn"); arn != "" {
		id = arn
	}
	return findTask(tx, id)
}

// findTask finds a task definition by ARN, by family and revision, or the
// latest of a family.
func findTask(tx *localcloud.Tx, name string) *localcloud.Object {
	name = name[strings.LastIndexByte(name, '/')+1:]
	if strings.Contains(name, ":") {
		return tx.Get(taskType, name)
	}
	var latest *localcloud.Object
	for _, task := range tx.Where(taskType, "family", name) {
		if latest == nil || task.Outputs.Int("revision") > latest.Outputs.Int("revision") {
			latest = task
		}
	}
	return latest
}

// registerTask holds a task definition to the service's rules, in the words of
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
// and of what people report.
func registerTask(tx *localcloud.Tx, task *localcloud.Object) error {
	list, err := containers(task.String("containerDefinitions"))
	if err != nil || len(list) == 0 {
		return tx.Fail(400, "ClientException", "Container list cannot be empty.")
	}
	decide(task, "networkMode", "bridge")
	for _, kind := range task.Outputs.Strings("requiresCompatibilities") {
		if kind != "FARGATE" {
			continue
		}
		if problem := badForFargate(task, list); problem != "" {
			return tx.Fail(400, "ClientException", "%s", problem)
		}
	}
	if problem := badContainers(task, list); problem != "" {
		return tx.Fail(400, "ClientException", "%s", problem)
	}
	return nil
}

func badContainers(task *localcloud.Object, list []container) string {
	seen, essential := map[string]bool{}, false
	for _, c := range list {
		switch {
		case c.Name == "":
			return "Container.name should not be null or empty."
		case c.Image == "":
			return "Container.image should not be null or empty."
		case !taskNames.MatchString(c.Name):
			return "Container.name contains invalid characters."
		case seen[c.Name]:
			return "Container names must be unique. Found duplicate name '" + c.Name + "'."
		}
		if problem := badContainer(task, c); problem != "" {
			return problem
		}
		seen[c.Name] = true
		essential = essential || c.Essential == nil || *c.Essential
	}
	if !essential {
		return "At least one container in the task definition must be marked as essential."
	}
	return ""
}

func badContainer(task *localcloud.Object, c container) string {
	memory, _ := amount(task.String("memory"), "gb")
	vpc := task.String("networkMode") == "awsvpc"
	switch {
	case memory == 0 && c.Memory == 0 && c.MemoryReservation == 0:
		return "Invalid setting for container '" + c.Name + "'. At least one of 'memory' or 'memoryReservation' must be specified."
	case memory > 0 && c.Memory > memory:
		return "The 'memory' setting for container '" + c.Name + "' is greater than for the task."
	case vpc && c.Hostname != "":
		return "hostname is not supported on container when networkMode=awsvpc."
	case vpc && len(c.Links) > 0:
		return "Links are not supported when networkMode=awsvpc."
	case len(c.Secrets) > 0 && task.String("executionRoleArn") == "":
		return "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
	case c.LogConfiguration != nil && c.LogConfiguration.LogDriver == "awslogs" && c.LogConfiguration.Options["awslogs-group"] == "":
		return "Log driver awslogs requires options: awslogs-group"
	}
	for _, port := range c.PortMappings {
		if port.ContainerPort < 1 || port.ContainerPort > 65535 {
			return "Invalid 'containerPort' setting for container '" + c.Name + "'."
		}
		if vpc && port.HostPort != 0 && port.HostPort != port.ContainerPort {
			return "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
		}
	}
	for _, mount := range c.MountPoints {
		if !hasVolume(task, mount.SourceVolume) {
			return "Unknown volume '" + mount.SourceVolume + "'."
		}
	}
	return ""
}

func hasVolume(task *localcloud.Object, name string) bool {
	for _, volume := range task.Outputs.Maps("volumes") {
		if volume.String("name") == name {
			return true
		}
	}
	return false
}

// amount reads "512", "0.5 GB" or ".25 vCPU", in MiB or CPU units.
func amount(text, unit string) (int, bool) {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	rest, big := strings.CutSuffix(text, unit)
	value, err := strconv.ParseFloat(rest, 64)
	if big {
		value *= 1024
	}
	return int(value), err == nil
}
