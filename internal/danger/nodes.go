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
	if s.Type != nodeGroupType || !s.both() || s.Operation == changes.Replace && s.DeletedFirst {
		return nil
	}
	var found []verdict
	if from, to := processor(s.old("amiType")), processor(s.new("amiType")); from != to {
		found = append(found, verdict{level: Downtime, mild: grave, paths: []string{"amiType"},
			loss:   fmt.Sprintf("the nodes become %s: images for %s alone don't start", to, from),
			advice: fmt.Sprintf("build every image for %s too, and push them before: docker buildx build --platform linux/amd64,linux/arm64", to)})
	}
	paths := s.rolls()
	single := s.singlePods()
	if len(paths) == 0 || len(single) == 0 {
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
