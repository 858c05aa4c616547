package apiserver

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"groundwork/tests/apiserver/crosscheck"
)

// sizes are what EC2 types have: vCPUs, GiB of memory, and as many pods as the VPC
// CNI has addresses for.
// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni-max-pods.txt
var sizes = map[string]struct {
	cores, memory int64
	pods          int
}{
	"t3.small":   {2, 2, 11},
	"t3.medium":  {2, 4, 17},
	"t3.large":   {2, 8, 35},
	"t3.xlarge":  {4, 16, 58},
	"t3.2xlarge": {8, 32, 58},
	"m5.large":   {2, 8, 29},
	"m6i.large":  {2, 8, 29},
	"m6i.xlarge": {4, 16, 58},
}

// everywhere is what the pods on every node ask for: aws-node, kube-proxy, the
// EBS driver's and the pod identity agent.
var everywhere = crosscheck.Room{CPU: 180, Memory: 120 << 20, Pods: 4}

// addons are the pods of EKS' own add-ons that are not on every node, by what
// they ask for.
var addons = map[string][]crosscheck.Room{
	"coredns":            {{CPU: 100, Memory: 70 << 20}, {CPU: 100, Memory: 70 << 20}},
	"metrics-server":     {{CPU: 100, Memory: 200 << 20}, {CPU: 100, Memory: 200 << 20}},
	"aws-ebs-csi-driver": {{CPU: 60, Memory: 240 << 20}, {CPU: 60, Memory: 240 << 20}},
}

// nodes are those of the stack's node groups, which are alike, with what else runs on
// them.
func (s stack) nodes(t *testing.T) crosscheck.Nodes {
	t.Helper()
	groups := s.ofType("aws:eks/nodeGroup:NodeGroup")
	require.NotEmpty(t, groups)
	group := Object(groups[0].Inputs)
	least, most, zones := 0, 0, 0
	for _, made := range groups {
		one := Object(made.Inputs)
		require.Equal(t, group.At("instanceTypes"), one.At("instanceTypes"))
		least += int(one.At("scalingConfig", "desiredSize").(float64))
		most += int(one.At("scalingConfig", "maxSize").(float64))
		zones += len(one.At("subnetIds").([]any))
	}
	kind := group.At("instanceTypes").([]any)[0].(string)
	size, known := sizes[kind]
	require.True(t, known, "add %s to sizes", kind)
	nodes := crosscheck.Nodes{
		Name:  kind,
		Least: least,
		Most:  most,
		Zones: zones,
		Room: crosscheck.Room{
			CPU:    size.cores*1000 - kept(size.cores) - everywhere.CPU,
			Memory: size.memory<<30*925/1000 - (255+11*int64(size.pods)+100)<<20 - everywhere.Memory,
			Pods:   size.pods - everywhere.Pods,
		},
	}
	for _, addon := range s.ofType("aws:eks/addon:Addon") {
		nodes.Others = append(nodes.Others, addons[addon.Inputs["addonName"].(string)]...)
	}
	for _, release := range s.ofType("kubernetes:helm.sh/v3:Release") {
		nodes.Others = append(nodes.Others, chartPods(t, release.Inputs["values"])...)
	}
	return nodes
}

// kept is what the kubelet of an EKS node keeps of the processors for itself, in
// thousandths: 6 % of the first core, 1 % of the second, 0.5 % of the next two,
// 0.25 % of the others. Of the memory it keeps 255 MiB and 11 MiB a pod, and it
// evicts at 100 MiB; 7.5 % are the kernel's and the firmware's.
// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
// https://karpenter.sh/docs/reference/settings/
func kept(cores int64) int64 {
	return 60 + 10*min(cores-1, 1) + 5*min(max(cores-2, 0), 2) + 5*max(cores-4, 0)/2
}

// chartPods are the pods that a chart's values ask for: wherever they have
// resources, as many as the replicas beside these. KEDA's have the resources of
// each program under its name.
func chartPods(t *testing.T, values any) []crosscheck.Room {
	t.Helper()
	fields, _ := values.(map[string]any)
	var pods []crosscheck.Room
	for name, inner := range fields {
		if name != "resources" {
			pods = append(pods, chartPods(t, inner)...)
			continue
		}
		asked, _ := inner.(map[string]any)
		pods = append(pods, replicated(t, asked["requests"], fields)...)
		for program, of := range asked {
			beside, _ := fields[program].(map[string]any)
			its, _ := of.(map[string]any)
			pods = append(pods, replicated(t, its["requests"], beside)...)
		}
	}
	return pods
}

// replicated is one pod for each replica; without requests there are none.
func replicated(t *testing.T, requests any, beside map[string]any) []crosscheck.Room {
	t.Helper()
	asked, ok := requests.(map[string]any)
	if !ok {
		return nil
	}
	count := 1.0
	for _, name := range []string{"replicaCount", "replicas"} {
		if given, ok := beside[name].(float64); ok {
			count = given
		}
	}
	pod := crosscheck.Room{CPU: amount(t, asked["cpu"]).MilliValue(), Memory: amount(t, asked["memory"]).Value()}
	return slices.Repeat([]crosscheck.Room{pod}, int(count))
}

func amount(t *testing.T, value any) *apiresource.Quantity {
	t.Helper()
	text, _ := value.(string)
	if text == "" {
		return &apiresource.Quantity{}
	}
	parsed, err := apiresource.ParseQuantity(text)
	require.NoError(t, err)
	return &parsed
}
