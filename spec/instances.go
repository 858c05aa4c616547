package spec

import (
	"strconv"
	"strings"
)

// instance is what an EC2 type offers.
type instance struct {
	cpu    CPU
	memory Bytes
	// pods is how many addresses the VPC CNI has on it:
	// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni-max-pods.txt
	pods int
}

// burstable are the sizes of t3, t3a and t4g, which follow no rule.
var burstable = map[string]instance{
	"nano":    {2000, 512 * Mi, 4},
	"micro":   {2000, 1 * Gi, 4},
	"small":   {2000, 2 * Gi, 11},
	"medium":  {2000, 4 * Gi, 17},
	"large":   {2000, 8 * Gi, 35},
	"xlarge":  {4000, 16 * Gi, 58},
	"2xlarge": {8000, 32 * Gi, 58},
}

// memoryPerCore is the memory of each vCPU by the family's letter.
var memoryPerCore = map[byte]Bytes{'c': 2 * Gi, 'm': 4 * Gi, 'r': 8 * Gi}

// familiesByRule are the families whose sizes double from large on.
var familiesByRule = map[string]bool{
	"m5": true, "m5a": true, "m5d": true, "m6i": true, "m6a": true, "m6id": true, "m7i": true, "m7a": true,
	"c5a": true, "c6i": true, "c6a": true, "c6id": true, "c7i": true, "c7a": true,
	"r5": true, "r5a": true, "r5d": true, "r6i": true, "r6a": true, "r6id": true, "r7i": true, "r7a": true,
	"c5": true, "c5d": true,
	"m6g": true, "m6gd": true, "m7g": true, "m8g": true, "c6g": true, "c6gd": true, "c7g": true, "c8g": true, "r6g": true, "r6gd": true, "r7g": true, "r8g": true,
}

// instanceOf is what a type offers; ok is false for types that are not known,
// about which nothing is said then.
func instanceOf(name string) (offer instance, ok bool) {
	family, size, _ := strings.Cut(name, ".")
	if family == "t3" || family == "t3a" || family == "t4g" {
		offer, ok = burstable[size]
		return offer, ok
	}
	cores := coresOf(size)
	if !familiesByRule[family] || cores == 0 {
		return instance{}, false
	}
	return instance{CPU(cores) * 1000, Bytes(cores) * memoryPerCore[family[0]], podsOf(cores)}, true
}

// coresOf is the number of vCPUs of a size; 0 for sizes that are not regular.
func coresOf(size string) int {
	switch size {
	case "large":
		return 2
	case "xlarge":
		return 4
	}
	factor, err := strconv.Atoi(strings.TrimSuffix(size, "xlarge"))
	if err != nil || !strings.HasSuffix(size, "xlarge") || factor < 1 {
		return 0
	}
	return 4 * factor
}

// podsOf is the number of pods on a node: by its addresses, and by the limit
// that EKS recommends to the kubelet, 110 below 30 vCPUs and 250 from there on.
func podsOf(cores int) int {
	switch {
	case cores <= 2:
		return 29
	case cores <= 8:
		return 58
	case cores < 30:
		return 110
	case cores < 64:
		return 234
	}
	return 250
}

// allocatable is what is left of a node for pods that are not on every node.
//
// The kubelet of an EKS node keeps 6 % of the first core, 1 % of the second,
// 0.5 % of the next two and 0.25 % of the others, and 255 MiB and 11 MiB a pod,
// and evicts at 100 MiB:
// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
// Of the nominal memory 7.5 % are not there: kernel and firmware have them.
// That is Karpenter's estimate: https://karpenter.sh/docs/reference/settings/
//
// The pods that run on every node take, by what they ask for, 180m and 150Mi:
// aws-node with its network policy agent 50m, kube-proxy 100m, the EBS driver
// 30m and 120Mi; the pod identity agent asks for nothing.
func (i instance) allocatable() instance {
	kept := CPU(0)
	for core := range int(i.cpu / 1000) {
		switch {
		case core == 0:
			kept += 6000
		case core == 1:
			kept += 1000
		case core < 4:
			kept += 500
		default:
			kept += 250
		}
	}
	memory := i.memory*925/1000 - 255*Mi - Bytes(i.pods)*11*Mi - 100*Mi
	return instance{
		cpu:    i.cpu - kept/100 - podsEverywhere.cpu,
		memory: memory - podsEverywhere.memory,
		pods:   i.pods - podsEverywhere.pods,
	}
}

var podsEverywhere = instance{cpu: 180, memory: 150 * Mi, pods: 4}
