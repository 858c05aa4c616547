package price

import (
	"fmt"
	"strconv"
	"strings"
)

// cpuUnits are what ECS calls one processor.
const cpuUnits = 1024

// mostUnits is above the largest task (16 processors, 120 GB), and mostTasks above
// what a service can run.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
const (
	mostUnits = 256 * cpuUnits
	mostTasks = 100_000
)

// includedDisk is the storage of a task that costs nothing, in GiB.
// https://aws.amazon.com/fargate/pricing/
const includedDisk = 20

// priceECSService: tasks on one's own instances cost what the instances cost.
func priceECSService(q *quote) {
	fargate, spot := q.launches()
	if spot {
		q.gap("spot capacity has no list price")
	}
	if !fargate {
		return
	}
	count, countKnown := q.in.number(0, "desiredCount")
	task, taskKnown := q.task()
	if !countKnown || !taskKnown {
		q.gap("its task definition or number of tasks isn't known yet")
		return
	}
	q.tasks(count, task)
	for _, network := range q.in.objects("networkConfiguration") {
		if network.on("assignPublicIp") {
			q.addresses(count)
		}
	}
}

// launches says whether the service runs on Fargate at its list price, and whether
// it runs on spot capacity, which has none. With both the count of each isn't told.
func (q *quote) launches() (fargate, spot bool) {
	if kind, _ := q.in.text("EC2", "launchType"); kind == "FARGATE" {
		return true, false
	}
	for _, strategy := range q.in.objects("capacityProviderStrategies") {
		switch provider, _ := strategy.text("", "capacityProvider"); provider {
		case "FARGATE":
			fargate = true
		case "FARGATE_SPOT":
			spot = true
		}
	}
	return fargate && !spot, spot
}

// task finds the service's task definition by family, or by the ARN that ends in
// family and revision.
func (q *quote) task() (inputs, bool) {
	of, known := q.in.text("", "taskDefinition")
	if !known {
		return q.side.neighbour(q.resource, taskDefinition, anything)
	}
	family, _, _ := strings.Cut(of[strings.LastIndex(of, "/")+1:], ":")
	return q.side.find(taskDefinition, family)
}

func (q *quote) tasks(count int64, task inputs) {
	cpu, cpuKnown := amountOf(task, "cpu", "vcpu")
	memory, memoryKnown := amountOf(task, "memory", "gb")
	system, _ := task.text("LINUX", "runtimePlatform", "operatingSystemFamily")
	processor, _ := task.text("X86_64", "runtimePlatform", "cpuArchitecture")
	if !cpuKnown || !memoryKnown {
		q.gap("the task's processor or memory isn't known")
		return
	}
	if system != "LINUX" {
		q.gap("the list has no prices of Windows on Fargate")
		return
	}
	if !q.counts(count, mostTasks) {
		return
	}
	cpuPrice, cpuListed := q.price(count*cpu, "fargate", "vcpu "+processor)
	memoryPrice, memoryListed := q.price(count*memory, "fargate", "memory "+processor)
	if !cpuListed || !memoryListed {
		return
	}
	q.amount += share(cpuPrice.amount*hours*Money(count), cpu, cpuUnits)
	q.amount += share(memoryPrice.amount*hours*Money(count), memory, cpuUnits)
	q.words = append(q.words, fmt.Sprintf("%s, %d h", times(count, fmt.Sprintf("Fargate task of %s vCPU and %s GB", thousandths(cpu), thousandths(memory))), hours))
	if size, known := task.number(includedDisk, "ephemeralStorage", "sizeInGib"); known && size > includedDisk {
		more := size - includedDisk
		q.hourly(count*more, "fargate", "storage", "GB of the tasks' storage")
	}
}

// amountOf reads a task's cpu or memory in units or MiB: "256", ".25 vCPU", "512",
// "0.5 GB".
func amountOf(task inputs, key, unit string) (int64, bool) {
	text, known := task.text("", key)
	if !known {
		return 0, false
	}
	text = strings.ToLower(strings.TrimSpace(text))
	number, large := strings.CutSuffix(text, unit)
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if large {
		value *= cpuUnits
	}
	if err != nil || value < 1 || value > mostUnits {
		return 0, false
	}
	return int64(value), true
}

// thousandths writes units of 1/1024 as a number: "0.25".
func thousandths(units int64) string {
	return strconv.FormatFloat(float64(units)/cpuUnits, 'f', -1, 64)
}
