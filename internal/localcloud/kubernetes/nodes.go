package kubernetes

import (
	"regexp"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"groundwork/internal/localcloud"
)

const (
	nodeGroupType      = "aws:eks/nodeGroup:NodeGroup"
	fargateProfileType = "aws:eks/fargateProfile:FargateProfile"
)

// nodes are the like nodes of a managed node group.
type nodes struct {
	count  int64
	labels map[string]string
	taints []corev1.Taint
	// zones are where they may be; none when that is not known.
	zones []string
	// open says that a launch template may add labels.
	open bool
	// room is what pods can have of a node; nil when it is not known.
	room corev1.ResourceList
}

// nodesOf are the nodes of the cluster, and whether these are all that pods
// could run on: not with Fargate, an autoscaler that picks its own machines, or
// in a cluster that is not of EKS.
func nodesOf(tx *localcloud.Tx) (groups []nodes, all bool) {
	cluster := eks(tx)
	if cluster == nil || cluster.Outputs.Bool("computeConfig.enabled") || picksMachines(tx) {
		return nil, false
	}
	world := tx.World()
	if len(world.Where(fargateProfileType, "clusterName", cluster.String("name"))) > 0 {
		return nil, false
	}
	for _, group := range world.Where(nodeGroupType, "clusterName", cluster.String("name")) {
		if group.Scope == cluster.Scope {
			groups = append(groups, nodesOfGroup(tx, group)...)
		}
	}
	return groups, len(groups) > 0
}

func picksMachines(tx *localcloud.Tx) bool {
	for _, release := range tx.Select(releaseType, nil) {
		if strings.Contains(release.String("chart"), "karpenter") {
			return true
		}
	}
	return len(tx.Select("kubernetes:karpenter.sh/v1:NodePool", nil)) > 0
}

// nodesOfGroup may have several types of machines.
// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
func nodesOfGroup(tx *localcloud.Tx, group *localcloud.Object) []nodes {
	types := group.Outputs.Strings("instanceTypes")
	if len(types) == 0 {
		types = []string{""}
	}
	zones := zonesOf(tx, group)
	list := make([]nodes, 0, len(types))
	for i, name := range types {
		n := nodes{
			labels: nodeLabels(group, name), open: group.Outputs.Has("launchTemplate.id") || group.Outputs.Has("launchTemplate.name"),
			room: allocatable(name), zones: zones,
		}
		if i == 0 {
			n.count = int64(max(1, group.Outputs.Int("scalingConfig.desiredSize")))
		}
		for _, taint := range group.Outputs.Maps("taints") {
			n.taints = append(n.taints, corev1.Taint{
				Key: taint.String("key"), Value: taint.String("value"), Effect: taintEffects[taint.String("effect")],
			})
		}
		list = append(list, n)
	}
	return list
}

// https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html
var taintEffects = map[string]corev1.TaintEffect{
	"NO_SCHEDULE": corev1.TaintEffectNoSchedule, "NO_EXECUTE": corev1.TaintEffectNoExecute,
	"PREFER_NO_SCHEDULE": corev1.TaintEffectPreferNoSchedule,
}

// arm matches machines with a Graviton processor:
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
var arm = regexp.MustCompile(`^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)\.`)

// nodeLabels are those that can be told here.
// https://kubernetes.io/docs/reference/labels-annotations-taints/
func nodeLabels(group *localcloud.Object, machine string) map[string]string {
	labels := map[string]string{
		"eks.amazonaws.com/nodegroup": group.String("nodeGroupName"), "topology.kubernetes.io/region": group.Scope,
	}
	if machine != "" {
		labels[corev1.LabelInstanceTypeStable] = machine
		labels[corev1.LabelArchStable] = "amd64"
		if arm.MatchString(machine) {
			labels[corev1.LabelArchStable] = "arm64"
		}
	}
	if capacity := group.String("capacityType"); capacity != "" {
		labels["eks.amazonaws.com/capacityType"] = capacity
	}
	for name, value := range group.Outputs.StringMap("labels") {
		labels[name] = value
	}
	return labels
}

// burstable are the sizes of t3, t3a and t4g: vCPUs, GiB and pods.
// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni-max-pods.txt
var burstable = map[string][3]float64{
	"nano": {2, 0.5, 4}, "micro": {2, 1, 4}, "small": {2, 2, 11}, "medium": {2, 4, 17}, "large": {2, 8, 35},
	"xlarge": {4, 16, 58}, "2xlarge": {8, 32, 58},
}

// general are the families whose sizes double, with GiB for each vCPU by their
// letter. https://aws.amazon.com/ec2/instance-types/
var (
	general      = regexp.MustCompile(`^([cmr])[5-8](i|a|g|d|id|ad|gd|n|in|gn)?\.(large|xlarge|([0-9]+)xlarge)$`)
	memoryOfCore = map[string]float64{"c": 2, "m": 4, "r": 8}
)

// allocatable is what a machine has for pods, after what EKS keeps for the
// kubelet: a share of the cores, and memory by the number of pods.
// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
func allocatable(machine string) corev1.ResourceList {
	family, size, _ := strings.Cut(machine, ".")
	offer, known := burstable[size]
	if family != "t3" && family != "t3a" && family != "t4g" {
		offer, known = regular(machine)
	}
	if !known {
		return nil
	}
	cores, memory, pods := offer[0], offer[1]*1024, offer[2]
	reserved := 60 + 10 + 5*min(2, max(0, cores-2)) + 2.5*max(0, cores-4)
	return corev1.ResourceList{
		corev1.ResourceCPU:    *apiresource.NewMilliQuantity(int64(cores*1000-reserved), apiresource.DecimalSI),
		corev1.ResourceMemory: *apiresource.NewQuantity(int64(memory-255-11*pods-100)<<20, apiresource.BinarySI),
	}
}

func regular(machine string) ([3]float64, bool) {
	parts := general.FindStringSubmatch(machine)
	if parts == nil {
		return [3]float64{}, false
	}
	cores := map[string]float64{"large": 2, "xlarge": 4}[parts[3]]
	if factor, err := strconv.Atoi(parts[4]); err == nil {
		cores = 4 * float64(factor)
	}
	pods := 29.0
	if cores > 2 {
		pods = 58
	}
	return [3]float64{cores, cores * memoryOfCore[parts[1]], pods}, true
}
