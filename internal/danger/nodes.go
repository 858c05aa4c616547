package danger

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

const nodeGroupType = "aws:eks/nodeGroup:NodeGroup"

// nodesRule judges what replaces every node of a group: each is drained, and its pods
// are made again elsewhere. What has several pods goes on meanwhile, what has one
// stops until that runs again.
// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
func nodesRule(s subject) []verdict {
	if s.Type != nodeGroupType || !s.rolled() || s.URN != s.firstRolled() {
		return nil // where there are several groups, it is told of the first
	}
	var found []verdict
	if from, to := processor(s.old("amiType")), processor(s.new("amiType")); s.both() && from != to {
		found = append(found, verdict{level: Downtime, mild: grave, paths: []string{"amiType"},
			loss:   fmt.Sprintf("the nodes become %s: images for %s alone don't start", to, from),
			advice: fmt.Sprintf("build every image for %s too, and push them before: docker buildx build --platform linux/amd64,linux/arm64", to)})
	}
	paths := s.rolls()
	single := s.singlePods()
	if len(single) == 0 {
		return found
	}
	stop := "stops while its only pod moves"
	if len(single) > 1 {
		stop = "stop while their only pods move"
	}
	return append(found, verdict{level: Downtime, paths: paths,
		loss:   fmt.Sprintf("every node is replaced: %s %s", some(single), stop),
		advice: "choose a quiet hour; what must not stop runs on 2 pods at least"})
}

// processor is the family that an image of nodes is for.
func processor(image any) string {
	if strings.Contains(strings.ToUpper(text(image)), "ARM_64") {
		return "arm64"
	}
	return "amd64"
}

// rolled is true of a group whose nodes all give way to others.
func (s subject) rolled() bool {
	if s.both() {
		return len(s.rolls()) > 0 && !(s.Operation == changes.Replace && s.DeletedFirst)
	}
	return s.followed()
}

// followed is true of a group that goes once another one of its cluster is there: EKS
// drains its nodes, and waits for disruption budgets, but for no more than minutes.
// https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html
func (s subject) followed() bool {
	if s.Type != nodeGroupType || s.Operation != changes.Delete {
		return false
	}
	return slices.ContainsFunc(s.sisters(), func(other subject) bool { return other.Operation == changes.Create })
}

// sisters are the other groups of nodes in the cluster.
func (s subject) sisters() []subject {
	var found []subject
	for _, other := range s.index.byType[nodeGroupType] {
		sister := subject{Resource: other, index: s.index}
		if other.URN != s.URN && sister.cluster() == s.cluster() {
			found = append(found, sister)
		}
	}
	return found
}

// cluster is the name of the one that a group of nodes is of.
func (s subject) cluster() string {
	if name := text(s.old("clusterName")); name != "" {
		return name
	}
	return text(s.new("clusterName"))
}

// firstRolled is the first group of the cluster whose nodes give way.
func (s subject) firstRolled() string {
	first := s.URN
	for _, sister := range s.sisters() {
		if sister.rolled() {
			first = min(first, sister.URN)
		}
	}
	return first
}

// rolls are the properties whose change gives every node to a new machine.
func (s subject) rolls() []string {
	if s.Operation == changes.Replace {
		if len(s.Because) > 0 {
			return s.Because
		}
		return []string{"id"}
	}
	var paths []string
	for _, path := range []string{"version", "releaseVersion", "launchTemplate.version", "launchTemplate.id"} {
		if s.differs(path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// singlePods are the workloads that stay and have one pod, by their names.
func (s subject) singlePods() []string {
	least := s.leastPods()
	var names []string
	for _, kind := range []string{deploymentType, statefulSetType} {
		for _, workload := range s.index.byType[kind] {
			if workload.Operation == changes.Delete || workload.Operation == changes.Create {
				continue
			}
			name := text(at(workload.Before, "metadata.name"))
			count := replicas(at(workload.After, "spec.replicas"))
			if autoscaled, is := least[name]; is {
				count = autoscaled
			}
			if count == 1 {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// leastPods are the fewest pods of what is autoscaled, by its name.
func (s subject) leastPods() map[string]float64 {
	least := map[string]float64{}
	for _, kind := range []string{"kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "kubernetes:keda.sh/v1alpha1:ScaledObject"} {
		for _, scaler := range s.index.byType[kind] {
			if count, is := changes.Number(at(scaler.After, fewest[kind].path)); is {
				least[text(at(scaler.After, "spec.scaleTargetRef.name"))] = count
			}
		}
	}
	return least
}
