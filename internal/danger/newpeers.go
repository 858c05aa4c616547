package danger

import (
	"reflect"
	"slices"

	"groundwork/internal/changes"
)

// opens is true when there is a way in a direction that no earlier way holds, for
// somebody who could not go it before.
func (s subject) opens(direction string, before, after []way) bool {
	before, after = s.numbered(direction, before), s.numbered(direction, after)
	return slices.ContainsFunc(after, func(one way) bool {
		held := slices.ContainsFunc(before, func(wide way) bool { return wide.holds(one) })
		return !held && !s.newGround(one.peer) && !s.underAnotherName(one, before)
	})
}

// newGround is true of addresses that are all in one subnet which comes with the same
// change: nobody has them yet.
func (s subject) newGround(peer any) bool {
	cidr := text(at(peer, "ipBlock.cidr"))
	return cidr != "" && slices.ContainsFunc(s.index.byType[subnetType], func(subnet changes.Resource) bool {
		return subnet.Operation == changes.Create && contains(text(at(subnet.After, "cidrBlock")), cidr)
	})
}

// underAnotherName is true of a peer whose pods are new, and run what pods ran that
// could go this way before, and go.
func (s subject) underAnotherName(fresh way, before []way) bool {
	comes := s.podsOf(fresh.peer)
	if len(comes) == 0 {
		return false
	}
	var gone []pod
	for _, old := range before {
		if portHolds(old.port, fresh.port) {
			gone = append(gone, s.podsOf(old.peer)...)
		}
	}
	for _, one := range comes {
		former := slices.ContainsFunc(gone, func(old pod) bool { return old.operation == changes.Delete && old.runs(one) })
		if one.operation != changes.Create || !former {
			return false
		}
	}
	return true
}

// pod is what a workload runs, and what is done to it.
type pod struct {
	operation changes.Operation
	template  any
}

// podsOf are the pods that a peer picks by their labels in the policy's namespace; none
// where it picks in another way.
func (s subject) podsOf(peer any) []pod {
	namespace, labels := text(s.new("metadata.namespace")), selected(at(peer, "podSelector.matchLabels"))
	byMore := at(peer, "namespaceSelector") != nil || len(list(at(peer, "podSelector.matchExpressions"))) > 0
	if namespace == "" || len(labels) == 0 || byMore {
		return nil
	}
	var found []pod
	for kind, path := range podPaths {
		for _, workload := range s.index.byType[kind] {
			if !picked(workload, namespace, path, labels) {
				continue
			}
			inputs := any(workload.After)
			if workload.Operation == changes.Delete {
				inputs = workload.Before
			}
			if path != "" {
				inputs = at(inputs, path)
			}
			found = append(found, pod{workload.Operation, inputs})
		}
	}
	return found
}

// runs is true of the same program.
func (p pod) runs(other pod) bool {
	image := at(p.template, "spec.containers.0.image")
	for _, part := range []string{"image", "command", "args"} {
		if !reflect.DeepEqual(at(p.template, "spec.containers.0."+part), at(other.template, "spec.containers.0."+part)) {
			return false
		}
	}
	return image != nil && known(image)
}
